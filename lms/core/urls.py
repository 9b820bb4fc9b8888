from django.urls import path

from .health import Readiness

urlpatterns = [
    path("healthz", Readiness.as_view(), name="healthz"),
]

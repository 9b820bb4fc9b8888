from django.urls import path

from . import views

urlpatterns = [
    path("proofreading/<int:page_id>/", views.findings, name="page_findings"),
    path("proofreading/<int:page_id>/beside/", views.beside, name="findings_beside"),
    path("proofreading/<int:page_id>/<slug:mark>/leave/", views.leave_as_it_is, name="leave_finding"),
    path("proofreading/<int:page_id>/<slug:mark>/count/", views.count_again, name="count_finding"),
]

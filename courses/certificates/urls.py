"""What paper, letters and files point to: no language in front."""

from django.urls import path

from .badges import views as badges
from .views import holder, verifying

urlpatterns = [
    path("verify/", verifying.find, name="find_certificate"),
    path("verify/list/", verifying.verify_list, name="verify_list"),
    path("verify/<str:number>/", verifying.verify, name="verify"),
    path("certificates/<str:number>.pdf", holder.certificate_pdf, name="certificate_pdf"),
    path("certificates/<str:number>/badge.<str:kind>", badges.download, name="badge_download"),
    path("badges/<uuid:uid>", badges.badge, name="badge"),
    path("achievements/<uuid:course>", badges.achievement, name="badge_achievement"),
    path("issuers/<uuid:uid>", badges.issuer, name="badge_issuer"),
    path("issuers/<uuid:uid>/did.json", badges.did_document, name="badge_did"),
    path("issuers/<uuid:uid>/keys.json", badges.key_log, name="badge_keys"),
    path("status/<uuid:uid>/<slug:purpose>", badges.status_list, name="badge_status"),
    path("verify.html", badges.verify_page, name="verify_page"),
]

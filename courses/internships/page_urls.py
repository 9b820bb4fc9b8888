"""Pages that people read: the language stands in front of them."""

from django.urls import path

from .views import answering, entry, hosts, log, sheets

LOG = "my/<int:enrolment_id>/practice/"
SHEET = LOG + "<int:pk>/sheet/"
ENTRY = LOG + "<int:pk>/<str:made_id>/"
DESK = "mentor/practice/"

urlpatterns = [
    path(LOG, log.practice, name="practice"),
    path(LOG + "<int:pk>/new/", log.new_entry, name="new_practice_entry"),
    path(SHEET, sheets.sheet, name="practice_sheet"),
    path(SHEET + "<str:code>.pdf", sheets.sheet_pdf, name="practice_sheet_pdf"),
    path(ENTRY, entry.practice_entry, name="practice_entry"),
    path(ENTRY + "check/", entry.check, name="check_practice_entry"),
    path(ENTRY + "take-back/", entry.take_entry_back, name="take_practice_entry_back"),
    path(ENTRY + "throw-away/", entry.throw_away, name="throw_practice_entry_away"),
    path(DESK, answering.mentor_practice, name="mentor_practice"),
    path(DESK + "<int:pk>/", answering.mentor_practice_log, name="mentor_practice_log"),
    path(DESK + "entries/<int:pk>/mistake/", answering.mistake, name="practice_mistake"),
    path(DESK + "sheet/", sheets.signed_sheet, name="signed_practice_sheet"),
    path(DESK + "placements/<int:pk>/host/", hosts.host_links, name="host_links"),
    path(DESK + "placements/<int:pk>/host/<int:link_id>/revoke/", hosts.revoke, name="revoke_host_link"),
]

"""Pages that people read: the language stands in front of them."""

from django.urls import path

from .views import figures, reports, stating

ONE = "figures/<str:key>/"
RELEASE = ONE + "report/<int:pk>/"

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path(ONE, figures.programme_figures, name="programme_figures"),
    path(ONE + "two/", figures.figure_pair, name="figure_pair"),
    path(ONE + "rows/<str:name>/", figures.figure_rows, name="figure_rows"),
    path(ONE + "rule/", stating.programme_rule, name="programme_rule"),
    path(ONE + "report/", reports.report_preview, name="report_preview"),
    path(RELEASE, reports.report_release, name="report_release"),
    path(RELEASE + "<str:language>.<str:kind>", reports.report_file, name="report_file"),
]

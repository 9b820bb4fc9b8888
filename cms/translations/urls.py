"""Addresses of translating in the back office."""

from django.urls import path

from .views import beside, following, table, terms

urlpatterns = [
    path("translations/", table.table, name="translations"),
    path("translations/next/<slug:code>/", table.next_in, name="translations_next"),
    path("translations/pages/<int:pk>/<slug:code>/", beside.translate, name="translate_page"),
    path("translations/pages/<int:pk>/<slug:code>/texts/<int:segment_pk>/", beside.keep_text, name="translate_text"),
    path("translations/pages/<int:pk>/<slug:code>/preview/", beside.preview, name="translation_preview"),
    path("translations/terms/", terms.terms, name="translation_terms"),
    path("translations/terms/add/", terms.term, name="translation_term_add"),
    path("translations/terms/<int:pk>/", terms.term, name="translation_term"),
    path("translations/terms/<int:pk>/remove/", terms.remove_term, name="translation_term_remove"),
    path("localize/update/<int:translation_source_id>/", following.follow, name="translations_follow"),
]

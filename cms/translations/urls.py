"""Addresses of translating in the back office."""

from django.urls import path

from .views import beside, following, otherwise, table, terms

urlpatterns = [
    path("translations/", table.table, name="translations"),
    path("translations/next/<slug:code>/", table.next_in, name="translations_next"),
    path("translations/pages/<int:pk>/<slug:code>/", beside.translate, name="translate_page"),
    path("translations/pages/<int:pk>/<slug:code>/texts/<int:segment_pk>/", beside.keep_text, name="translate_text"),
    path("translations/pages/<int:pk>/<slug:code>/preview/", beside.preview, name="translation_preview"),
    path("translations/pages/<int:pk>/<slug:code>/otherwise/", otherwise.otherwise, name="translate_otherwise"),
    path("translations/pages/<int:pk>/<slug:code>/stop/", otherwise.stop, name="translation_stop"),
    path("translations/terms/", terms.terms, name="translation_terms"),
    path("translations/terms/add/", terms.term, name="translation_term_add"),
    path("translations/terms/<int:pk>/", terms.term, name="translation_term"),
    path("translations/terms/<int:pk>/remove/", terms.remove_term, name="translation_term_remove"),
    path("localize/update/<int:translation_source_id>/", following.follow, name="translations_follow"),
    path("localize/translate/<int:translation_id>/strings/<int:segment_id>/edit/", otherwise.shut, name="translations_shut_string"),
    path("localize/translate/<int:translation_id>/overrides/<int:segment_id>/edit/", otherwise.shut, name="translations_shut_value"),
    path("localize/translate/<int:translation_id>/pofile/upload/", otherwise.shut, name="translations_shut_file"),
    path("localize/translate/<int:translation_id>/machine_translate/", otherwise.shut, name="translations_shut_machine"),
    path("localize/translate/<int:translation_id>/disable/", otherwise.shut, name="translations_shut_stop"),
    path("localize/page/<int:page_id>/convert_to_alias/", otherwise.stays_a_page, name="translations_shut_alias"),
]

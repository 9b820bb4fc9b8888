"""Addresses of the question bank in the back office."""

from django.urls import path

from .views.bank import files, languages, life, listing, many, trying, versions, writing

urlpatterns = [
    path("questions/", listing.questions, name="questions"),
    path("questions/add/", writing.add, name="question_add"),
    path("questions/add/<slug:kind>/", writing.add_of_type, name="question_add_type"),
    path("questions/many/", many.many, name="questions_many"),
    path("questions/import/", files.import_file, name="question_import"),
    path("questions/import/<uuid:pk>/", files.import_plan, name="question_import_plan"),
    path("questions/export/", files.export, name="question_export"),
    path("questions/<int:pk>/", writing.question, name="question"),
    path("questions/<int:pk>/languages/", languages.languages, name="question_languages"),
    path("questions/<int:pk>/languages/<slug:code>/", languages.language, name="question_language"),
    path("questions/<int:pk>/try/", trying.try_question, name="question_try"),
    path("questions/<int:pk>/trial/", trying.trial, name="question_trial"),
    path("questions/<int:pk>/versions/", versions.versions, name="question_versions"),
    path("questions/<int:pk>/versions/<int:number>/", versions.version, name="question_version"),
    path("questions/<int:pk>/versions/<int:number>/restore/", versions.restore, name="question_restore"),
    path("questions/<int:pk>/usage/", versions.usage, name="question_usage"),
    path("questions/<int:pk>/duplicate/", life.duplicate, name="question_duplicate"),
    path("questions/<int:pk>/retire/", life.retire, name="question_retire"),
    path("questions/<int:pk>/bring-back/", life.bring_back, name="question_bring_back"),
]

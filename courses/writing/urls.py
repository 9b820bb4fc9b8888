from django.urls import path

from .views import aside, clipboard, templates

urlpatterns = [
    path("writing/aside/<int:pk>/", aside.aside, name="aside"),
    path("writing/copied/", clipboard.copy_typed, name="copy_typed_blocks"),
    path("writing/to-paste/", clipboard.to_paste, name="blocks_to_paste"),
    path("writing/<int:page_id>/copy/", clipboard.copy, name="copy_blocks"),
    path("writing/<int:page_id>/paste/", clipboard.paste, name="paste_blocks"),
    path("writing/<int:page_id>/template/", templates.save_as_template, name="save_as_template"),
    path("lesson-templates/", templates.lesson_templates, name="lesson_templates"),
    path("lesson-templates/<int:pk>/", templates.rename_template, name="rename_template"),
    path("lesson-templates/<int:pk>/retire/", templates.retire, name="retire_template"),
]

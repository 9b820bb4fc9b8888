"""Addresses of course boards in the back office."""

from django.urls import path

from .views import board, editions, exports, folders

urlpatterns = [
    path("courses/", board.boards, name="course_boards"),
    path("courses/<int:pk>/board/", board.board, name="course_board"),
    path("courses/<int:pk>/board/move/", board.move_page, name="course_board_move"),
    path("courses/<int:pk>/board/edition/", editions.new_edition, name="new_edition"),
    path("courses/<int:pk>/board/folder/", exports.exports, name="course_folder"),
    path("courses/exports/<uuid:uid>/", exports.export, name="course_export"),
    path("courses/exports/<uuid:uid>/progress/", exports.progress, name="course_export_progress"),
    path("courses/exports/<uuid:uid>/file/", exports.file, name="course_export_file"),
    path("courses/editions/<uuid:uid>/", editions.edition, name="course_edition"),
    path("courses/editions/<uuid:uid>/progress/", editions.progress, name="course_edition_progress"),
    path("courses/folders/", folders.send, name="send_folder"),
    path("courses/folders/<uuid:uid>/", folders.folder_import, name="folder_import"),
    path("courses/folders/<uuid:uid>/progress/", folders.progress, name="folder_import_progress"),
]

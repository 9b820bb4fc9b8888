from wagtail import hooks

from . import serving


@hooks.register("before_serve_document", order=100)
def give_as_attachment(document, request):
    """After Wagtail has asked who may have it: as a download that cannot run here, in pieces where a player wants pieces."""
    return serving.give(request, document.file.open("rb"), size=document.file.size, name=document.filename, as_attachment=True)

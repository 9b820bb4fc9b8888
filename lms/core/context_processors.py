from django.conf import settings


def site(request):
    return {"SITE_NAME": settings.SITE_NAME, "IS_DEMO": settings.IS_DEMO}

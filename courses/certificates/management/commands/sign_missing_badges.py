from django.core.management import BaseCommand
from django.db.models import Q

from courses.certificates.actions import sign_again
from courses.certificates.models import Certificate, SigningKey

LACKING = Q(badge=None) | Q(badge__credential="") | Q(badge__key__state=SigningKey.State.WITHDRAWN)


class Command(BaseCommand):
    help = (
        "Sign badges for certificates that were issued before there were any, or whose key was withdrawn, and print their papers again. "
        "Numbers stay as they are. Safe to stop and to repeat."
    )

    def handle(self, *args: object, **options: object) -> None:
        lacking = Certificate.objects.issued().filter(LACKING)
        signed = 0
        for certificate in lacking.iterator():
            sign_again(certificate=certificate)
            signed += 1
        self.stdout.write(f"Signed: {signed}")

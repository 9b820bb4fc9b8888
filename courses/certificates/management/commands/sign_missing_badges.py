from django.core.management import BaseCommand

from courses.certificates.badges.awarding import sign
from courses.certificates.models import Certificate


class Command(BaseCommand):
    help = "Sign badges for certificates that were issued before there were any. Their papers stay as they are. Safe to repeat."

    def handle(self, *args: object, **options: object) -> None:
        lacking = Certificate.objects.issued().filter(badge__credential__isnull=True) | Certificate.objects.issued().filter(
            badge__credential=""
        )
        certificates = list(lacking.select_related("enrolment__cohort__course", "enrolment__learner"))
        for certificate in certificates:
            sign(certificate=certificate)
        self.stdout.write(f"Signed: {len(certificates)}")

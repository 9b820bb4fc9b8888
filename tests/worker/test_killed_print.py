"""The worker dies in the middle of a print of a cohort, and again with the next part; the file is whole, and made of each paper once."""

from datetime import timedelta

import pikepdf
from django.utils.timezone import now

from courses.certificates.models import Certificate, CohortPrint
from courses.certificates.printing.actions import start_print
from courses.certificates.tasks import sweep_prints
from tests.factories import CertificateFactory, CohortFactory, EnrolmentFactory, UserFactory

from .faults import CHILD_AFTER_THE_FILE, CHILD_IN_MID_FILE


def test_a_print_goes_on_where_a_killed_worker_left_it(site):
    cohort = CohortFactory()
    for number in range(24):
        CertificateFactory(enrolment=EnrolmentFactory(cohort=cohort), state=Certificate.State.ISSUED, pdf="x", holder_name=f"№ {number:02}")
    site.arm(CHILD_IN_MID_FILE)
    site.arm(CHILD_AFTER_THE_FILE)

    made = start_print(cohort=cohort, with_backs=False, by=UserFactory())
    site.start_worker()

    def is_ready():
        CohortPrint.objects.making().filter(touched_at__gt=now() - timedelta(minutes=1)).update(touched_at=now() - timedelta(minutes=2))
        sweep_prints.delay()
        return CohortPrint.objects.filter(pk=made.pk, state=CohortPrint.State.READY).exists()

    site.sweep_until(is_ready)
    made.refresh_from_db()
    assert (site.is_armed(CHILD_IN_MID_FILE), site.is_armed(CHILD_AFTER_THE_FILE)) == (False, False)
    with pikepdf.open(site.var / "private" / str(made.file)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == [f"№ {number:02}" for number in range(24)]
        assert len(opened.pages) == 24
    assert [file.name for file in (site.var / "private" / "certificate_prints").iterdir()] == [f"{made.uid}.pdf"]

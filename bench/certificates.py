"""What a certificate costs, and the print of a cohort of 200: `python -m bench.certificates`."""

import os

ONE, COHORT = 0.1, 15  # seconds of CPU


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
    django.setup()
    from . import papers

    print(f"Targets: one ≤ {ONE} s, {papers.PEOPLE} in a file ≤ {COHORT} s of CPU. {papers.codes()} square codes on each back.")
    for name, make in (("our own certificate", papers.ours), ("one with every field and picture", papers.with_everything)):
        taken = papers.seconds(make)
        together, size = papers.seconds_of_a_cohort(make)
        print(f"{name:42}{taken:8.3f} s{together:10.1f} s for {papers.PEOPLE}, {size / 1_000_000:.1f} MB")


if __name__ == "__main__":
    main()

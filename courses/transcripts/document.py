"""A record as data: docs/transcripts.md, and `transcript.schema.json` for machines. Names as in schema.org where it has one."""

from datetime import date
from pathlib import Path
from typing import Any

from django.urls import reverse

from lms.core.links import absolute

from .transcript import CourseLine, Part, Transcript

SCHEMA = Path(__file__).parent / "transcript.schema.json"


def document_of(record: Transcript) -> dict[str, Any]:
    """Only what is in it: a part that was left out has no name in the document."""
    totals: dict[str, Any] = {"coursesCompleted": sum(course.is_completed for course in record.courses)}
    if Part.HOURS in record.parts:
        totals["timeRequired"] = f"PT{record.hours}H"
    if Part.PRACTICE in record.parts:
        totals["practice"] = duration(record.practice_minutes)
    document = {
        "$schema": absolute(reverse("record_schema")),
        "version": 1,
        "dateCreated": _day(record.made_on),
        "inLanguage": record.language,
        "parts": list(record.parts),
        "person": {"@type": "Person", "name": record.name},
        "courses": [_course(course, record) for course in record.courses],
        "totals": totals,
    }
    if Part.CONSULTATIONS in record.parts:
        totals["consultations"] = len(record.consultations)
        document["consultations"] = [
            {"date": _day(one.on), "duration": duration(one.minutes), "with": one.mentor} for one in record.consultations
        ]
    return document


def duration(minutes: int) -> str:
    """ISO 8601: "PT2H30M"."""
    hours, rest = divmod(minutes, 60)
    return f"PT{hours}H{rest}M" if hours and rest else f"PT{hours}H" if hours else f"PT{rest}M"


def _course(course: CourseLine, record: Transcript) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "Course",
        "name": course.title,
        "inLanguage": course.language,
        "courseInstance": course.cohort,
        "provider": course.issuer,
        "state": "revoked" if course.is_revoked else course.state,
        "startDate": _day(course.began_on),
        "endDate": _day(course.completed_on) if course.is_completed else None,
    }
    if Part.HOURS in record.parts and course.is_completed:
        said["timeRequired"] = f"PT{course.hours}H"
    if course.certificates:
        said["certificates"] = [
            {
                "@type": "EducationalOccupationalCredential",
                "identifier": one.number,
                "url": one.url,
                "state": one.standing,
                "validFrom": _day(one.issued_on),
                "validUntil": _day(one.expires_on),
            }
            for one in course.certificates
        ]
    if course.practice:
        said["practice"] = [
            {
                "host": one.host,
                "place": one.place,
                "startDate": _day(one.starts_on),
                "endDate": _day(one.ends_on),
                "confirmed": duration(one.minutes),
            }
            for one in course.practice
        ]
    if course.competences:
        said["competences"] = [
            {
                "name": one.title.text,
                "ratingValue": one.level,
                "bestRating": one.most,
                "ratingExplanation": one.words.text,
                "author": one.by,
                "dateCreated": one.at.date().isoformat(),
            }
            for one in course.competences
        ]
    if course.quiz_average is not None:
        said["quizAverage"] = course.quiz_average
    return said


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

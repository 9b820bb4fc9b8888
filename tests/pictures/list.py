"""Every picture of the guides: where it is taken, and what of the page it shows."""

from . import stages
from .stages import LESSON, without_the_menu
from .taking import Picture


def office(name: str, path: stages.Address, *around: str, who: str = "editor", height: int = 700) -> Picture:
    return Picture(name, who, path, around, before=without_the_menu, height=height)


PICTURES = [
    Picture("learner-road", "learner", "/LANG/my/", (".my-course h2", ".my-course .button"), height=520),
    Picture("learner-exercise", "learner", stages.an_empty_field, ("#b-silent-one",), before=stages.write_an_answer),
    Picture("learner-hand-in", "learner", LESSON, ("#b-mentor-needs",), height=960),
    Picture(
        "learner-answer",
        "learner",
        "/LANG/my/1/assignment/9/round/1/",
        ("section:has(> * #c1), section:has(> #c1)", "#c1"),
        before=stages.open_first_comment,
        height=660,
    ),
    Picture("mentor-queue", "mentor", stages.nobody_reads, (".desk-nav", ".waiting")),
    Picture("mentor-reading", "mentor", stages.a_review_under_way, ("section:has(> * #c1), section:has(> #c1)",), height=720),
    Picture("mentor-times", "mentor", "/LANG/mentor/consultations/", ("main",), height=410),
    Picture("mentor-practice", "mentor", "/LANG/mentor/practice/", ("main",), height=570),
    office("editor-board", stages.course_board, ".board-legend", ".board-module", who="admin", height=520),
    office("editor-begin", stages.new_lesson, ".aside__lead", ".aside__cards", height=560),
    office("editor-together", stages.two_versions, ".aside form h2", ".aside__part:nth-of-type(2)", height=560),
    office("editor-checks", stages.findings, ".findings", height=540),
    office("editor-changes", stages.what_will_change, ".changes-list"),
    office(
        "editor-translate",
        stages.beside_its_source,
        ".translations__block:nth-of-type(2)",
        ".translations__block:nth-of-type(3)",
        height=520,
    ),
    office("coordinator-cohort", stages.of_the_cohort("cohorts:edit"), "main form", who="coordinator", height=760),
    office("coordinator-dates", stages.of_the_cohort("cohorts:dates"), "main form", who="coordinator", height=460),
    office("coordinator-mentors", stages.of_the_cohort("pairing"), ".mentors-deeds", "table:last-of-type", who="coordinator"),
]

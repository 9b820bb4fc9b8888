"""Who is in the demo. Plain data: the launcher prints it without starting Django."""

from dataclasses import dataclass

PASSWORD = "workbook-demo"  # noqa: S105 - known to everyone, which is the point of a demo


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: str
    language: str
    about: str


PEOPLE = [  # one for each role
    Person("learner@example.org", "Елена Гудзь", "learner", "ru", "half-way through the second lesson"),
    Person("mentor@example.org", "Светлана Орлова", "mentor", "ru", "will read learners' work with them"),
    Person("supervisor@example.org", "Мария Кузнецова", "supervisor", "ru", "looks after the mentors"),
    Person("editor@example.org", "Jana Dvořáková", "editor", "cs", "writes lessons in the back office"),
    Person("publisher@example.org", "Радка Илиева", "publisher", "bg", "lets lessons go live in the back office"),
    Person("coordinator@example.org", "Елена Петрова", "coordinator", "bg", "sets up cohorts in the back office"),
    Person("admin@example.org", "Sam Taylor", "administrator", "en", "may do everything"),
]
GRADUATE = Person("graduate@example.org", "Ганна Ґалаґан-Їжакевич", "learner", "uk", "has finished the course, with a certificate")
SECOND_READER = Person("reader@example.org", "Тарас Мельник", "editor", "uk", "reads drafts of others before they go live")
EVERYBODY = [*PEOPLE, GRADUATE, SECOND_READER]

"""A bank of a course with an editor, and one of another course with questions of its own."""

from dataclasses import dataclass

import pytest

from courses.quizzes.actions.bank import add_question, category_at
from courses.quizzes.engine.definition import Choice, Definition, MultiChoice
from courses.quizzes.models import Question, QuestionBank
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from tests.factories import CourseVersionFactory, UserFactory


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def needs(text: str = "Whose needs come first?") -> MultiChoice:
    return MultiChoice(
        text=text,
        choices=(
            Choice(id="a", text="Those of the learners", fraction=1.0, feedback="Yes."),
            Choice(id="b", text="Those of the funder", feedback="They come later."),
        ),
    )


@dataclass
class Bank:
    """A bank and short ways to put something in."""

    row: QuestionBank

    def add(self, name: str = "Needs", *, at: tuple[str, ...] = ("Lesson 1",), definition: Definition | None = None, **more) -> Question:
        category = category_at(bank=self.row, names=at)
        question = add_question(category=category, name=name, definition=definition or needs(), language=more.pop("language", "en"), **more)
        question.refresh_from_db()
        return question


def bank_of_a_course(name: str) -> Bank:
    return Bank(QuestionBank.objects.create(name=name, course=CourseVersionFactory(title=name).of))


@pytest.fixture
def mine(db) -> Bank:
    return bank_of_a_course("Ten lessons")


@pytest.fixture
def others(db) -> Bank:
    return bank_of_a_course("Another course")


def person_with(role: Role, where=None) -> User:
    person = UserFactory(language="en")
    grant_role(person=person, role=role, where=where)
    return person


@pytest.fixture
def editor(client, mine):
    person = person_with(Role.EDITOR, mine.row.course)
    client.force_login(person)
    client.person = person
    return client


@pytest.fixture
def coordinator(client, mine):
    client.force_login(person_with(Role.COORDINATOR, mine.row.course))
    return client

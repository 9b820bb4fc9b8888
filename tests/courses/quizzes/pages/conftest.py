import pytest
from django.utils.translation import override

from courses.quizzes.actions.attempts import start_attempt
from courses.quizzes.examples import EXAMPLES
from courses.quizzes.models import Attempt
from lms.core.log.ulid import new_ulid
from tests.factories.quizzes import learner_of, quiz


class Desk:
    """A learner at a quiz, with everything a browser does there."""

    def __init__(self, client, *definitions, **settings):
        self.client = client
        self.quiz = quiz(*definitions, **settings)
        self.enrolment = learner_of(self.quiz)
        client.force_login(self.enrolment.learner)
        self.front = f"/en/my/{self.enrolment.pk}/quiz/{self.quiz.pk}/"

    def start(self):
        self.attempt = start_attempt(enrolment=self.enrolment, quiz=self.quiz, language="en")
        return self

    @property
    def home(self):
        return f"/en/my/attempt/{self.attempt.pk}/"

    def page(self, number=1):
        return f"{self.home}page/{number}/"

    def question(self, slot=1):
        return self.attempt.questions.get(slot=slot)

    def save(self, value, slot=1, base=0, **more):
        body = {"change_id": new_ulid(), "base": base, "value": value, **more}
        return self.client.post(f"/quizzes/answers/{self.question(slot).pk}/", body, content_type="application/json")

    def form(self, slot=1, do="stay", number=1, **fields):
        """Posted without a script, one question of the page filled in."""
        question = self.question(slot)
        own = {"base": question.revision, "change_id": new_ulid(), **fields}
        return self.client.post(self.page(number), {f"q{question.pk}-{name}": value for name, value in own.items()} | {"do": do})

    @property
    def now(self):
        return Attempt.objects.get(pk=self.attempt.pk)


@pytest.fixture(autouse=True)
def _in_english():
    """What a request before this test has activated stays with the thread."""
    with override("en"):
        yield


@pytest.fixture
def desk(db, client):
    return lambda *definitions, **settings: Desk(client, *definitions, **settings)


@pytest.fixture
def all_types():
    return list(EXAMPLES.values())

"""An attempt under way in one language and opened in another: the same attempt, with every answer."""

import re

from courses.quizzes.models import Attempt
from tests.factories.quizzes import choice_question, question, true_question


def test_a_learner_who_changes_language_in_the_middle_keeps_every_answer_and_goes_on(desk):
    words = {"uk": {"text": "Який рядок?"}}
    at = desk(question(choice_question(), translations=words), question(true_question())).start()
    at.form(choice="b", do="page:1")

    html = at.client.get(at.page(1).replace("/en/", "/uk/")).content.decode()

    own = at.question(1).pk
    assert '<html lang="uk"' in html
    checked = [box for box in re.findall(rf'<input[^>]*name="q{own}-choice"[^>]*>', html) if "checked" in box]
    assert ['value="b"' in box for box in checked] == [True], "whatever order the choices were shuffled into"
    summary = at.client.post(at.page(2).replace("/en/", "/uk/"), {f"q{at.question(2).pk}-choice": "true", "do": "summary"} | _log(at, 2))
    assert summary["Location"].startswith("/uk/")
    assert [at.question(slot).value for slot in (1, 2)] == [{"choice": "b"}, {"choice": "true"}]
    assert Attempt.objects.count() == 1


def _log(at, slot: int) -> dict[str, str]:
    from lms.core.log.ulid import new_ulid

    return {f"q{at.question(slot).pk}-base": "0", f"q{at.question(slot).pk}-change_id": new_ulid()}

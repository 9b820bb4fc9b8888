"""A piece of work begun in one language and handed in in another is the same piece of work."""


def test_a_learner_hands_in_in_another_language_than_they_have_begun_in(learner):
    here = learner.address("assignment")
    there = here.replace("/en/", "/uk/")

    html = learner.client.get(there).content.decode()
    learner.client.post(learner.address("hand_in_assignment").replace("/en/", "/uk/"))

    assert "Two hundred people." in html
    iteration = learner.submission.iterations.get()
    assert iteration.language == "uk"

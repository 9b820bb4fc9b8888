"""What makes migrations quick in tests changes no answer."""

from django.apps import apps
from django.db.migrations.state import ModelState, StateApps

MODELS = ("accounts.User", "accounts.Role", "catalogue.Course")


def test_what_names_a_model_is_not_forgotten_with_the_models_of_a_state():
    named = [apps.get_swappable_settings_name(model) for model in MODELS]

    StateApps([], {("catalogue", "any"): ModelState("catalogue", "Any", [])})

    assert apps.get_swappable_settings_name.cache_info().currsize >= len(MODELS)
    assert named == [apps.get_swappable_settings_name(model) for model in MODELS] == ["AUTH_USER_MODEL", None, None]

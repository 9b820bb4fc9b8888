"""When a workflow is done. Wagtail imports this while it is loading its models, so nothing of ours may be imported before it runs."""

from typing import Any


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    """Named by `WAGTAIL_FINISH_WORKFLOW_ACTION`. The approval holds; where the gate does not let the page through, whoever approved it is
    told what is left to do, and publishes it then."""
    from wagtail.workflows import publish_workflow_state

    from cms.pages.going_live import Publication, refusal

    page = workflow_state.content_object
    if user is None or refusal([Publication(page.get_latest_revision_as_object(), user)]) is None:
        publish_workflow_state(workflow_state, user=user)

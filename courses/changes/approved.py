"""When a workflow is done. Wagtail imports this while it is loading its models, so nothing of ours may be imported before it runs."""

from typing import Any


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    """Named by `WAGTAIL_FINISH_WORKFLOW_ACTION`. The approval holds; a lesson whose structure changes goes live when whoever approved it
    has seen whom it touches."""
    from wagtail.workflows import publish_workflow_state

    from .gate import waiting

    if waiting(workflow_state.content_object) is None:
        publish_workflow_state(workflow_state, user=user)

"""What Wagtail's page editor sends for a lesson."""

import re


def lesson_form(page, **more):
    """The fields of a lesson, with blocks whose values are one text each."""
    blocks = [(block.block_type, block.id, block.value) for block in page.body]
    sent = {"title": page.title, "slug": page.slug, "summary": page.summary, "minutes": str(page.minutes), "body-count": str(len(blocks))}
    for number, (kind, block_id, value) in enumerate(blocks):
        sent |= {f"body-{number}-{name}": said for name, said in {"deleted": "", "order": number, "type": kind, "id": block_id}.items()}
        sent[f"body-{number}-value"] = value
    return {**sent, "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **more}


def hidden_fields(html):
    """What the form carries about the draft it was opened with."""
    names = ("loaded_revision_id", "loaded_revision_created_at", "editing_tab", "kept_for")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', html) for name in names}
    return {name: match[1] for name, match in found.items() if match}

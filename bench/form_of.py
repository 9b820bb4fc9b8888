"""What Wagtail's page editor sends for a lesson with any blocks: made from the value, as the script does."""

from typing import Any

from wagtail import blocks


def form_of(page: Any) -> dict[str, Any]:
    sent = {"title": page.title, "slug": page.slug, "summary": page.summary, "minutes": str(page.minutes)}
    sent |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    _put(sent, page.body.stream_block, page.body, "body")
    return sent


def _put(sent: dict[str, Any], block: blocks.Block, value: Any, prefix: str) -> None:
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            _put(sent, child, value.get(name), f"{prefix}-{name}")
    elif isinstance(block, blocks.BaseStreamBlock):
        sent[f"{prefix}-count"] = str(len(value))
        for number, child in enumerate(value):
            _put_item(sent, child, f"{prefix}-{number}", number)
            sent[f"{prefix}-{number}-type"] = child.block_type
    elif isinstance(block, blocks.ListBlock):
        sent[f"{prefix}-count"] = str(len(value))
        for number, item in enumerate(value.bound_blocks):
            _put_item(sent, item, f"{prefix}-{number}", number)
    elif isinstance(value, bool):
        sent |= {prefix: "on"} if value else {}
    elif value is not None:
        sent[prefix] = value


def _put_item(sent: dict[str, Any], child: Any, prefix: str, number: int) -> None:
    sent |= {f"{prefix}-deleted": "", f"{prefix}-order": str(number), f"{prefix}-id": child.id or ""}
    _put(sent, child.block, child.value, f"{prefix}-value")

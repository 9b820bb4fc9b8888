"""Who reads a record: its holder, and whoever has an address that the holder gave and did not take back."""

from .models import RecordLink


def link_by_token(token: str) -> RecordLink | None:
    """Open or not. The token is compared by its hash, which tells nothing of how much of it was right."""
    return RecordLink.objects.by_token(token).select_related("holder").first()

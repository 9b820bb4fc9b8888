"""Handing a letter over: claim it and give it to the mail server. What came of it is written down in settling.py."""

from . import kinds, outbox
from .delivery import Delivery, PostOffice
from .gathering import compose_gathered
from .message import compose
from .models import Letter
from .settling import interrupted, settle
from .turns import claim, next_turn


def hand_over(*, letter: Letter, post_office: PostOffice | None = None) -> bool:
    """Give to the mail server what is to go to the letter's person now: the letter, or one that tells it together with others. Of several
    processes that try at once only the one that claims it does, and that one is told so; what fails before the claim (a broken template,
    a mail server that is away) leaves the letter queued."""
    turn = next_turn(letter)
    if turn is None:
        return False
    message = compose_gathered(turn.letter, turn.told) if turn.told else compose(turn.letter, kinds.get(turn.letter.kind))
    with outbox.opened(post_office) as opened:
        if not opened or not claim(turn):
            return False
        settle(turn.letter, opened.deliver(message))
    return True


def settle_abandoned(*, letter: Letter) -> None:
    """The process died between the claim and the mark."""
    interrupted(letter, Delivery(Letter.Trouble.BROKEN))

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lms.notifications import outbox
from lms.notifications.models import Letter
from lms.notifications.outgoing.state import QueueState, queue_state


class Command(BaseCommand):
    help = "Outgoing letters: how they stand; pause them, let them go on, set the rate, try again what failed."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", metavar="what")
        what.add_parser("status", help="how many wait, how many went, what is in the way (also without any word)")
        pause = what.add_parser("pause", help="nothing is handed over until you say go-on")
        pause.add_argument("reason", help="why; the back office shows it")
        pause.add_argument("--everything", action="store_true", help="also what must be sent")
        what.add_parser("go-on", help="at the rate that is set, without a burst")
        what.add_parser("again", help="what failed is due now")
        what.add_parser("rate", help="letters a minute at most").add_argument("per_minute", type=int, choices=range(1, 60_001), metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["what"]:
            case "pause":
                outbox.pause(by=None, because=options["reason"], must_send_goes_on=not options["everything"])
            case "go-on":
                outbox.go_on()
            case "again":
                self.stdout.write(f"{outbox.try_again()} letters are tried again.")
            case "rate":
                outbox.set_rate(per_minute=options["per_minute"])
        self._tell(queue_state(Letter.objects.all()))

    def _tell(self, state: QueueState) -> None:
        box = state.outbox
        if box.paused_at:
            also = "what must be sent goes on" if box.must_send_goes_on else "nothing goes"
            self.stdout.write(f"Paused since {box.paused_at:%Y-%m-%d %H:%M} UTC ({also}): {box.paused_because}")
        if state.is_held:
            until = f"{box.held_until:%H:%M:%S} UTC" if box.held_until else "the next tick"
            self.stdout.write(f"Held until {until}: {box.get_trouble_display()}. {box.said}")
        self.stdout.write(f"{state.waiting} wait now, {state.later} are for later; at most {state.per_minute} a minute.")
        for line in state.lines:
            self.stdout.write(f"  {line.count:6} {line.label} ({line.priority}), the oldest since {line.oldest:%Y-%m-%d %H:%M} UTC")
        self.stdout.write(f"{state.last_hour} went in the last hour, {state.last_day} in the last day.")
        if state.ends_at:
            self.stdout.write(f"At this rate the last goes at {state.ends_at:%Y-%m-%d %H:%M} UTC.")
        for trouble in state.troubles:
            self.stdout.write(f"  {trouble.count:6} {trouble.label}: {trouble.said}")
        if state.stands_still:
            self.stdout.write(self.style.WARNING("Something waits for long and nothing goes: look whether worker and beat run."))

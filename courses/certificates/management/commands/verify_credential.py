import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.timezone import now

from courses.certificates.badges.keys import KeyIsMissing
from courses.certificates.badges.known import own_lists, own_trust
from courses.certificates.badges.reading import LARGEST, Malformed, moment_of, parse
from courses.certificates.badges.trust import DID_KEY, Trusted
from courses.certificates.badges.verifying import Finding, Verdict, verify


class Command(BaseCommand):
    help = (
        "Say whether an Open Badge is true and in force: JSON, VC-JWT, PNG, SVG or a PDF of ours. Prints JSON with `verdict` "
        "and `reasons`; the exit code is 0 only when it is valid. Asks nothing of the network."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--trust", action="append", default=[], help="a did:key, or a file with a DID document or a key log; may be repeated"
        )
        parser.add_argument(
            "--status-list", action="append", default=[], type=Path, help="a file with a signed status list; may be repeated"
        )
        parser.add_argument("--only-these", action="store_true", help="trust only what --trust names, not this site's own issuers")
        parser.add_argument("--recipient", default="", help="the name or e-mail address of whoever says that it is theirs")
        parser.add_argument("--at", type=_moment, default=None, help="another moment than now, like 2026-11-26T12:00:00Z")

    def handle(self, *args: object, **options: Any) -> None:
        trusted, lists = (Trusted(), []) if options["only_these"] else self._own()
        lists += [_read(path).decode(errors="replace") for path in options["status_list"]]
        finding = verify(
            _read(options["file"]),
            trusted=_with(trusted, options["trust"]),
            at=options["at"] or now(),
            lists=lists,
            recipient=options["recipient"],
        )
        self.stdout.write(json.dumps(_shown(finding), ensure_ascii=False, indent=2))
        if not finding.is_good:
            sys.exit(1)

    def _own(self) -> tuple[Trusted, list[str]]:
        """What this site vouches for, as far as its database and its key can be reached."""
        try:
            trusted = own_trust()
        except DatabaseError:
            self.stderr.write("The database cannot be read: only what --trust names is trusted.")
            return Trusted(), []
        try:
            return trusted, own_lists()
        except KeyIsMissing as missing:
            self.stderr.write(str(missing))
            return trusted, []


def _with(trusted: Trusted, named: list[str]) -> Trusted:
    try:
        trusted = trusted.with_did_keys(each for each in named if each.startswith(DID_KEY))
        return trusted.with_logs(parse(_read(Path(each)).decode(errors="replace")) for each in named if not each.startswith(DID_KEY))
    except Malformed as wrong:
        raise CommandError(f"--trust: {wrong}") from wrong


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as wrong:
        raise CommandError(f"{path}: {wrong.strerror}") from wrong


def _moment(text: str) -> datetime:
    return moment_of(text, "--at")


def _shown(finding: Finding) -> dict[str, Any]:
    shown: dict[str, Any] = {"verdict": Verdict(finding.verdict).value, "reasons": finding.reasons}
    if finding.recipient:
        shown["recipient"] = finding.recipient
    return shown | ({"credential": finding.says} if finding.says else {})

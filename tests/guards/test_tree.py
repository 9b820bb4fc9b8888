"""Rules about files as such. Needs neither database nor settings, so that `make check` can run it too."""

import re
import subprocess
from pathlib import Path

import pytest

from .exceptions import unexplained

ROOT = Path(__file__).resolve().parents[2]

LONGER_THAN_400_LINES = {
    # path → why it stays whole
    "static/css/site.css": "joined from static/css/src by `manage.py join_css`, so that a page asks for one file",
    "static/css/desk.css": "the same from static/css/desk",
}
# Written so that this file does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:wor[k]|farm|roo[t]|hom[e]/\w+|User[s]/\w+)/")
SECRETS = re.compile(r"BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KE[Y]|AKI[A][0-9A-Z]{16}|gh[p]_\w{36}|xox[b]-\d{6}")
REGISTRIES = re.compile(r"https?://|--index-ur[l]|--extra-inde[x]|--find-link[s]|file:")


def tracked(*patterns: str) -> list[Path]:
    """Files in the repository, and those about to be added to it."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    found = [(path, number, line) for path in paths for number, line in enumerate(text_of(path).splitlines(), 1) if pattern.search(line)]
    return [f"{name_of(path)}:{number}: {line.strip()[:120]}" for path, number, line in found]


def test_no_link_is_in_the_repository():
    """One to an environment, merged into a folder that has its own, takes the folder's place: what is ignored is not asked for."""
    listed = subprocess.run(["git", "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()

    assert [line.partition("\t")[2] for line in listed if line.startswith("120000")] == []


def test_no_file_is_longer_than_400_lines():
    sources = [path for path in tracked("*.py", "*.html", "*.css", "*.js") if "migrations" not in path.parts and "vendor" not in path.parts]
    lengths = {name_of(path): text_of(path).count("\n") for path in sources}

    long = {name: f"{lines} lines" for name, lines in lengths.items() if lines > 400}

    assert unexplained(long, LONGER_THAN_400_LINES) == []


def test_no_file_holds_a_path_of_somebodys_machine():
    assert lines_with(MACHINE_PATHS, tracked()) == []


def test_no_file_holds_a_secret():
    assert lines_with(SECRETS, tracked()) == []


@pytest.mark.parametrize("name", ["base", "dev"])
def test_each_requirement_is_pinned_with_hashes_and_names_no_registry(name):
    path = ROOT / "requirements" / f"{name}.txt"
    requirements = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text_of(path), flags=re.M).strip())

    loose = [each.splitlines()[0] for each in requirements if not re.match(r"[\w.-]+==\S+ ", each) or "--hash=sha256:" not in each]

    assert loose == []
    assert lines_with(REGISTRIES, [path]) == []


def test_no_lock_file_with_addresses_is_kept():
    assert [name_of(path) for path in tracked("uv.lock", "pylock*.toml", "*package-lock.json") if "://" in text_of(path)] == []


def test_the_environment_of_the_containers_is_explained():
    compose = text_of(ROOT / "docker-compose.yml")
    asked_for = set(re.findall(r"\$\{(\w+)", compose))

    offered = set(re.findall(r"^(\w+)=", text_of(ROOT / ".env.example"), flags=re.M))
    explained = set(re.findall(r"`(\w+)`", text_of(ROOT / "docs" / "running.md")))

    assert (asked_for - offered, asked_for - explained) == (set(), set())

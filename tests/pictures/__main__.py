"""`make guide-pictures`: takes the pictures of the guides anew. With names, only those: `ARGS="learner-road --language uk"`."""

import argparse
import tempfile
from pathlib import Path

from .site import site


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("names", nargs="*", help="all, unless some are named")
    parser.add_argument("--language", action="append", help="all, unless some are named")
    parser.add_argument("--site", type=Path, help="a folder to keep the demo site in, which takes minutes to load")
    parser.add_argument("--to", type=Path, help="where the pictures go; otherwise docs/img/guides")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.site or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        with site(folder) as address:
            _take_all(address, asked)


def _take_all(address: str, asked: argparse.Namespace) -> None:
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    from tests.support.browser import CHROMIUM, FLAGS

    from .list import PICTURES
    from .taking import path_of, take

    unknown = set(asked.names) - {picture.name for picture in PICTURES}
    if unknown:
        raise SystemExit(f"No such picture: {', '.join(sorted(unknown))}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in asked.language or [code for code, _name in settings.LANGUAGES]:
            for picture in PICTURES:
                if not asked.names or picture.name in asked.names:
                    path = path_of(asked.to or settings.GUIDE_PICTURES, picture, language)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(take(browser, address, picture, language))
                    print(f"{path.name} ({language}): {path.stat().st_size // 1000} kB")
        browser.close()


if __name__ == "__main__":
    main()

"""Square codes before the checking page: photographed, filmed, opened as an address."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from courses.certificates.badges import squares

from .conftest import credential, issued, show, verdict
from .test_paper import back_of, paper_of

pytestmark = pytest.mark.django_db


def test_a_photograph_of_the_back_is_enough(open_page):
    certificate = issued()
    photograph = io.BytesIO()
    back_of(paper_of(certificate)).convert("L").rotate(3, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC).save(
        photograph, "JPEG", quality=70
    )
    page = open_page()

    assert verdict(page, photograph.getvalue(), "back.jpg", "image/jpeg") == ("valid", [])


def test_codes_photographed_one_by_one_are_put_together(open_page):
    certificate = issued()
    back = back_of(paper_of(certificate))
    count = len(squares.pieces(credential(certificate).decode()))
    millimetre = back.width / 297
    page = open_page()

    for number in range(count):
        photograph = io.BytesIO()
        left = 22 + 87.5 * number
        back.crop((round((left - 4) * millimetre), 0, round((left + 82) * millimetre), back.height)).save(photograph, "PNG")
        show(page, photograph.getvalue(), "code.png", "image/png")
        if number < count - 1:
            page.get_by_text(f"Codes read: {number + 1} of {count}. Show the others.").wait_for()

    page.locator("#answer").wait_for(state="visible")
    assert page.locator("#answer").get_attribute("data-verdict") == "valid"


def test_a_picture_without_a_code_says_what_to_do(open_page):
    page = open_page()
    empty = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(empty, "PNG")

    show(page, empty.getvalue(), "empty.png", "image/png")

    page.get_by_text("There is no badge and no readable code in this picture.").wait_for()


def test_an_address_from_a_code_is_read_by_the_page_it_opens(open_page):
    certificate = issued()
    page = open_page()
    texts = [f"{head}{digits}" for head, digits in squares.pieces(credential(certificate).decode())]

    for text in texts:
        page.evaluate("address => { location.hash = address }", text.partition("#")[2])

    page.locator("#answer").wait_for(state="visible")
    assert page.locator("#answer").get_attribute("data-verdict") == "valid"


def film(certificate, path: Path) -> None:
    """What a camera sees that is held over one code after the other: frames as JPEG, one behind the other."""
    back = back_of(paper_of(certificate))
    millimetre = back.width / 297
    frames = io.BytesIO()
    for number in range(len(squares.pieces(credential(certificate).decode()))):
        left = 22 + 87.5 * number
        code = back.crop([round(side * millimetre) for side in (left - 4, 46, left + 82, 132)]).resize((700, 700))
        frame = Image.new("RGB", (1280, 720), "white")
        frame.paste(code, (290, 10))
        for _time in range(30):
            frame.save(frames, "JPEG", quality=80)
    path.write_bytes(frames.getvalue())


def test_the_camera_reads_the_codes_one_after_the_other(browser_type, browser_type_launch_args, tmp_path):
    certificate = issued()
    film(certificate, tmp_path / "film.mjpeg")
    call_command("build_verify_page", str(tmp_path / "verify.html"))
    seen = [
        f"--use-file-for-fake-video-capture={tmp_path / 'film.mjpeg'}",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
    ]
    launched = browser_type.launch(**browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *seen]})
    try:
        page = launched.new_page()
        page.goto((tmp_path / "verify.html").as_uri())
        page.get_by_role("button", name="Read the codes with the camera").click()

        page.locator("#answer").wait_for(state="visible")

        assert page.locator("#answer").get_attribute("data-verdict") == "valid"
        assert page.get_by_role("button", name="Read the codes with the camera").is_visible()
        assert page.locator("video").is_hidden()
    finally:
        launched.close()


def test_without_a_camera_the_page_says_what_to_do_instead(open_page):
    page = open_page()

    page.get_by_role("button", name="Read the codes with the camera").click()

    page.get_by_text("The camera cannot be used here. Take a photograph of the codes and choose it above.").wait_for()

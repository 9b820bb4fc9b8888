"""Pictures that carry a credential, lists of bits, keys as text: read strictly, and never more than should be."""

import base64
import gzip
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.badges import bits, multibase
from courses.certificates.badges.baking import KEYWORD, NAMESPACE, NotBaked, bake_png, bake_svg, unbake_pdf, unbake_png, unbake_svg

EMPTY = '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1).filter(
    lambda text: text == text.strip()
)


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L4s", len(content), kind) + content + struct.pack(">L", zlib.crc32(kind + content))


def with_chunk(picture: bytes, content: bytes) -> bytes:
    """After the header, which is 8 + 25 bytes."""
    return picture[:33] + chunk(b"iTXt", content) + picture[33:]


def test_what_is_put_into_a_png_comes_out(picture):
    for words in ('{"name":"Ґудзь"}', "a.b.c"):
        assert unbake_png(bake_png(picture, words)) == words


def test_a_second_baking_takes_the_place_of_the_first(picture):
    assert unbake_png(bake_png(bake_png(picture, "{}"), '{"a":1}')) == '{"a":1}'


@given(words=WORDS.filter(lambda text: text.startswith("{")) | WORDS.map(lambda text: f'{{"name":"{text}]]>"}}'))
def test_what_is_put_into_an_svg_means_the_same_when_it_comes_out(words):
    assert unbake_svg(bake_svg(EMPTY, words).encode()) == words.replace("]]>", "]]\\u003e")


def test_a_compressed_chunk_of_another_maker_is_read(picture):
    packed = KEYWORD + b"\0\1\0en\0badge\0" + zlib.compress(b'{"a":1}')

    assert unbake_png(with_chunk(picture, packed)) == '{"a":1}'


@pytest.mark.parametrize(
    "spoil",
    [
        lambda picture: picture,
        lambda picture: with_chunk(with_chunk(picture, KEYWORD + b"\0\0\0\0\0{}"), KEYWORD + b"\0\0\0\0\0{}"),
        lambda picture: with_chunk(picture, KEYWORD + b"\0\1\0\0\0" + zlib.compress(b" " * 50_000_000)),
        lambda picture: with_chunk(picture, KEYWORD + b"\0\1\0\0\0not compressed"),
        lambda picture: with_chunk(picture, KEYWORD + b"\0\0\0\0\0\xff\xfe"),
        lambda picture: with_chunk(picture, KEYWORD + b"\0\0"),
        lambda picture: bake_png(picture, "{}")[:-20],
        lambda picture: bake_png(picture, '{"a":1}').replace(b'"a":1', b'"a":2'),
        lambda picture: b"GIF89a",
    ],
)
def test_a_png_that_is_not_as_it_should_be_is_refused(picture, spoil):
    with pytest.raises(NotBaked):
        unbake_png(spoil(picture))


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<</Length 9/Type/EmbeddedFile/Filter/FlateDecode>>\nstream\nnonsense\n", EMPTY.encode()]
)
def test_a_paper_without_a_credential_is_refused(content):
    with pytest.raises(NotBaked):
        unbake_pdf(content)


TWICE = bake_svg(bake_svg(EMPTY, "{}").replace(f' xmlns:openbadges="{NAMESPACE}"', ""), "{}")


@pytest.mark.parametrize("content", [EMPTY.encode(), b"<svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", TWICE.encode()])
def test_an_svg_that_is_not_as_it_should_be_is_refused(content):
    with pytest.raises(NotBaked):
        unbake_svg(content)


@given(places=st.sets(st.integers(0, bits.SHORTEST - 1), max_size=50))
def test_a_list_says_of_each_place_whether_it_is_set(places):
    content = bits.unpacked(bits.packed(places))

    assert {place for place in [*places, 0, 1, bits.SHORTEST - 1] if bits.is_set(content, place)} == places & {
        *places,
        0,
        1,
        bits.SHORTEST - 1,
    }
    assert sum(byte.bit_count() for byte in content) == len(places)
    assert bits.packed(places) == bits.packed(sorted(places))


@pytest.mark.parametrize(
    "text",
    [
        None, 7, "", "u", "uAAAA", "z" + bits.packed([])[1:], bits.packed([])[:-9], "u§",
        "u" + base64.urlsafe_b64encode(gzip.compress(b"\0" * 100, mtime=0)).decode().rstrip("="),
        "u" + base64.urlsafe_b64encode(gzip.compress(b"\0" * 20_000_000, mtime=0)).decode().rstrip("="),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_and_a_bomb_is_not_unpacked(text):
    with pytest.raises(bits.NotAList):
        bits.unpacked(text)


def test_a_place_beyond_the_list_is_refused():
    with pytest.raises(bits.NotAList):
        bits.is_set(bits.unpacked(bits.packed([])), bits.SHORTEST)


@given(content=st.binary(min_size=32, max_size=32))
def test_a_key_as_text_is_the_key_again(content):
    text = multibase.encode(multibase.PUBLIC + content)

    assert multibase.decode(text, length=32, kind=multibase.PUBLIC) == content
    for wrong in (text[:-1], text + "1", "z1" + text[1:], text.upper(), text[1:], "z0OIl", None):
        with pytest.raises(multibase.NotMultibase):
            multibase.decode(wrong, length=32, kind=multibase.PUBLIC)

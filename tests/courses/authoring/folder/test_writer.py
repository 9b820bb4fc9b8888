from hypothesis import given
from hypothesis import strategies as st

from courses.authoring.folder.body import read_body
from courses.authoring.folder.containers import Reading
from courses.authoring.folder.document import Block, Item, Media
from courses.authoring.folder.paths import resolve
from courses.authoring.folder.writer import write_block

PATH = "en/01-people/01-lesson.md"
SIGNS = "abcЖї 01.,:;!?-*_`#|[](){}<>&\\\"'=+~^%$@/"
lines = st.text(alphabet=SIGNS, min_size=1, max_size=25).map(lambda text: " ".join(text.split())).filter(lambda text: text.strip())
texts = (
    st.lists(
        st.one_of(lines, st.sampled_from(["```", "## A", "- b", "::: tip", ":::", "", "| a | b |", "|---|---|", "    code"])),
        min_size=1,
        max_size=6,
    )
    .map("\n".join)
    .map(str.strip)
    .filter(bool)
)
ids = st.one_of(st.none(), st.sampled_from(["a", "who-decides", "x1"]))
flags = st.booleans()


def exercise(kind, **own):
    common = {"title": lines, "prompt": texts, "model_answer": st.one_of(st.just(""), texts), "is_required": flags, "is_private": flags}
    return st.builds(Block, st.just(kind), st.fixed_dictionaries({**common, **own}), ids)


def items(value, least=1):
    return st.lists(st.builds(Item, value), min_size=least, max_size=4)


cells = st.one_of(st.just(""), lines)
tables = st.integers(1, 3).flatmap(
    lambda width: st.fixed_dictionaries(
        {
            "rows": st.lists(st.lists(lines, min_size=width, max_size=width), min_size=2, max_size=3),
            "has_header": flags,
            "has_row_headers": flags,
        }
    )
)
blocks = st.one_of(
    st.builds(Block, st.just("markdown"), st.fixed_dictionaries({"text": texts}), ids),
    st.builds(Block, st.just("section"), st.fixed_dictionaries({"heading": lines}), ids),
    st.builds(
        Block, st.just("picture"), st.fixed_dictionaries({"image": st.just(Media("media/a b.svg")), "alt": lines, "caption": lines}), ids
    ),
    st.builds(
        Block, st.just("callout"), st.fixed_dictionaries({"kind": st.sampled_from(["tip", "case"]), "title": cells, "text": texts}), ids
    ),
    st.builds(Block, st.just("key_term"), st.fixed_dictionaries({"term": lines, "text": texts}), ids),
    st.builds(Block, st.just("checklist"), st.fixed_dictionaries({"title": cells, "items": items(lines)}), ids),
    st.builds(Block, st.just("table"), st.fixed_dictionaries({"caption": cells, "table": tables}), ids),
    exercise("long_text", rows=st.integers(2, 30)),
    exercise("choice", several=flags, options=items(lines, 2)),
    exercise("tick_list", items=items(lines)),
)


def read_back(text: str) -> tuple[list[Block], list[str]]:
    reasons: list[str] = []
    reading = Reading(
        lambda line, reason: reasons.append(f"{line}: {reason}"), lambda source, _line: Media(resolve(PATH, source.replace("%20", " ")))
    )
    return read_body(reading, text.split("\n"), first=1), reasons


@given(blocks)
def test_what_is_written_reads_back_as_one_block_without_a_mistake(block):
    found, reasons = read_back(f"{write_block(block, path=PATH)}\n\n## After\n")

    assert reasons == []
    assert [one.kind for one in found] == [block.kind, "section"]
    assert found[0].id == block.id


plain_words = st.text(alphabet="abcЖї 01.,!?", min_size=1, max_size=20).map(lambda text: f"w {text}".strip())


@given(
    st.one_of(
        st.builds(Block, st.just("callout"), st.fixed_dictionaries({"kind": st.just("tip"), "title": cells, "text": plain_words}), ids),
        st.builds(Block, st.just("section"), st.fixed_dictionaries({"heading": lines}), ids),
        st.builds(Block, st.just("checklist"), st.fixed_dictionaries({"title": cells, "items": items(lines)}), ids),
        st.builds(Block, st.just("key_term"), st.fixed_dictionaries({"term": lines, "text": plain_words}), ids),
        st.builds(
            Block,
            st.just("picture"),
            st.fixed_dictionaries({"image": st.just(Media("media/a b.svg")), "alt": lines, "caption": lines}),
            ids,
        ),
    )
)
def test_headings_titles_items_and_captions_read_back_word_for_word(block):
    found, reasons = read_back(write_block(block, path=PATH))

    assert (found, reasons) == ([block], [])


def test_options_after_a_list_stay_the_options():
    block = Block(
        "choice",
        {
            "title": "Which?",
            "prompt": "Think of:\n\n- one\n- two",
            "model_answer": "",
            "is_required": True,
            "is_private": False,
            "several": False,
            "options": [Item("A"), Item("B")],
        },
    )

    assert read_back(write_block(block, path=PATH)) == ([block], [])

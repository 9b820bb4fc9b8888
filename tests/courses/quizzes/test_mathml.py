import time

import pytest

from courses.quizzes.mathml import formulas_to_text


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("<mi>x</mi><mo>=</mo><mn>2</mn>", "x=2"),
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><msub><mi>a</mi><mi>i</mi></msub>", "x^2&lt;a_i"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "root(3; x)"),
        ("<mtable><mtr><mtd>1</mtd><mtd>0</mtd></mtr><mtr><mtd>0</mtd><mtd>1</mtd></mtr></mtable>", "1, 0; 0, 1"),
        ('<semantics><mi>x</mi><annotation encoding="application/x-tex">x</annotation></semantics>', "x"),
        ("<mfrac><mn>1</mn>", "1"),
        ("<mi>x</mi></mrow><mspace/>&lt;script&gt;", "x&lt;script&gt;"),
    ],
)
def test_a_formula_is_words_on_one_line(formula, words):
    assert formulas_to_text(f"A <MATH xmlns='x'>\n{formula}\n</MATH> b") == f"A {words} b"


def test_a_text_without_formulas_stays():
    assert formulas_to_text("<p>math</p>") == "<p>math</p>"


@pytest.mark.parametrize("html", ["<math><![</math>", "<math><![CDATA[x", "<math><!</math>", "<!-- <math>"])
def test_broken_formulas_never_fail(html):
    assert isinstance(formulas_to_text(html), str)


@pytest.mark.parametrize("piece", ["<math>", "<a ", "<![", '<a href="', "<!--", "<mrow>", "</math>"])
def test_formulas_without_end_are_read_in_a_moment(piece):
    began = time.process_time()

    formulas_to_text(f"</math><math>{piece * (200_000 // len(piece))}</math>")
    formulas_to_text(piece * (200_000 // len(piece)))

    assert time.process_time() - began < 5

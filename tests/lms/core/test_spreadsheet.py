"""Tables for spreadsheets: read back as they were, and nothing in them is calculated."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from lms.core.spreadsheet import as_csv, as_xlsx

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def sheets(data):
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in book}


def test_a_table_can_be_read_back_from_csv():
    text = as_csv([["Name", "Days"], ["Олена; «Гудзь»", 3], [None, 2.5], [date(2026, 11, 26), datetime(2026, 11, 26, 9, 5, tzinfo=UTC)]])

    assert text[0] == "\ufeff"
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == [
        ["Name", "Days"], ["Олена; «Гудзь»", "3"], ["", "2.50"], ["2026-11-26", "2026-11-26 09:05"]
    ]  # fmt: skip


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_is_calculated(text):
    rows = list(csv.reader(io.StringIO(as_csv([[text]])[1:], newline="")))
    book = load_workbook(io.BytesIO(as_xlsx([("Sheet", [[text]])])))

    assert rows == [[f"'{text}"]]
    assert book["Sheet"]["A1"].data_type == "s"
    assert book["Sheet"]["A1"].value.strip() == text.strip()


def test_a_table_can_be_read_back_from_xlsx():
    at = datetime(2026, 11, 26, 9, 5, tzinfo=UTC)

    data = as_xlsx([("Who: waits?", [["Name", "Days"], ["Олена", 3], ["bad\x00letter", 2.5]]), ("x" * 40, [[None, at]])])

    assert sheets(data) == {
        "Who  waits": [["Name", "Days"], ["Олена", 3], ["badletter", 2.5]],
        "x" * 31: [[None, datetime(2026, 11, 26, 9, 5)]],  # noqa: DTZ001 - a spreadsheet knows no zones
    }

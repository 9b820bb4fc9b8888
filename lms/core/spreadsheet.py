"""Tables as files for spreadsheets, with no cell that a spreadsheet would calculate: what begins like a formula is text (OWASP, "CSV
injection"). CSV is UTF-8 with the mark that spreadsheets look for, and a dot in numbers; XLSX keeps numbers, dates and texts apart."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | float | int | date | None
BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # what a cell of XLSX holds


def as_csv(rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_in_csv(cell) for cell in row] for row in rows)
    return BOM + text.getvalue()


def _in_csv(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, int | date):
        return str(value)
    return f"'{value}" if value.startswith(FORMULA) else value


def as_xlsx(sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]]) -> bytes:
    """A sheet for each (name, rows), written row by row. Times are written as the clock of their own zone shows them."""
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(title_of_sheet(name))
        for row in rows:
            sheet.append([_in_xlsx(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def title_of_sheet(name: str) -> str:
    """As spreadsheets allow it: 31 characters, without []:*?/\\."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in name)[:31].strip() or "1"


def _in_xlsx(sheet: object, value: Cell) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
    cell.data_type = "s"  # not "f", which it guesses from a leading =
    return cell


def download(data: str | bytes, name: str, content_type: str) -> HttpResponse:
    """Something to keep, never to be shown in the page's place."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""Tables with one utterance a row: .csv, .tsv and Excel's .xlsx.

The header names the columns; two columns without one are taken for who speaks and what is said.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.readers.archive import check_size
from scapolicy.readers.delimiter import stated_delimiter
from scapolicy.readers.document import Document, Spoken, Utterance, spoken_document
from scapolicy.readers.encoding import decode_transcript
from scapolicy.readers.markup import markup_fault
from scapolicy.readers.sheet.columns import (
    Columns,
    Row,
    columns_of,
    filled_cells,
    unnamed,
    unread_columns,
    utterances,
)
from scapolicy.readers.sheet.rows import formulas_without_value, parsed, sheets_of
from scapolicy.words import count_words

__all__ = ["read_csv", "read_tsv", "read_xlsx"]

_LABELLED = re.compile(r"[^\W\d_][^:：\n]{0,40}[:：](?:\s|$|(?<=：))")
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|meta|table|\?xml)", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_csv(data: bytes, file: str) -> Document:
    """Read a table of utterances in comma- or otherwise separated values.

    Raises:
        ScapolicyError: it is no such table, or none of its columns is known.

    """
    text, notices = decode_transcript(data, file)
    sign, line = stated_delimiter(text)
    rows = parsed(text[len(line) :], file, sign)
    return _document([("", rows)], file, notices)


def read_tsv(data: bytes, file: str) -> Document:
    """Read a table of utterances in values separated by tabs.

    Raises:
        ScapolicyError: it is no such table, or none of its columns is known.

    """
    text, notices = decode_transcript(data, file)
    return _document([("", parsed(text, file, "\t"))], file, notices)


def read_xlsx(data: bytes, file: str) -> Document:
    """Read the visible sheets of a workbook that hold utterances, in their order.

    Raises:
        ScapolicyError: it can't be opened, is too large, or none of its columns is known.

    """
    if _PAGE.match(data.removeprefix(b"\xef\xbb\xbf")):
        what, suffix = "a web page, or XML", ".html or .xml"
        raise ScapolicyError([problem("R36", at=file, what=what, suffix=suffix)])
    if data.startswith(_OLE):
        what, suffix = "a workbook of an older Excel, or locked by a password", ".xlsx"
        raise ScapolicyError([problem("R36", at=file, what=what, suffix=suffix)])
    check_size(data, file, "R30", ".xlsx")
    try:
        sheets = sheets_of(data, file)
        unread = formulas_without_value(data)
    except ScapolicyError:
        raise
    except Exception as error:  # noqa: BLE001  openpyxl lets any of its parsers' errors through
        said = str(error) or type(error).__name__
        raise ScapolicyError([markup_fault(said, file, "R30", ".xlsx")]) from None
    return _document(sheets, file, (problem("R71", count=unread),) if unread else ())


def _document(
    sheets: Sequence[tuple[str, list[Row]]], file: str, notices: Iterable[Problem]
) -> Document:
    told = list(notices)
    filled = [(name, rows) for name, rows in sheets if rows]
    known = [(name, rows, columns_of(rows)) for name, rows in filled]
    if not any(columns for _, _, columns in known):
        known = [(name, rows, unnamed(rows)) for name, rows in filled]
        if any(columns for _, _, columns in known):
            told.append(problem("R37", at=file))
    said: list[Utterance] = []
    for name, rows, columns in known:
        if columns is not None:
            said.extend(utterances(rows, columns))
            told.extend(_unread(rows, columns, file))
        elif len(filled) > 1:
            told.append(problem("R38", at=file, sheet=name))
    if filled and not any(columns for _, _, columns in known):
        if len(filled) == 1 and max(map(len, map(filled_cells, filled[0][1]))) == 1:
            return _apart([cell for row in filled[0][1] for cell in filled_cells(row)], told)
        names = [cell for cell in filled[0][1][0] if cell]
        raise ScapolicyError([problem("R35", at=file, found=listed(names, 12))])
    if said and not any(one.speaker or one.begin is not None for one in said):
        return _apart([one.text for one in said], told)
    return spoken_document(said, notices=told)


def _unread(rows: Sequence[Row], columns: Columns, file: str) -> Iterator[Problem]:
    """What of a table is not read: words above its header, and columns."""
    title = " ".join(cell for row in rows[: max(columns.first - 1, 0)] for cell in row)
    if words := count_words(title):
        yield problem("N04", words=words)
    if unread := unread_columns(rows, columns):
        yield problem("R43", at=file, columns=listed(unread, 8))


def _apart(said: Sequence[str], notices: Iterable[Problem]) -> Document:
    """A document of what nobody is named for: labels in it, or each row a turn of its own."""
    text = "\n\n".join(said) + "\n"
    told = tuple(notices)
    if 2 * sum(bool(_LABELLED.match(one)) for one in said) > len(said):
        return Document(text, notices=told)
    ends = accumulate(len(one) + 2 for one in said)
    spoken = (Spoken("", end - 2 - len(one), end - 2) for one, end in zip(said, ends, strict=True))
    return Document(text, spoken=tuple(spoken), notices=told)

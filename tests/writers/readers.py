"""Each format read back by a program that did not write it, as heads and rows."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Found = tuple[list[str], list[list[Any]]]


def separated(path: Path) -> Found:
    text = path.read_bytes().decode("utf-8")
    separator = "\t" if path.suffix == ".tsv" else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    head, *rows = [row or [""] for row in lines]
    return head, rows


def as_json(path: Path) -> Found:
    [table] = json.loads(path.read_bytes())["tables"]
    return table["columns"], [[row[name] for name in table["columns"]] for row in table["rows"]]


def parquet(path: Path) -> Found:
    import duckdb

    found = duckdb.sql(f"select * from read_parquet('{path}')")
    return list(found.columns), [list(row) for row in found.fetchall()]


def workbook(path: Path) -> Found:
    from openpyxl import load_workbook

    sheet = load_workbook(path).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return head, rows


def spss(path: Path) -> Found:
    import pyreadstat

    frame, about = pyreadstat.read_sav(path)
    return about.column_labels, frame.astype(object).where(frame.notna(), None).to_numpy().tolist()


def page(path: Path) -> Found:
    from lxml import html

    [table] = html.document_fromstring(path.read_bytes().decode("utf-8")).xpath("//table[thead]")
    head = [cell.text_content() for cell in table.xpath("thead/tr/th")]
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in table.xpath("tbody/tr")]
    return head, rows


def markdown(path: Path) -> Found:
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line[:2] == "| "]
    cells = [
        [re.sub(r"\\(.)", r"\1", cell) for cell in re.split(" [|] ", line[2:-2])] for line in lines
    ]
    return cells[0], cells[2:]


READERS: dict[str, Callable[[Path], Found]] = {
    ".csv": separated,
    ".tsv": separated,
    ".json": as_json,
    ".parquet": parquet,
    ".xlsx": workbook,
    ".sav": spss,
    ".html": page,
    ".md": markdown,
}

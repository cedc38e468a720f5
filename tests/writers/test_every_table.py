"""Every table that a command makes goes into every format."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import scapolicy as sp
from scapolicy.commands import main
from scapolicy.tables.table import is_undefined
from scapolicy.writers.formats import SEVERAL, SINGLE
from tests.analysis.study import shipped
from tests.writers.readers import READERS

COMMANDS = {
    "matrix": (),
    "findings": (),
    "frequencies": (),
    "crosstab": (),
    "cooccurrence": (),
    "compare": ("--group", "province=Rayong"),
    "framework": (),
    "kwic": (),
    "coverage": (),
    "qca": ("--outcome", "province=Rayong"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study") / "results"
    sp.write_results(shipped(), folder)
    return folder


@pytest.mark.parametrize("suffix", [*SINGLE, *SEVERAL])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_is_written(results: Path, tmp_path: Path, command: str, suffix: str) -> None:
    out = tmp_path / f"table{suffix}"
    arguments = [command, str(results), *COMMANDS[command], "-o", str(out)]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    written = [path for path in tmp_path.iterdir() if path.suffix == suffix]
    assert written
    assert all(path.stat().st_size for path in written)


DATA = (".csv", ".tsv", ".json", ".xlsx", ".parquet", ".sav")


def tables_of_numbers() -> Iterator[sp.Table]:
    coded, rayong = shipped(), {"province": ["Rayong"]}
    yield from (sp.matrix(coded, scale=one) for one in ("row-share", "per-1000-words"))
    yield sp.frequencies(coded)
    yield from sp.crosstab(coded)
    yield from (sp.cooccurrence(coded, measure=one) for one in ("jaccard", "lift"))
    yield from (one for one in sp.compare(coded, rayong).tables() if one.name != "passages")
    yield sp.coverage(coded)
    yield from sp.qca(coded, rayong).tables()


@pytest.mark.parametrize("suffix", DATA)
def test_each_format_for_data_has_the_same_numbers(suffix: str, tmp_path: Path) -> None:
    for each, table in enumerate(tables_of_numbers()):
        numbers = [
            (line, place, cell)
            for line, row in enumerate(table.rows)
            for place, cell in enumerate(row)
            if isinstance(cell, int | float) and not is_undefined(cell)
        ]
        assert numbers
        [path] = sp.export(table, tmp_path / f"{each}{suffix}")
        _, rows = READERS[suffix](path)
        assert [(line, place, float(rows[line][place])) for line, place, _ in numbers] == numbers


@pytest.mark.parametrize(
    ("scale", "whole"), [("row-share", 0), ("column-share", 1), ("per-1000-words", 2)]
)
def test_shares_and_rates_have_six_digits(scale: str, whole: int) -> None:
    coded = shipped()
    counts = [[int(cell) for cell in row[1:]] for row in sp.matrix(coded).rows]
    words: dict[str, int] = {}
    for one in coded.sources:
        case = one.attributes["province"]
        words[case] = words.get(case, 0) + one.words
    table = sp.matrix(coded, scale=scale)
    for row, numbers in zip(table.rows, counts, strict=True):
        columns = [sum(column) for column in zip(*counts, strict=True)]
        wholes = (
            [sum(numbers)] * len(numbers),
            columns,
            [words[str(row[0])] / 1000] * len(numbers),
        )
        for cell, number, of in zip(row[1:], numbers, wholes[whole], strict=True):
            assert cell == pytest.approx(number / of, rel=5.01e-6)


@pytest.mark.parametrize("suffix", [".md", ".html", ".tex"])
def test_what_is_read_has_few_digits(suffix: str, tmp_path: Path) -> None:
    table = sp.matrix(shipped(), scale="row-share")
    assert any(len(str(cell)) > len("0.12345") for row in table.rows for cell in row[1:])
    text = sp.export(table, tmp_path / f"t{suffix}")[0].read_text(encoding="utf-8")
    assert re.search(r"0\.0*[1-9]\d{3}\b", text)
    assert not re.search(r"\b0\.0*[1-9]\d{4}", text)

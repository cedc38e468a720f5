"""A file that scapolicy wrote is written over, and one that was changed since never."""

import io
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

import scapolicy as sp
from scapolicy.figures.drawing import FORMATS as PICTURES
from scapolicy.figures.drawing import render
from scapolicy.remnants import made_in
from scapolicy.table_files import write_over
from scapolicy.writers.formats import SEVERAL, SINGLE
from scapolicy.writers.mark import MARK, to_seal
from tests.analysis.study import shipped
from tests.programs import opened_in_office, program

TABLES = [one for one in (*SEVERAL, *SINGLE) if one not in (".csv", ".tsv")]
SMALL = sp.Table("one", ("case", "share"), (("Rayong", 0.25), ("", 1)), "A title", ("A note.",))


@cache
def study() -> sp.Coded:
    return shipped()


def picture(suffix: str) -> bytes:
    return render(sp.figure(study(), "heatmap"), suffix)[0]


@cache
def report(suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        results, path = Path(folder, "results"), Path(folder, f"report{suffix}")
        sp.write_results(study(), results)
        sp.write_report(results, path, passages=False)
        return path.read_bytes()


def table(suffix: str) -> bytes:
    several = SEVERAL.get(suffix)
    return several([SMALL], {"unit": "turn"}) if several else SINGLE[suffix](SMALL)


MADE: dict[str, Callable[[], bytes]] = {
    **{f"table{suffix}": partial(table, suffix) for suffix in TABLES},
    **{f"figure{suffix}": partial(picture, suffix) for suffix in PICTURES},
    **{f"report{suffix}": partial(report, suffix) for suffix in (".html", ".docx")},
}


@cache
def made(name: str) -> bytes:
    return MADE[name]()


def codes_of(path: Path, data: bytes) -> list[str]:
    """The problems when a file is written over, which is then as it was."""
    before = path.read_bytes()
    with pytest.raises(sp.ScapolicyError) as error:
        write_over(path, data)
    assert path.read_bytes() == before
    return [one.code for one in error.value.problems]


@pytest.mark.parametrize("name", MADE)
@given(
    part=st.floats(0, 1, exclude_max=True) | st.just(-1.0),
    near=st.integers(-30, 60),
    other=st.integers(1, 255),
    how=st.sampled_from(["change", "remove", "append"]),
)
@example(part=0.5, near=0, other=32, how="append")
def test_one_byte_that_is_another_is_enough_to_keep_a_file(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    part: float,
    near: int,
    other: int,
    how: str,
) -> None:
    """A part of -1 is around the seal itself, where the risk is."""
    data = made(name)
    around = data.rindex(MARK.encode()) + near
    place = min(around, len(data) - 1) if part < 0 else int(part * len(data))
    mine = bytearray(data)
    if how == "change":
        mine[place] ^= other
    elif how == "remove":
        del mine[place]
    else:
        mine.append(other)
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(mine)
    assert codes_of(path, data) in (["O02"], ["O03"])
    path.write_bytes(data)
    write_over(path, data)


@pytest.mark.parametrize("name", MADE)
def test_the_same_input_gives_the_same_bytes(name: str) -> None:
    report.cache_clear()
    assert MADE[name]() == made(name)


@pytest.mark.parametrize("suffix", TABLES)
def test_a_table_that_looks_like_a_seal_is_known_again_and_kept_as_it_is(
    suffix: str, tmp_path: Path
) -> None:
    said = to_seal()
    one = sp.Table("t", (said,), ((said,), ("x",)), said, (said,))
    [path] = sp.export(one, tmp_path / f"t{suffix}", {said: said})
    if suffix == ".parquet":
        assert pd.read_parquet(path)[said].tolist() == [said, "x"]
    sp.export(one, path, {said: said})
    path.write_bytes(path.read_bytes() + b" ")
    assert codes_of(path, b"") == ["O02"]


@pytest.mark.parametrize("name", ["table.xlsx", "report.docx"])
def test_what_libreoffice_saved_again_is_kept(name: str, tmp_path: Path) -> None:
    old = tmp_path / name
    old.write_bytes(made(name))
    path = opened_in_office(old, old.suffix[1:], tmp_path / "again")
    assert codes_of(path, made(name)) in (["O02"], ["O03"])


def test_what_python_docx_saved_again_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(made("report.docx"))
    word = docx.Document(str(path))
    word.add_paragraph("My own words.")
    word.save(str(path))
    assert codes_of(path, made("report.docx")) == ["O02"]
    assert list(made_in(tmp_path)) == [(path, True)]  # withdrawal has to find it all the same


def test_a_framework_is_no_table_to_write_over(tmp_path: Path) -> None:
    """Nobody edited it, but it may hold summaries from before."""
    path = tmp_path / "framework.xlsx"
    sp.write_framework(sp.framework(study()), path)
    before = path.read_bytes()
    with pytest.raises(sp.ScapolicyError):
        sp.export(SMALL, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("more", [b"\0", b" mine"])
def test_a_framework_that_is_longer_now_is_kept_beside(more: bytes, tmp_path: Path) -> None:
    path = tmp_path / "framework.xlsx"
    sp.write_framework(sp.framework(study()), path)
    assert sp.write_framework(sp.framework(study()), path) == ()
    mine = path.read_bytes() + more
    path.write_bytes(mine)
    [note] = sp.write_framework(sp.framework(study()), path)
    assert note.code == "X24"
    assert (tmp_path / "framework-earlier-1.xlsx").read_bytes() == mine


def test_other_programs_read_what_is_sealed(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made("table.xlsx"))).worksheets[0]
    assert sheet["A2"].value == "Rayong"
    assert docx.Document(io.BytesIO(made("report.docx"))).tables
    png = Image.open(io.BytesIO(made("figure.png")))
    png.verify()  # the sums of all parts
    assert str(png.info["Software"]).startswith(f"{MARK} [")
    path = tmp_path / "figure.pdf"
    path.write_bytes(made("figure.pdf"))
    command = [program("pdftotext"), str(path), "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "Rayong" in done.stdout
    assert not done.stderr

"""Files that are no dictionaries, or broken or hostile ones: refused with their lines, in time."""

import time
from pathlib import Path

import pytest

import scapolicy as sp


def refused(path: Path) -> list[tuple[str, int | None]]:
    with pytest.raises(sp.ScapolicyError) as caught:
        sp.import_codebook(path)
    assert {fault.file for fault in caught.value.problems} == {str(path)}
    return [(fault.code, fault.line) for fault in caught.value.problems]


HEADLESS = b"war*\t1\npeace\t2\n"
BROKEN = b"\nwords\n%\n1\ta\n01\tb\nc\td\n3\n4\t \n%\nwar\t1\n"
BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n" % (n, n, *[n - 1] * 9)
    for n in range(98, 107)
)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.dic", HEADLESS, [("C31", None)]),
        ("a.dic", b"%\n1\ta\nwar\t1\n", [("C31", None)]),
        ("a.dic", b"", [("C31", None)]),
        (
            "a.dic",
            BROKEN,
            [("C32", 2), ("C33", 5), ("C32", 6), ("C32", 7), ("C32", 8)],
        ),
        ("a.dic", b"%\n1\ta\n%\n", [("C36", 2), ("C44", None)]),
        ("a.dic", b"%\n1\ta\n%\nwar\x00\t1\n", [("R04", 4)]),
        ("a.dicx", b"word,A\nx,X\n", [("C46", 1)]),
        ("a.dicx", b'DicTerm,A\n"x,X\n', [("A06", 2)]),
        ("a.yml", BOMB, [("C18", None)]),
        ("a.yml", b"[" * 5000, [("C52", None)]),
        ("a.yml", b"a: [x\n", [("C01", 2)]),
        ("a.yml", b"", [("C41", 1)]),
        ("a.yml", b"- a\n", [("C41", 1)]),
        (
            "a.yml",
            b"a: [x, {b: y}]\nb: [[x]]\na: [y]\n'': [z]\n",
            [("C41", 1), ("C41", 2), ("C05", 3), ("C48", 4)],
        ),
        ("a.yml", b"a: !!python/object/apply:os.system [ls]\n", []),
        ("a.cat", b"\tx (1)\nA\n", [("C49", 1)]),
        ("a.lc3", b"x\n+A\ny\n", [("C49", 1)]),
        ("a.ykd", b"<dictionary/>", [("C44", None)]),
        ("a.ykd", b"<cnode name='a'/>", [("C55", 1)]),
        ("a.ykd", b"<dictionary><cnode><pnode name='x'/></cnode></dictionary>", [("C48", 1)]),
        ("a.ykd", b"<dictionary>\n<pnode name='x'/></dictionary>", [("C49", 2)]),
        ("a.ykd", b"<dictionary", [("R30", None)]),
        ("a.ykd", b"<!DOCTYPE d [<!ENTITY x 'y'>]><dictionary>&x;</dictionary>", [("R78", None)]),
        ("a.lcd", b"<dictionary/>", [("C30", None)]),
    ],
)
def test_what_can_t_be_imported_is_told_whole(
    tmp_path: Path, name: str, data: bytes, expected: list[tuple[str, int | None]]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    if expected:
        assert sorted(refused(path), key=lambda each: each[1] or 0) == sorted(
            expected, key=lambda each: each[1] or 0
        )
    else:
        assert "- ls" in sp.import_codebook(path).text


def test_a_codebook_of_scapolicys_own_is_no_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("title: T\ncodes:\n  - {id: a, rules: [{valence: barrier, terms: [x]}]}\n")
    assert refused(path) == [("C41", 3)]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "no.dic") == [("R01", None)]
    (tmp_path / "a.dic").mkdir()
    assert refused(tmp_path / "a.dic") == [("R08", None)]


LINES = 250_000


@pytest.mark.parametrize(
    "data",
    [
        b"%\n1\ta\n%\n" + b"".join(b"word%d\t1\n" % n for n in range(LINES)),
        b"%\n" + b"".join(b"%d\ta\n" % n for n in range(LINES)) + b"%\nx\t1\n",
        b"%\n1\ta\n%\n" + b" " * 10_000_000 + b"x",
        b"%\n1\ta\n%\n" + b"a*" * 5_000_000 + b"\t1\n",
        b"%\n1\ta\n%\nword\t" + b"9" * 10_000_000 + b"\n",
        b"%\n" + b"\t" * 10_000_000 + b"1\ta\n%\n:)\t1\n",
        b"%\n1\ta\n%\n" + b":)\t1\n" * LINES,
        b"%\n1\ta\n%\n" + b"caf\xe9\t7\n" * LINES,
        b"%" * 10_000_000,
        b"\n" * 10_000_000,
        b"x" * (13 << 20),
    ],
    ids=range(11),
)
def test_large_files_are_refused_in_seconds(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.dic"
    path.write_bytes(data)
    start = time.perf_counter()
    assert len(refused(path)) < 300
    assert time.perf_counter() - start < 30

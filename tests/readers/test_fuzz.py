"""Broken files of every format: read with true offsets, or refused with a message, nothing else.

`HYPOTHESIS_PROFILE=thorough` tries twenty times as many.
"""

import io
import random
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scapolicy.errors import ScapolicyError
from scapolicy.readers.folder import find_transcripts, read_source
from scapolicy.records import Source
from tests.readers.test_one_interview import FORMATS

# What means something to one format or another.
PIECES = (
    *(b"\0", b"\xff\xfe", b"\xe0\xb8", b"\r", b"\n\n", b"\t" * 50, b"9" * 30, b"A: " * 50),
    *(b"<", b">", b"&", b"{", b"}", b"[", b"]", b'"', b":", b"---\n", b"\\u-99999?"),
    *(b"00:00:", b"-->", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"),
)
CHANGES = ("byte", "piece", "gone", "again", "cut", "noise")


@cache
def sound(name: str) -> bytes:
    """An interview in a format, as it should be."""
    return FORMATS[name]()


def broken(data: bytes, rng: random.Random) -> bytes:
    """Bytes with something wrong in them."""
    out = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 4, 16])):
        at = rng.randrange(len(out) or 1)
        match rng.choice(CHANGES):
            case "byte":
                out[at : at + 1] = bytes([rng.randrange(256)])
            case "piece":
                out[at:at] = rng.choice(PIECES)
            case "gone":
                del out[at : at + rng.randrange(1, 40)]
            case "again":
                out[at:at] = out[at : at + rng.randrange(1, 400)] * rng.randrange(1, 6)
            case "cut":
                del out[at:]
            case "noise":
                out[at : at + 4] = rng.randbytes(4)
    return bytes(out)


def broken_inside(data: bytes, rng: random.Random) -> bytes:
    """An archive that is sound, with something wrong in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, broken(part, rng) if name == chosen else part)
    return out.getvalue()


def check(source: Source) -> None:
    """Turns are where they say, in order, and none in another."""
    end = 0
    for number, turn in enumerate(source.turns, 1):
        assert turn.number == number
        assert end <= turn.start <= turn.end
        assert source.text[turn.start : turn.end] == turn.text
        end = turn.end


@pytest.mark.parametrize("name", FORMATS)
@given(seed=st.integers(0, 2**64), inside=st.booleans())
def test_what_is_broken_is_read_truly_or_refused(
    name: str, seed: int, inside: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng = random.Random(seed)
    data = sound(name)
    packed = data.startswith(b"PK") and inside
    path = tmp_path_factory.getbasetemp() / "fuzz" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(broken_inside(data, rng) if packed else broken(data, rng))
    try:
        for file in find_transcripts([path]).files:
            check(read_source(file))
    except ScapolicyError as error:
        refused = error.problems
    else:
        return
    assert refused
    assert all(one.message and one.remedy for one in refused)


def test_what_is_sound_is_read(tmp_path: Path) -> None:
    for name in FORMATS:
        path = tmp_path / name
        path.write_bytes(sound(name))
        for file in find_transcripts([path]).files:
            check(read_source(file))

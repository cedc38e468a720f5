"""Lines whose cells are not all known yet, of whatever their other cells hold."""

from hypothesis import given
from hypothesis import strategies as st

from scapolicy.gaps import filled, with_gaps

TEXTS = st.text(max_size=4)
SOURCES = st.lists(st.lists(st.tuples(TEXTS, TEXTS), max_size=4), max_size=3)


@given(SOURCES, st.binary(max_size=4))
def test_gaps_are_filled_whatever_stands_around_them(
    sources: list[list[tuple[str, str]]], cells: bytes
) -> None:
    lines = [with_gaps([one for one, _ in said], [one for _, one in said]) for said in sources]
    whole = b"".join(
        b"%s%s%s\n" % (before.encode(), cells, after.encode())
        for said in sources
        for before, after in said
    )
    assert filled(b"".join(lines), cells) == whole

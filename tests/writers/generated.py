"""Tables as no study would have them: all scripts, quotes, formulas, gaps, large numbers."""

from hypothesis import strategies as st

from scapolicy.tables.table import Table

HARD = (
    "",
    "งบประมาณ ไม่เพียงพอ",
    'He said "no", twice.',
    "two\nlines",
    "=1+1",
    "+66 2",
    "-",
    "@SUM(A1)",
    "#N/A",
    "_x0041_",
    "007",
    "1e5",
    "<script>alert(1)</script>",
    "a & b | c \\ d",
    "$x$ 50% {y} ~ ^ # _",
    "[1] * -- ,, ''",
    "\u202eright to left",
    "ก" * 300,
    "👩‍🌾",
    " space around ",
    "true",
    "None",
    "2020-06-14",
)
texts = st.sampled_from(HARD) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\u2028\u2029"),
    max_size=20,
)
wholes = st.integers(-(10**20), 10**20) | st.integers(-100, 100)
floats = st.floats(-1e300, 1e300, allow_nan=False, allow_infinity=False, allow_subnormal=False)
columns = st.sampled_from(
    [texts, wholes, floats, wholes | floats, floats | st.just(""), texts | wholes]
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of a few rows, each column of one kind, or of several."""
    kinds = draw(st.lists(columns, min_size=1, max_size=5))
    names = draw(st.lists(texts.filter(str.strip), min_size=len(kinds), max_size=len(kinds)))
    rows = draw(st.lists(st.tuples(*kinds), max_size=6))
    notes = tuple(draw(st.lists(texts, max_size=2)))
    name = draw(texts)
    return Table(name, tuple(names), tuple(rows), draw(texts), notes)

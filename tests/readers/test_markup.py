"""XML that is broken, or made to do harm: told in words that a researcher understands."""

import io
import zipfile

import docx
import pytest

from scapolicy.errors import Problem, ScapolicyError
from scapolicy.readers import READERS

_DEEP = "<a>" * 300 + "</a>" * 300
_LONG = "<a>" + "x" * 11_000_000 + "</a>"
_LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 20}">' for at in range(8)
)
_MULTIPLY = _LAUGHS + "]><a b='&i;'/>"
_LOOP = "<!DOCTYPE a [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><a b='&a;'/>"
_UNSAFE = {
    _DEEP: "too deep in one another",
    _LONG: "far too long",
    _MULTIPLY: "entities that multiply",
    _LOOP: "entities that multiply",
}
_JARGON = ("XML_PARSE_HUGE", "xmlCtxt", "<string>", "column", "Open it in")


def fault(suffix: str, data: bytes) -> Problem:
    with pytest.raises(ScapolicyError) as caught:
        READERS[suffix](data, f"a{suffix}")
    (found,) = caught.value.problems
    return found


def word(body: str) -> bytes:
    whole, out = io.BytesIO(), io.BytesIO()
    docx.Document().save(whole)
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, body if name == "word/document.xml" else before.read(name))
    return out.getvalue()


@pytest.mark.parametrize("suffix", [".xml", ".eaf", ".trs", ".odt", ".docx"])
@pytest.mark.parametrize("made", _UNSAFE, ids=["deep", "long", "multiplying", "looping"])
def test_what_may_fill_all_memory_is_told_as_such(suffix: str, made: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("content.xml", made)
    data = {".odt": packed.getvalue(), ".docx": word(made)}.get(suffix, made.encode())
    found = fault(suffix, data)
    assert found.code == "R78"
    assert _UNSAFE[made] in found.message
    assert not [word for word in _JARGON if word in str(found)]


def test_what_is_broken_is_told_with_its_line() -> None:
    found = fault(".eaf", b"<TEI>\n<a></b></TEI>")
    assert found.code == "R30"
    assert "it is broken at line 2: " in found.message
    assert not [word for word in _JARGON[:-1] if word in str(found)]
    assert "it is empty" in fault(".eaf", b"").message


def test_entities_that_are_declared_are_no_reason_to_open_it() -> None:
    found = fault(".xml", b"<!DOCTYPE a [<!ENTITY x 'ha'>]><TEI>&x;</TEI>")
    assert found.code == "R78"
    assert "Open it" not in found.remedy

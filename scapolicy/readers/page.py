"""Web pages (.html, .htm): the paragraphs that a reader of the page sees."""

import codecs
import re
from dataclasses import replace
from typing import Any

from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.document import Document
from scapolicy.readers.encoding import decode, decode_transcript
from scapolicy.readers.markup import check_markup
from scapolicy.readers.paragraphs import Paragraphs
from scapolicy.readers.talk_table import table_document

_UNSEEN = frozenset(
    "script style head nav noscript template iframe object svg math button select datalist"
    " del rt rp audio video canvas map".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p pre"
    " section summary tbody tfoot thead ul caption".split()
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(
    rb"""<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?"""
)
_TAG = re.compile(rb"<[A-Za-z][^\s/>]*+((?:" + _ATTRIBUTE.pattern + rb")*+)")
_NO_MARKUP = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1[^>]*+(?:>|\Z)|\Z)", re.DOTALL | re.IGNORECASE
)
# The parser compares each attribute of an element with all others: many take it for ever.
_MOST_ATTRIBUTES = 500
# What browsers read under these names.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


def read_page(data: bytes, file: str) -> Document:
    """Read a web page: a blank line between its blocks, a tab between the cells of a row.

    A table that names its speakers gives a paragraph for each row, with the speaker before it.
    Nothing that it refers to is fetched.

    Raises:
        ScapolicyError: it is no text, too large, or nested too deeply to be read to its end.

    """
    text, notices = _decoded(data, file)
    out = _paragraphs(text, file)
    said = out.text()
    document = table_document(said, out.rows) or Document(said)
    return replace(document, notices=(*notices, *out.notices(file)))


def _decoded(data: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The page's text, which may not be in the encoding that it states."""
    stated = _CHARSET.search(data[:4096])
    if stated:
        try:
            return decode(data, file), ()
        except ScapolicyError:
            name = (stated[1] or stated[2]).decode("ascii", "replace")
        try:
            name = codecs.lookup(name.lower().replace("windows-", "cp")).name
            return decode_transcript(data, file, _MEANT.get(name, name))
        except (LookupError, ScapolicyError):
            pass
    return decode_transcript(data, file)


def _paragraphs(markup: str, file: str) -> Paragraphs:
    from lxml import etree, html  # 40 ms, and most folders hold no page

    content = markup.encode("utf-8", "replace")
    check_markup([content], file)
    if _crowded(content):
        content = _NO_MARKUP.sub(b"", content)  # in which a `<` may be less than, and no tag
    if _crowded(content):
        reason = f"an element has more than {_MOST_ATTRIBUTES} attributes"
        raise ScapolicyError([problem("R30", at=file, suffix=".html", reason=reason)])
    # A page has no entities of its own, so that nothing in it can multiply.
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    fatal = etree.ErrorLevels.FATAL
    try:
        root = etree.fromstring(content, parser)
        # Whatever else is wrong with a page is put right; this is where it is cut short.
        faults = [entry.message for entry in parser.error_log if entry.level == fatal]
    except etree.XMLSyntaxError as error:
        root, faults = None, [str(error)]
    if faults:
        raise ScapolicyError([problem("R30", at=file, suffix=".html", reason=faults[0].strip())])
    out = Paragraphs()
    if root is None:
        return out
    preformatted = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if _unseen(element):
                walker.skip_subtree()
                continue
            _open(out, tag)
            preformatted += tag == "pre"
            _say(out, element.text, preformatted)
        else:
            if not _unseen(element):
                _close(out, tag)
                preformatted -= tag == "pre"
            _say(out, element.tail, preformatted)
    return out


def _crowded(content: bytes) -> bool:
    """Whether an element has more attributes than the parser can bear."""
    tags = _TAG.finditer(content)
    return any(len(_ATTRIBUTE.findall(tag[1])) > _MOST_ATTRIBUTES for tag in tags)


def _unseen(element: Any) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or bool(_NO_DISPLAY.search(element.get("style", "")))
    )


def _open(out: Paragraphs, tag: str) -> None:
    if tag in _BLOCKS:
        out.end()
    elif tag == "table":
        out.open_table()
    elif tag == "tr":
        out.open_row()
    elif tag in {"td", "th"}:
        out.open_cell()
    elif tag == "br":
        out.say("\n")


def _close(out: Paragraphs, tag: str) -> None:
    if tag in _BLOCKS:
        out.end()
    elif tag == "table":
        out.close_table()
    elif tag == "tr":
        out.close_row()
    elif tag in {"td", "th"}:
        out.close_cell()


def _say(out: Paragraphs, words: str | None, preformatted: int) -> None:
    if words:
        out.say(words if preformatted else _SPACE.sub(" ", words))

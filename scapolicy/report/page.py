"""The page: one file that needs no other, opens without a network, and runs nothing it is told."""

import base64
import hashlib
from importlib import resources
from pathlib import Path

from scapolicy.codebook.load import load_codebook, shipped_codebooks
from scapolicy.errors import ScapolicyError, problem
from scapolicy.readers.journal import write_whole
from scapolicy.records import Codebook
from scapolicy.report.content import Content, content_of
from scapolicy.report.pictures import Shown, pictures
from scapolicy.report.results import Results, read_results
from scapolicy.writers.mark import MARK

_MARK = f'<!doctype html>\n<html lang="en" data-made="{MARK}">\n'.encode()
_SUFFIXES = (".html", ".htm")


def make_report(
    results: str | Path, *, codebook: str | Path | None = None, passages: bool = True
) -> bytes:
    """Make the page of a results folder.

    `codebook` is the one of the run, for its definitions; one that comes with scapolicy is found
    by itself. Without `passages` the page holds nothing of what was said.

    Raises:
        ScapolicyError: it is no results folder, or not as a run wrote it; the codebook is another.

    """
    found = read_results(Path(results), passages=passages)
    book = _codebook(found, codebook)
    shown: tuple[tuple[Shown, ...], str] = ((), "The run wrote no evidence to draw figures from.")
    if "codings.csv" in found.record["outputs"]:
        shown = pictures(Path(results), found.record["options"]["level"], said=passages)
    return _page(content_of(found, book, *shown, said=passages))


def write_report(
    results: str | Path,
    path: str | Path,
    *,
    codebook: str | Path | None = None,
    passages: bool = True,
) -> None:
    """Write the page of a results folder, over an earlier one, but over nothing else.

    Raises:
        ScapolicyError: as for `make_report`, or the file can't be written or holds other things.

    """
    path = Path(path)
    if path.suffix.lower() not in _SUFFIXES:
        suffix = path.suffix or "no suffix"
        raise ScapolicyError([problem("P06", at=str(path), suffix=suffix)])
    data = make_report(results, codebook=codebook, passages=passages)
    try:
        if path.exists() and not path.read_bytes().startswith(_MARK):
            raise ScapolicyError([problem("O03", at=str(path))])
        write_whole(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScapolicyError([problem("P08", at=str(path), reason=reason)]) from None


def _codebook(results: Results, given: str | Path | None) -> Codebook | None:
    """The codebook of the run: the one given, or one that comes with scapolicy, or none."""
    name, sha256 = results.record["codebook"]["name"], results.record["codebook"]["sha256"]
    if given is None and name not in shipped_codebooks():
        return None
    book = load_codebook(name if given is None else given)
    if book.sha256 == sha256:
        return book
    if given is None:
        return None
    raise ScapolicyError([problem("P07", at=str(given), name=name)])


def _page(content: Content) -> bytes:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # 60 ms, for this one command
    from markupsafe import Markup

    templates = Environment(
        loader=PackageLoader("scapolicy.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _part("page.css"), _part("page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    text = templates.get_template("page.html").render(
        content=content,
        data=Markup(content.data),  # noqa: S704  (escaped for where it stands)
        policy=policy,
        style=Markup(style),  # noqa: S704  (ours)
        script=Markup(script),  # noqa: S704  (ours)
    )
    return _MARK + text.encode()


def _part(name: str) -> str:
    return (resources.files("scapolicy.report") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What a browser compares with what stands inside the element."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"

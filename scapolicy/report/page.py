"""The page: one file that needs no other, opens without a network, and runs nothing it is told."""

import base64
import hashlib
from importlib import resources
from pathlib import Path

from scapolicy.report.content import Content
from scapolicy.report.gathered import gathered
from scapolicy.writers.mark import MARK

_MARK = f'<!doctype html>\n<html lang="en" data-made="{MARK}">\n'.encode()


def make_report(
    results: str | Path, *, codebook: str | Path | None = None, passages: bool = True
) -> bytes:
    """Make the page of a results folder.

    `codebook` is the one of the run, for its definitions; one that comes with scapolicy is found
    by itself. Without `passages` the page holds nothing of what was said.

    Raises:
        ScapolicyError: it is no results folder, or not as a run wrote it; the codebook is another.

    """
    return _page(gathered(results, codebook, passages=passages, picture=".svg")[1])


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

"""The page: one file that needs no other, opens without a network, and runs nothing it is told."""

import base64
import hashlib
from importlib import resources
from pathlib import Path

from scapolicy.analysis.compare import Conditions
from scapolicy.report.content import Content
from scapolicy.report.gathered import Made, Wanted, gathered
from scapolicy.writers.mark import MARK, sealed

_MARK = f'<!doctype html>\n<html lang="en" data-made="{MARK}">\n'


def make_report(
    results: str | Path,
    *,
    codebook: str | Path | None = None,
    passages: bool = True,
    group: Conditions | None = None,
    against: Conditions | None = None,
) -> bytes:
    """Make the page of a results folder.

    Args:
        results: the folder.
        codebook: the one of the run, for its definitions; one that comes with scapolicy is found
            by itself.
        passages: whether the page holds anything of what was said.
        group: the sources to compare with others, as for `compare`; no comparison unless given.
        against: those to compare them with, likewise.

    Raises:
        ScapolicyError: it is no results folder, or not as a run wrote it; the codebook is another;
            the groups can't be compared.

    """
    return page_report(results, Wanted(codebook, group, against, passages))[0]


def page_report(results: str | Path, wanted: Wanted) -> Made:
    """Make the page of a results folder; errors as for `make_report`."""
    content = gathered(results, wanted, picture=".svg")[1]
    return _page(content), content.told


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
    return sealed(_MARK + text)


def _part(name: str) -> str:
    return (resources.files("scapolicy.report") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What a browser compares with what stands inside the element."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"

"""Writes everything in the repository that is made from the code.

`python scripts/generate.py` makes the reference pages, the codebook schema, the golden files of the
tests and the output shown in the README again; with `--check` it writes nothing and exits 1 where
one of them is stale.
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from scapolicy.codebook import keys
from scapolicy.codebook.load import load_codebook
from scapolicy.codebook.schema import codebook_schema
from scapolicy.commands import main
from scapolicy.messages.every import MESSAGES
from scapolicy.readers.folder import read_transcripts
from scapolicy.run import code

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
GOLDEN = ROOT / "tests" / "golden"
MADE = "<!-- made by scripts/generate.py; do not edit -->\n"
_OUTPUT = re.compile(r"(<!-- output -->\n```text\n).*?(```\n<!-- end -->)", re.DOTALL)


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command of a group with its full name."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for own in command.list_commands(context):
            each = command.get_command(context, own)
            assert each is not None
            yield from commands(each, f"{name} {own}")


def cli_page() -> str:
    """The help of every command."""
    parts = [MADE, "# Command line\n"]
    for name, command in commands(main, "scapolicy"):
        context = click.Context(command, info_name=name, terminal_width=80)
        parts.append(f"## {name}\n\n```text\n{command.get_help(context)}\n```\n")
    parts.append(
        "## Exit status\n\n"
        "| status | meaning |\n| --- | --- |\n"
        "| 0 | done |\n"
        "| 1 | a check that was asked for came out negative |\n"
        "| 2 | bad usage or bad input |\n"
        "| 129 | stopped as its terminal closed; no results were changed |\n"
        "| 130 | stopped by Ctrl-C; no results were changed |\n"
        "| 143 | stopped by the system; no results were changed |\n"
    )
    return "\n".join(parts)


def messages_page() -> str:
    """The table of messages."""
    rows = [
        f"| {code} | {kind.severity} | {_cell(_in_plural(kind.message))} | {_cell(kind.remedy)} |"
        for code, kind in sorted(MESSAGES.items())
    ]
    head = ["# Messages\n", "`{…}` stands for what the message names.\n"]
    table = ["| code | kind | what is wrong | what to do |", "| --- | --- | --- | --- |", *rows]
    return "\n".join([MADE, *head, *table]) + "\n"


def keys_page() -> str:
    """The keys of a codebook file."""
    parts = [MADE, "# Keys of a codebook\n"]
    tables: tuple[tuple[str, tuple[keys.Key, ...]], ...] = (
        ("The file", keys.CODEBOOK),
        ("A category", keys.CATEGORY),
        ("A code", keys.CODE),
        ("A rule", keys.RULE),
        ("A condition", keys.CONDITION),
        ("A cue", keys.CUE),
        ("`findings`", keys.FINDINGS),
    )
    for title, table in tables:
        parts.append(f"## {title}\n\n| key | value | what it is for |\n| --- | --- | --- |")
        for key in table:
            name = f"`{key.name}`" + (" (required)" if key.required else "")
            parts.append(f"| {name} | {key.shape.value} | {_cell(key.about)} |")
        parts.append("")
    return "\n".join(parts)


def _in_plural(message: str) -> str:
    """A message with its numbers as if they were many."""
    return re.sub(r"\{(\w+):[^{}|]*\|([^{}]*)\}", r"{\1} \2", message)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def shipped_study() -> dict[str, str]:
    """What coding the shipped transcripts gives: the tables, and what is printed."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        arguments = ["code", str(ROOT / "transcripts"), "-o", folder]
        done = CliRunner().invoke(main, arguments, catch_exceptions=False)
        printed = done.stdout.partition("\nWritten to")[0]
        names = ("matrix.csv", "findings.csv", "frequencies.csv")
        files = {name: (out / name).read_text(encoding="utf-8") for name in names}
    return {**files, "printed.txt": printed}


def thai_beside_english() -> str:
    """For each factor, on how many turns of the interviews in both languages it is coded."""
    book = load_codebook("key-factors")
    coded = {
        folder: {
            (row.category, row.source, row.turn)
            for row in code(read_transcripts(ROOT / folder), book, unit="turn")
            .codings()
            .itertuples()
        }
        for folder in ("transcripts", "transcripts-th")
    }
    names = {source.name for source in read_transcripts(ROOT / "transcripts-th")}
    english = {key for key in coded["transcripts"] if key[1] in names}
    thai = coded["transcripts-th"]
    lines = ["category,both,english only,thai only"]
    for category in book.categories:
        counts = [
            sum(key[0] == category.id for key in keys)
            for keys in (english & thai, english - thai, thai - english)
        ]
        lines.append(",".join([category.id, *map(str, counts)]))
    return "\n".join(lines) + "\n"


def everything() -> dict[Path, str]:
    """Each generated file and what it must hold."""
    study = shipped_study()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    schema = json.dumps(codebook_schema(), indent=2, ensure_ascii=False) + "\n"
    return {
        REFERENCE / "cli.md": cli_page(),
        REFERENCE / "messages.md": messages_page(),
        REFERENCE / "codebook-keys.md": keys_page(),
        REFERENCE / "codebook.schema.json": schema,
        ROOT / "README.md": _OUTPUT.sub(lambda m: m[1] + study["printed.txt"] + m[2], readme),
        **{GOLDEN / name: text for name, text in study.items()},
        GOLDEN / "thai-beside-english.csv": thai_beside_english(),
    }


def run(*, check: bool) -> int:
    """Write what is stale, or with `check` only tell it."""
    stale = 0
    for path, text in everything().items():
        if path.exists() and path.read_bytes() == text.encode():
            continue
        stale += 1
        print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(run(check="--check" in sys.argv[1:]))

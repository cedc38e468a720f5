"""`scapolicy codebook`: check and show codebooks."""

import json

import click

from scapolicy.commands.suggest import suggest_command
from scapolicy.commands.telling import page, say, tell
from scapolicy.errors import counted


@click.group("codebook")
def codebook_command() -> None:
    """Check, read and import codebooks."""


@codebook_command.command("check")
@click.argument("file", metavar="FILE")
def check_command(file: str) -> None:
    """Find every problem of a codebook at once.

    FILE is a YAML file, or the name of a codebook that comes with scapolicy. Exits 1 where
    anything is found: an error, for which the codebook can't be used, or a warning.
    """
    from scapolicy.codebook.load import check_codebook, has_errors, load_codebook

    problems = check_codebook(file)
    for fault in problems:
        tell(f"{fault.severity}: {fault}", err=False)
    if problems:
        errors = sum(has_errors([fault]) for fault in problems)
        warnings = counted(len(problems) - errors, "warning")
        say(f"{counted(errors, 'error')}, {warnings}")
        click.get_current_context().exit(1)
    book = load_codebook(file)
    codes = [code for category in book.categories for code in category.codes]
    rules = sum(len(code.rules) for code in codes)
    size = f"{counted(len(codes), 'code')}, {counted(rules, 'rule')}"
    say(f"{book.title} {book.version}: {size}, no problems")


@codebook_command.command("show")
@click.argument("name", metavar="NAME|FILE")
def show_command(name: str) -> None:
    """Print a codebook to read.

    With its definitions, when to use each code, and its rules.
    """
    from scapolicy.codebook.load import load_codebook
    from scapolicy.codebook.text import codebook_text

    page(codebook_text(load_codebook(name)))


@codebook_command.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of codebook files, for editors."""
    from scapolicy.codebook.schema import codebook_schema

    say(json.dumps(codebook_schema(), indent=2, ensure_ascii=False))


@codebook_command.command("import")
@click.argument("file", metavar="FILE")
@click.option("-o", "--out", required=True, metavar="BOOK.yaml", help="A new file.")
@click.option("--encoding", default="", metavar="NAME", help="The encoding of FILE, if not UTF-8.")
def import_command(file: str, out: str, encoding: str) -> None:
    """Make a codebook of another program's dictionary.

    FILE is a dictionary of quanteda (YAML), LIWC (.dic, .dicx), WordStat (.cat), Lexicoder (.lc3)
    or Yoshikoder (.ykd). What can't be taken over is told, and stands as comments at the
    codebook's end.
    """
    from scapolicy.codebook.foreign.load import import_codebook, write_codebook

    book = import_codebook(file, encoding)
    write_codebook(book, out)
    number = counted(book.categories, "category", "categories")
    categories = f"{number}, " if book.categories else ""
    left_out = f"; {book.left_out:,} left out" if book.left_out else ""
    entries = counted(book.entries, "entry", "entries")
    say(f"{categories}{counted(book.codes, 'code')}, {entries}{left_out}")
    say(f"Written: {out}")
    for notice in book.notices:
        tell(f"note: {notice}")


codebook_command.add_command(suggest_command)

"""`scapolicy framework`: cases by factors with the passages, to read and to summarise."""

from pathlib import Path

from scapolicy.commands.tables import by_option, deliver, level_option, load, table_command
from scapolicy.commands.telling import say


@table_command("framework")
@by_option
@level_option
def framework_command(
    results: str,
    where: tuple[str, ...],
    out: str | None,
    by: tuple[str, ...],
    level: str | None,
) -> None:
    """Put the passages of each factor in each case side by side.

    RESULTS is a folder that `scapolicy code` wrote. In an .xlsx file there is a cell for a summary
    beside the passages of each; made again over that file, the summaries that you wrote are kept.
    """
    from scapolicy.analysis.framework import framework
    from scapolicy.analysis.framework_file import write_framework
    from scapolicy.commands.passages import show_passages
    from scapolicy.commands.view import show_notes

    coded = load(results, where)
    made = framework(coded, by, level=level)
    if out is None:
        show_passages(made.passages, made.passages.columns[: made.by + 1])
    elif Path(out).suffix.lower() == ".xlsx":
        notes = write_framework(made, out)
        say(f"Written to {out}")
        show_notes(notes)
    else:
        deliver(made.tables(), out, coded)

"""`scapolicy init`: settings for a folder of transcripts, from what is found in it."""

import click

from scapolicy.commands.telling import say, tell


@click.command("init")
@click.argument("folder", metavar="FOLDER")
def init_command(folder: str) -> None:
    """Write a scapolicy.toml for a folder of transcripts, from what is found there.

    Read it, and correct it. A file that is there already is left as it is.
    """
    from scapolicy.setup import write_settings

    path, unreadable = write_settings(folder)
    say(f"Written: {path}")
    for fault in unreadable:
        tell(fault)

"""Runs scapolicy from a checkout: `python cli.py code transcripts/`."""

from scapolicy.commands import main

if __name__ == "__main__":
    main(prog_name="scapolicy")

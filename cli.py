"""Runs scapolicy from a checkout: `python cli.py code transcripts/`."""

from scapolicy.__main__ import entry

if __name__ == "__main__":
    entry()

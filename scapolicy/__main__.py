"""`python -m scapolicy`."""

from scapolicy.commands import entry

if __name__ == "__main__":
    entry()

"""`python -m scapolicy`, and the installed command."""

import sys
from contextlib import suppress

from scapolicy.stopping import STOPPED, status_of


def entry() -> None:
    """Run the command line; Ctrl-C is answered while its modules are loaded, too."""
    try:
        from scapolicy.commands import entry

        entry()
    except KeyboardInterrupt as stop:
        with suppress(OSError):  # its terminal may be gone
            sys.stderr.write(f"{STOPPED}\n")
        sys.exit(status_of(stop))


if __name__ == "__main__":
    entry()

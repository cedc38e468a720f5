"""How the program ends when it is told to: by Ctrl-C, or by the system."""

import signal

EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143
STOPPED = "Stopped; no results were changed."


class Terminated(KeyboardInterrupt):
    """The system asks the program to end: as Ctrl-C does, but with another status."""


def stop_once() -> None:
    """Have both raise once, and no more: who presses Ctrl-C twice must not cut off the tidying up.

    Where Ctrl-C is ignored, as in the background, it stays so.
    """
    signal.signal(signal.SIGTERM, _terminate)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def _interrupt(*_: object) -> None:
    _ignore_more()
    raise KeyboardInterrupt


def _terminate(*_: object) -> None:
    _ignore_more()
    raise Terminated


def _ignore_more() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def status_of(stop: KeyboardInterrupt) -> int:
    """The exit status of a program that was stopped."""
    return EXIT_TERMINATED if isinstance(stop, Terminated) else EXIT_INTERRUPTED

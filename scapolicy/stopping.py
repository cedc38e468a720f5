"""How the program ends when it is told to: by Ctrl-C, by the system, or as its terminal closes."""

import signal

STOPPED = "Stopped; no results were changed."
FROM_TERMINAL = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)
)
"""What a terminal sends to all processes of a command; Windows has no SIGHUP."""

STOPPING = (*FROM_TERMINAL, signal.SIGTERM)
_ON_TOP = 128
"""What a shell adds to a signal's number for the status of what it ended."""


class Terminated(KeyboardInterrupt):
    """The system asks the program to end: as Ctrl-C does, but with another status."""

    def __init__(self, sign: int) -> None:
        super().__init__()
        self.sign = sign


def stop_once() -> None:
    """Have each raise once, and no more: who presses Ctrl-C twice must not cut off the tidying up.

    What is ignored, as Ctrl-C in the background or the terminal's end under `nohup`, stays so.
    """
    for sign in STOPPING:
        if signal.getsignal(sign) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(sign, _stop)


def _stop(sign: int, _: object) -> None:
    for one in STOPPING:
        signal.signal(one, signal.SIG_IGN)
    if sign == signal.SIGINT:
        raise KeyboardInterrupt
    raise Terminated(sign)


def status_of(stop: KeyboardInterrupt) -> int:
    """The exit status of a program that was stopped."""
    return _ON_TOP + (stop.sign if isinstance(stop, Terminated) else signal.SIGINT)

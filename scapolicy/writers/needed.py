"""Packages that only some formats need, and that a user may not have installed."""

from importlib import import_module
from typing import Any

from scapolicy.errors import ScapolicyError, problem


def needed(module: str, what: str) -> Any:
    """A module, imported where it is first used.

    Raises:
        ScapolicyError: its package is not installed.

    """
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise ScapolicyError([problem("X03", what=what, package=package)]) from None

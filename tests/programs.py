"""Programs of the system that some tests need; CI installs them, and then none may be missing."""

import os
import shutil

import pytest


def program(*names: str) -> str:
    """The path of the first of these programs that is here; the test is skipped without one."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        absent(f"{names[0]} is not installed")
    return str(found)


def absent(reason: str) -> None:
    """Skip a test, or fail it where everything was said to be installed."""
    if os.environ.get("ALL_PROGRAMS"):
        pytest.fail(reason)
    pytest.skip(reason)

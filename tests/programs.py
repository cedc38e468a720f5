"""Programs of the system that some tests need; CI installs them, and then none may be missing."""

import os
import shutil
import subprocess
from pathlib import Path

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


def opened_in_office(document: Path, suffix: str, folder: Path) -> Path:
    """A document that LibreOffice has opened and saved in a folder as another kind of file.

    Each call has a profile of its own: two of one profile at once get into each other's way.
    """
    office = program("soffice", "libreoffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    to = ["--convert-to", suffix, "--outdir", str(folder), str(document)]
    subprocess.run(
        [office, "--headless", profile, *to], check=True, capture_output=True, timeout=180
    )
    return folder / f"{document.stem}.{suffix}"

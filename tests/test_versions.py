"""Versions of packages, as the standard library tells them."""

from importlib import metadata
from pathlib import Path

import pytest

from scapolicy import versions
from scapolicy.own_code import _LIBRARIES
from scapolicy.versions import version_of


@pytest.mark.parametrize("package", ["scapolicy", *_LIBRARIES])
def test_they_are_those_of_the_standard_library(package: str) -> None:
    try:
        expected = metadata.version(package)
    except metadata.PackageNotFoundError:
        expected = ""
    assert version_of(package) == expected


@pytest.mark.parametrize(
    ("folder", "file", "text", "version"),
    [
        (
            "some_thing-1.0.dist-info",
            "METADATA",
            "Name: some-thing\nVersion: 1.0\n\nVersion: 9",
            "1.0",
        ),
        ("Some.Thing-1.0-py3.11.egg-info", "PKG-INFO", "Version: 1.0rc1\n", "1.0rc1"),
        ("some_thing.egg-info", "PKG-INFO", "Metadata-Version: 2.1\nVersion:  2  \n", "2"),
        ("some_thing-1.0.dist-info", "RECORD", "Version: 1.0\n", ""),
        ("some_thing_else-1.0.dist-info", "METADATA", "Version: 1.0\n", "3"),
    ],
)
def test_the_first_place_counts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    file: str,
    text: str,
    version: str,
) -> None:
    for name, inside, said in (
        (f"first/{folder}", file, text),
        ("later/some_thing-3.dist-info", "METADATA", "Version: 3\n"),
    ):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / inside).write_text(said)
    places = [str(tmp_path / name) for name in ("gone", "first", "later")]
    monkeypatch.setattr(versions.sys, "path", places)
    version_of.cache_clear()
    assert version_of("Some-Thing") == version
    version_of.cache_clear()

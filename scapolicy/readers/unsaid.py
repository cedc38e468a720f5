"""What stands in a document and is no speech: counted, so that it can be told."""

from collections.abc import Mapping

from scapolicy.errors import Problem, problem


def told_unsaid(counts: Mapping[str, int], file: str) -> tuple[Problem, ...]:
    """A note on what was passed over, if anything was; `counts` goes by its name for one.

    >>> told_unsaid({"comment": 2, "footnote": 1}, "a.docx")[0].message
    'not read as speech: 2 comments, 1 footnote'
    """
    parts = [f"{count} {name}{'s' * (count > 1)}" for name, count in counts.items() if count]
    return (problem("R66", at=file, parts=", ".join(parts)),) if parts else ()

"""Messages of a run that quote nothing of what was said."""

from collections.abc import Mapping

# Those that may quote a transcript are left out, and so is any that comes to be added: a message
# has to be looked at before it stands here.
_QUIET = frozenset(
    "N01 N02 N03 N04 N05 N06 N07 N10 N15 N20 N21 N22 N23 R01 R02 R03 R04 R05 R06 R07 R08 R15 R17"
    " R22 R23 R33 R34 R42 R50 R51 R52 R53 R54 R56 R57 R58 T08 T09 T11".split()
)
_HIDDEN = "a message that may quote the transcript, left out here"


def quiet(message: str, code: str) -> str:
    """A message as it is told to those who may not see what was said."""
    return message if code in _QUIET else _HIDDEN


def guide_fields(*, examples: bool) -> Mapping[str, str]:
    """The parts of a definition that are shown, with what they are called.

    An example may be a quotation from an interview.
    """
    fields = {
        "definition": "",
        "when_to_use": "When to use",
        "when_not_to_use": "When not to use",
        "example": "Example",
        "source": "Source",
    }
    return fields if examples else {key: fields[key] for key in fields if key != "example"}

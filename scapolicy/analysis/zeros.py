"""What it means that a factor is nowhere in some sources: not said, not asked, or nobody there."""

from collections.abc import Sequence

from scapolicy.records import Codebook, CodedSource, Level

NOT_ASKED = "not asked"
NO_TRANSCRIPT = "no transcript"


def zero_told(
    sources: Sequence[CodedSource], codebook: Codebook, level: Level, factor: str
) -> str | None:
    """`no transcript` where there is no source, `not asked` where no interviewer speaks of it.

    Returns:
        None where the factor was asked about: it then is a zero in earnest.

    """
    if not sources:
        return NO_TRANSCRIPT
    asked = {code for source in sources for code in source.asked}
    if level is Level.CATEGORY:
        category = {one.id: cat.id for cat in codebook.categories for one in cat.codes}
        asked = {category[code] for code in asked}
    return None if factor in asked else NOT_ASKED

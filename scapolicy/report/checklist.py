"""What reporting standards for qualitative work ask, and where it stands in a report.

COREQ: Tong, Sainsbury and Craig 2007, *International Journal for Quality in Health Care* 19(6),
pp. 349-357. SRQR: O'Brien and others 2014, *Academic Medicine* 89(9), pp. 1245-1251. The topics
are in our words; read the standards themselves before you hand a checklist in.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from scapolicy.errors import counted

AUTHOR = "for the author to state"

_COREQ = (
    "Who interviewed",
    "The interviewer's credentials",
    "The interviewer's occupation at the time",
    "The interviewer's gender",
    "The interviewer's experience and training",
    "Whether interviewer and informants knew each other before",
    "What informants knew of the interviewer",
    "What of the interviewer may have had a bearing",
    "Methodological orientation and theory",
    "How informants were selected",
    "How informants were approached",
    "How many took part",
    "Who refused or dropped out, and why",
    "Where the data were collected",
    "Whether others were present",
    "Who the informants are",
    "Interview guide, and whether it was tried out",
    "Whether interviews were repeated",
    "Recording",
    "Field notes",
    "How long interviews took",
    "Saturation",
    "Whether transcripts went back to informants",
    "How many coded",
    "The coding tree",
    "Whether themes were set in advance or came from the data",
    "Software",
    "Whether informants gave feedback on the findings",
    "Quotations, each with its informant",
    "Whether data and findings agree",
    "Major themes",
    "Minor themes and diverse cases",
)
_SRQR = (
    "Title",
    "Abstract",
    "The problem",
    "Purpose or question",
    "Approach and paradigm",
    "The researchers and what they bring along",
    "Context",
    "Sampling",
    "Ethics",
    "How data were collected",
    "Instruments of collection",
    "The units of study",
    "How data were processed",
    "How data were analysed",
    "What makes it trustworthy",
    "Findings and interpretation",
    "Evidence linked to the findings",
    "What it adds to earlier work",
    "Limits",
    "Conflicts of interest",
    "Funding",
)


class Item(NamedTuple):
    """What a standard asks under a number, and where it stands."""

    number: str
    topic: str
    where: str


def checklist(record: Mapping[str, Any], *, passages: bool) -> dict[str, list[Item]]:
    """The items by the standard's name; `passages` says whether the report shows them."""
    sources, left_out = len(record["inputs"]), len({one["source"] for one in record["left_out"]})
    book = record["codebook"]
    quoted = "Passages, each with its source and speaker" if passages else AUTHOR
    done = f"rules of {book['title']} {book['version']}, by scapolicy {record['scapolicy']}"
    coreq = {
        12: f"Overview: {counted(sources, 'source')}; how many informants is {AUTHOR}",
        13: f"Overview: {left_out:,} left out, with reasons; earlier refusals are {AUTHOR}",
        24: "none: rules did; agreement with people is measured by `scapolicy evaluate`",
        25: "Codebook",
        26: "in advance: Codebook",
        27: f"Methods: {done}",
        29: quoted,
        30: "Factors and findings: each cell opens its passages" if passages else AUTHOR,
        31: "Factors and findings",
        32: "Frequencies: the codes below each category",
    }
    srqr = {
        9: f"Overview: who gave no consent is left out; approval is {AUTHOR}",
        12: f"Overview: {counted(sources, 'source')}; the unit is the {record['options']['unit']}",
        13: "Methods: versions and hashes of all files",
        14: f"Methods: {done}",
        15: "Methods: the run can be made again and compared (`scapolicy verify`)",
        16: "Factors and findings; what they mean is " + AUTHOR,
        17: quoted,
    }
    return {
        "COREQ": [Item(str(n), one, coreq.get(n, AUTHOR)) for n, one in enumerate(_COREQ, 1)],
        "SRQR": [Item(f"S{n}", one, srqr.get(n, AUTHOR)) for n, one in enumerate(_SRQR, 1)],
    }

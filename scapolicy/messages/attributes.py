"""Attributes of sources, and the settings of a folder."""

from scapolicy.messages.kind import Kind, note, warning

MESSAGES: dict[str, Kind] = {
    "T01": warning("there is only one turn", "See whether the labels of speakers are understood."),
    "T02": warning(
        "{speaker!r} says {words:word|words} in all", "See whether it is a speaker, or misspelt."
    ),
    "T03": warning("it says the same as {other}", "Keep one of the two."),
    "T04": warning("its date, {date}, is still to come", "Correct the date."),
    "T05": warning(
        "a good part of it is in another script", "See whether a translation stands in it too."
    ),
    "T06": warning("{date!r} is no date that can be compared", "Write it as 2020-06-14."),
    "T07": warning(
        "it says that its language is {stated!r}, and reads as {detected!r}", "Correct `language`."
    ),
    "T08": warning("consent is not stated", "State `consent: true` or `consent: false`."),
    "T09": warning(
        "consent is asked for, and not stated: it is left out",
        "State `consent: true` where it was given.",
    ),
    "T10": note(
        "its {what} does not fit {pattern!r}, and tells no attributes",
        "Rename it, or state them in its head or in attributes.csv.",
    ),
    "T11": note(
        "it was read as {encoding}, as scapolicy.toml says, though it fits UTF-8 too",
        "See which of the two is right, and correct `encoding` or `[encodings]`.",
    ),
    "T12": warning(
        "consent {said!r} is no plain yes: it is left out",
        "State `consent: true` or `consent: false`.",
    ),
}

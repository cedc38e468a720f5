"""Codings of people, and agreement between coders."""

from scapolicy.messages.kind import Kind, error, note, warning

MESSAGES: dict[str, Kind] = {
    "E10": error("there is no column {name!r}", "The columns here are: {found}."),
    "E11": error("{value!r} is not the number of a {unit}", "Write a whole number from 1 on."),
    "E12": error("{value!r} is no valence{hint}", "The valences are: {known}."),
    "E13": error("this row names no source", "Write the transcript's name, or remove the row."),
    "E14": error(
        "this row has a valence ({value}) but no category", "Name the category that it speaks of."
    ),
    "E15": error(
        "this row names no coder, though others do", "Name the coder in every row, or in none."
    ),
    "E16": error(
        "there is only one coder here ({coder})",
        "Give a second file, or one whose column `coder` names several.",
    ),
    "E17": error(
        "there is no codings.csv in this folder",
        "Give a results folder, or a file; where it was made with --tables-only, code again"
        " without.",
    ),
    "E18": error(
        "there is no transcript {name!r}{hint}",
        "Correct the name, or give the folder that it lies in with --transcripts.",
    ),
    "E19": error(
        "transcript {name!r} has no turn {number}; its last is {last}",
        "Number the turns from 1, the interviewer's included.",
    ),
    "E20": error("the file can't be written here ({reason})", "Choose another file with -o."),
    "E21": error(
        "scapolicy can't write this kind of table ({suffix})", "Give the file one of: {known}."
    ),
    "E22": error("this file is given twice", "Give each coder's file once."),
    "E23": note("undefined: {figures} ({reason})"),
    "E24": note(
        "coders agree on {percent} or more, but nearly all values are {value!r}, of which chance"
        " alone would explain most; so kappa and alpha are far below AC1",
        "Give agreement, prevalence and AC1 beside them, and code more units of the rarer kind.",
    ),
    "E25": note("only {coder} put this category{hint}", "See whether the others spell it so."),
    "E26": note(
        "{coder} has no row in {sources}; all of it counts as absent",
        "If {coder} did not read it, compare with --unseen missing.",
    ),
    "E27": error(
        "transcripts say which turns there are, but not which segments",
        "Compare by turn, or without --transcripts.",
    ),
    "E30": error(
        "the gold standard has no rows", "List the units that were read, one row a category."
    ),
    "E31": error(
        "this file holds the codings of several coders ({coders})",
        "Give a file with those of one of them.",
    ),
    "E32": note("not in the gold standard, and so not compared: {units} with codings"),
    "E33": warning(
        "no coding stands in {sources}, which the gold standard names: all of it counts as missed",
        "See whether the sources are called alike in both files.",
    ),
    "E34": note(
        "{categories}: only in the gold standard", "See whether the categories are spelt alike."
    ),
    "E35": error("there is no category {name!r}{hint}", "The categories are: {known}."),
    "E36": error(
        "this file is empty",
        "Give one with a header and codings; a coder who put none keeps the header.",
    ),
}

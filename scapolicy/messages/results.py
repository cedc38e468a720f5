"""The results folder, reports, and what differs between two runs."""

from scapolicy.messages.kind import Kind, error, note, warning

MESSAGES: dict[str, Kind] = {
    "O01": error("the results can't be written here ({reason})", "Choose another folder with -o."),
    "O02": error(
        "this file was changed after scapolicy wrote it, and would be lost",
        "Rename or move it to keep it, or choose another place with -o, and run again.",
    ),
    "O03": error(
        "nothing shows that scapolicy wrote this file, and it would be lost",
        "Rename or move it to keep it, or choose another place with -o, and run again.",
    ),
    "O04": error(
        "this folder is not empty, or not a folder", "Give a new folder for the transcripts."
    ),
    "O05": error(
        "nothing can be written to an address", "Give a place on this machine, and copy it there."
    ),
    "O06": error(
        "this is a file of the results in its folder, which nothing would read any more",
        "Choose another name with -o.",
    ),
    "P01": error(
        "there is no run.json in this folder", "Give a folder that `scapolicy code` wrote."
    ),
    "P02": error(
        "this is not as a run of scapolicy writes it", "Code the transcripts again, and try again."
    ),
    "P03": error("this file of the results is missing", "Code the transcripts again."),
    "P04": error(
        "this file was changed after the run wrote it, so the results may contradict each other",
        "Move it elsewhere to keep it, and code the transcripts again.",
    ),
    "P05": error(
        "the results are larger than {limit} MB, more than a page can show",
        "Leave the passages out with --no-passages, or code a part of the transcripts.",
    ),
    "P06": error(
        "a report can't be written as this kind of file ({suffix})", "End it in .html or .docx."
    ),
    "P07": error(
        "this is not the codebook of the run, which used {name!r}, or it was changed since",
        "Give the file that the run used, or code the transcripts again.",
    ),
    "P08": error("the report can't be written here ({reason})", "Choose another file with -o."),
    "P10": error(
        "there is something to compare with, but no group to compare",
        "Give the group with --group, as for `scapolicy compare`.",
    ),
    "P11": error(
        "these are results of several runs, as of several codebooks, each in a folder of its own",
        "Give one of: {folders}.",
    ),
    "P12": note(
        "the definitions of the codebook {name!r} are not in this report",
        "Give its file with --codebook.",
    ),
    "V01": warning("this file of the results is missing", "Code the transcripts again."),
    "V02": warning(
        "this file of the results was changed after the run wrote it",
        "Take it from a copy, or code the transcripts again.",
    ),
    "V03": warning("{what} was changed", ""),
    "V04": warning("{what} is not there any more", ""),
    "V05": warning("{what} is new", ""),
    "V06": warning("this transcript was coded, and is left out now: {why}", ""),
    "V07": warning("this transcript was left out ({why}), and is coded now", ""),
    "V08": warning("{what} was {before}, and is {after} now", ""),
    "V09": warning("the codebook was changed, though it still calls itself version {version}", ""),
    "V10": warning("made again, this file of the results comes out otherwise", ""),
    "V11": warning("the record of the run says otherwise of: {parts}", ""),
    "V12": note("the older record does not tell {parts}; what is usual was taken"),
    "V13": error(
        "the run used a codebook {name!r}, which does not come with scapolicy",
        "Give its file with --codebook.",
    ),
    "V14": error(
        "these results hold no codings, which this needs",
        "Code the transcripts again, without --tables-only.",
    ),
    "V15": warning(
        "the record of the run was changed after the run wrote it: what it says of options,"
        " inputs and tables may not be what was run",
        "Take it from a copy, or code the transcripts again.",
    ),
    "V16": warning("{name} {version} takes part now, and did not then", ""),
    "V17": warning("{name} {version} took part then, and does not now", ""),
    "V18": note(
        "the runs are by another attribute or level, so their findings are not compared",
        "Code with the same --by and --level to see which findings differ.",
    ),
}

"""Informants whose names are replaced, and those who withdraw."""

from scapolicy.messages.kind import Kind, error, note

MESSAGES: dict[str, Kind] = {
    "A01": error(
        "there is no column `source`", "Name the column that holds the file names `source`."
    ),
    "A02": error("there is no source {name!r}{hint}", "Correct the name, or remove the row."),
    "A03": error(
        "source {name!r} is listed twice (first in line {first})", "Keep one of the rows."
    ),
    "A04": error(
        "this row has {found:cell|cells} where the header has {expected}",
        'Add or remove cells; put text that holds a comma in "quotes".',
    ),
    "A05": error("column {name!r} stands in the header twice", "Rename or remove one of the two."),
    "A06": error("this is not a CSV file: {reason}", "Save it again as CSV (UTF-8)."),
    "A07": error("a column of the header has no name", "Give every column of the header a name."),
    "A08": error(
        "the header has {found} columns; no more than {limit} are read",
        "Check what the file is, or leave columns out that no analysis needs.",
    ),
    "W01": error("there is no informant {informant!r} here{hint}", "The informants are: {known}."),
    "W02": error(
        "this record of scapolicy's can't be read", "Remove it by hand, with what it speaks of."
    ),
    "W03": error("this can't be removed ({reason})", "Remove it by hand, then try again."),
    "W04": error("{reason}", "{remedy}"),
    "W05": error(
        "this is not a key of scapolicy's: a table of `name,code`, a line a name",
        "Give another file; a key is made where there is none.",
    ),
    "W06": error(
        "the code {code!r} stands for both {first!r} and {second!r}",
        "Give one of them another; if they are one person, write both on one line, parted by a ;.",
    ),
    "W07": error("this is a file, and a folder is wanted", "Give the folder that it lies in."),
    "W08": error(
        "this folder can't be written, so nothing was removed",
        "See that you may write there, then try again.",
    ),
    "W09": note(
        "this can't be read; whether it is theirs is for you to see", "Remove it by hand if it is."
    ),
    "W10": note(
        "this link goes, but not the file that it leads to: {target}", "Remove that by hand."
    ),
    "W11": note(
        "these results speak of a source or informant of that name, perhaps of another study",
        "If they are this one's, name the folder with --results.",
    ),
    "W12": note(
        "no organization is stated for {sources}, so nothing of colleagues goes with it",
        "If there are colleagues, withdraw each of them.",
    ),
    "W13": note("this speaks of {word!r}, and stays", "Look at it, and remove what must go."),
    "W14": error("the key can't be written here ({reason})", "Choose another file with --key."),
    "W15": error(
        "the key would lie among the transcripts, in {folder}",
        "Keep it where nobody who gets the transcripts finds it.",
    ),
    "W16": error(
        "there is no spaCy pipeline of this name that can be used ({reason})",
        "Install one for your language, or give the folder of one; scapolicy fetches none.",
    ),
    "W17": error(
        "this pipeline finds no names; it has only: {parts}",
        "Give one with an entity recogniser, or a list with --names.",
    ),
    "W18": error(
        "{name!r} has the code {first!r} already, and is to have {code!r}",
        "Keep one of the two; to change one that stands in a key, begin a new key.",
    ),
    "W19": error(
        "this folder would lie among the transcripts, in {folder}",
        "Choose a folder elsewhere: the next run would read both.",
    ),
    "W20": note(
        "{name!r} is taken for {full!r}, and has the same code",
        "If they are two people, give one of them a code in the list.",
    ),
    "W21": note(
        "{name!r} may be {fulls}, and has a code of its own",
        "If it is one of them, write both on one line of the list, parted by a ;.",
    ),
    "W22": note(
        "this may have been made of results that go, and stays",
        "Look at it, and remove what must go.",
    ),
    "W23": note("a withdrawal that had been cut off was completed; removed:"),
    "W24": note(
        "a withdrawal had been cut off before anything was removed, and is forgotten",
        "Give it again: `scapolicy withdraw`.",
    ),
    "W25": note(
        "more than {limit} files lie here, and not all of them were searched",
        "See for yourself what in it speaks of them.",
    ),
    "W26": note(
        "too short to be looked for in running text: {words}; searched were only names of files,"
        " whole cells of CSV, TSV and XLSX, and whole values of JSON",
        "Look through notes, reports and documents yourself.",
    ),
    "W27": note(
        "rows of this workbook speak of them, and stay ({rows}): it holds {parts}, which would be"
        " lost or come wrong if it were written anew",
        "Delete these rows by hand, before you run anything.",
    ),
    "W28": error(
        "nobody is named: INFORMANT is blank",
        "Give the informant's id, or the name of a transcript.",
    ),
    "W29": error(
        "the code {code!r} can't be a part of a file's name",
        "Give one without / \\ : and line ends, of more than dots and spaces, as `P1`.",
    ),
    "W30": note(
        "the lines of {names} stay in the key: somebody who stays has this name or code, too",
        "If they are of who goes alone, remove them by hand.",
    ),
    "W31": note(
        "files that are no text were searched only as far as texts lie open in them: {formats}",
        "Look through them yourself, as through all pictures and recordings.",
    ),
    "W32": note("this could not be searched ({reason})", "Look through it yourself."),
    "W33": note(
        "labels that others use as ordinary words were not looked for: {labels}",
        "If one of them is a name, look for it yourself.",
    ),
}

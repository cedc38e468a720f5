"""Tables of a results folder."""

from scapolicy.messages.kind import Kind, error, note, warning

MESSAGES: dict[str, Kind] = {
    "X01": error("no source has the attribute {name!r}", "The attributes here are: {known}."),
    "X02": error("no source has {name} = {value!r}", "The values of this attribute are: {found}."),
    "X03": error(
        "{what} needs the package {package}, which is not installed",
        "Install it with: pip install 'scapolicy[analysis]'.",
    ),
    "X04": error("the {what} {name!r} is asked for twice", "Give each {what} only once."),
    "X05": error("{argument} can't be {value!r}", "Give one of: {known}."),
    "X06": error("{argument} can't be {given}", "Give {wanted}."),
    "X10": error(
        "the segments of this run are whole documents, larger than a turn",
        "Look within sources, or code again with --unit turn or sentence.",
    ),
    "X11": error(
        "lift within turns can't be said: the run did not count its turns",
        "Code again with --unit turn, take another measure, or look within segments or sources.",
    ),
    "X20": error(
        "sources are in both groups: {names}", "Give groups that have no source in common."
    ),
    "X21": error("no source is in this group: {group}", "Give other conditions."),
    "X22": error(
        "the rows of this framework are by {found}, not by {wanted}",
        "Give the same --by, or choose another file with -o.",
    ),
    "X23": error(
        "this is no framework that scapolicy wrote, or its heads were changed, and what a person"
        " wrote in it would be lost",
        "Put the heads in the first row of its sheet {sheet!r} back, or choose another file with"
        " -o.",
    ),
    "X24": note("the framework as it was edited is kept as {kept}"),
    "X25": note(
        "summaries that have no place in this framework any more are kept in its sheet {sheet!r}"
        " ({number}): {where}"
    ),
    "X30": error(
        "a table of {rows} rows and {columns} columns does not fit into {kind}",
        "Write it as .csv or .parquet, or choose fewer sources with --where.",
    ),
    "X31": note("{kind} can't hold some characters: {sign} stands for them in {texts} of {table}"),
    "X32": note("{kind} holds {most}: in {table}, what ends in … is cut short ({cells})"),
    "X33": note("{kind} can't hold some whole numbers: texts stand for them in {cells} of {table}"),
    "X34": note("not all cells of {columns} are numbers that {kind} can hold: they are text there"),
    "X35": note("columns of {table} that had the same name are called {columns} there"),
    "X36": note("an undefined or infinite number is {instead} in {kind}: {cells} of {table}"),
    "X40": error("scapolicy can't draw this kind of file ({suffix})", "Give it one of: {known}."),
    "X41": warning(
        "no font here has these letters, which show as boxes: {letters}",
        "Install a font that has them, such as Noto Sans Thai, or write .svg.",
    ),
    "X42": error(
        "a {kind} has no cases, so --by says nothing of it",
        "Leave it out, or choose sources with --where.",
    ),
    "X43": error(
        "a picture of {width} × {height} dots is too large",
        "Write .svg or .pdf, or choose fewer sources with --where.",
    ),
    "X44": error(
        "the library that draws figures refuses this one ({title}): {reason}",
        "Write another kind of file, or change the labels and names that stand in it.",
    ),
    "X50": error("there is no factor {name!r}", "The factors of this codebook are: {known}."),
    "X51": error(
        "the sources of this case have different values of {names}",
        "Give the outcome by an attribute that is the same within a case, or leave sources out"
        " with --where.",
    ),
    "X52": error(
        "this is not what the run was made of, or it can't be read any more",
        "See what differs with `scapolicy verify {results} …`, or code again.",
    ),
}

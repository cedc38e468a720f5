"""A person's codings and transcripts → what a codebook may lack, and what misleads in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scapolicy.choices import several
from scapolicy.codebook.load import load_codebook
from scapolicy.codebook.suggest import Key, Record, key_terms, records_of_rules, rules_tried
from scapolicy.coder import language_of
from scapolicy.consent import is_refused
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.readers.folder import read_transcripts
from scapolicy.records import Codebook, Unit
from scapolicy.reliability.sheets import (
    Compared,
    did_you_mean,
    read_files,
    require_one_coder,
    require_rows,
    units_of,
)
from scapolicy.reliability.transcripts import match_sources, without_refused
from scapolicy.run import code
from scapolicy.tables.table import Table


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Key terms, how matched words did, and which of so many `rules` matched nowhere.

    `notes` says what was left out.
    """

    keys: tuple[Key, ...]
    records: tuple[Record, ...]
    silent: tuple[str, ...]
    rules: int
    notes: tuple[Problem, ...] = ()

    def tables(self) -> list[Table]:
        """The key terms and the record of the matched words."""
        return [
            Table(
                "key_terms",
                (
                    "category",
                    "term",
                    "inside",
                    "outside",
                    "per_1000_inside",
                    "per_1000_outside",
                    "sources",
                    "g2",
                    "known",
                ),
                tuple(
                    (
                        key.category,
                        key.term,
                        key.inside,
                        key.outside,
                        key.per_1000_inside,
                        key.per_1000_outside,
                        key.sources,
                        key.g2,
                        "true" if key.known else "false",
                    )
                    for key in self.keys
                ),
            ),
            Table(
                "matched_words",
                ("category", "rule", "words", "right", "wrong"),
                tuple(
                    (one.category, one.rule, one.words, one.right, one.wrong)
                    for one in self.records
                ),
            ),
        ]


def suggest(
    gold: str | Path,
    transcripts: str | Path | Iterable[str | Path],
    codebook: str | Path | Codebook,
    *,
    categories: Iterable[str] = (),
    interviewers: Sequence[str] = (),
) -> Suggestions:
    """What a person's coding of turns says of a codebook.

    Sources whose informant refused consent are left out, as they are from a run.

    Args:
        gold: a person's coding, as for `evaluate`.
        transcripts: what it is a coding of.
        codebook: the codebook to mend.
        categories: the categories to tell of; all, if none is named.
        interviewers: labels of interviewers beside the ones that are known.

    Raises:
        ScapolicyError: with every problem of the files.

    """
    book = codebook if isinstance(codebook, Codebook) else load_codebook(codebook)
    sources = read_transcripts(transcripts, interviewers=interviewers)
    files = match_sources(read_files([gold], Compared.TURN), sources)
    require_one_coder(files)
    (file,), notes = without_refused(files, sources)
    require_rows(file)
    wanted = units_of(file.rows)
    sources = [one for one in sources if not is_refused(one.attributes)]
    chosen = _chosen(
        categories,
        {name for names in wanted.values() for name in names} | {one.id for one in book.categories},
    )
    coded = code(sources, book, unit=Unit.TURN).sources
    ours = {
        rule.id
        for category in book.categories
        if category.id in chosen
        for each in category.codes
        for rule in each.rules
    }
    languages = {language_of(source, book) for source in sources}
    tried = [rule for rule in rules_tried(book, languages) if rule in ours]
    used = {match.rule for source in coded for match in source.matches}
    return Suggestions(
        keys=tuple(key for key in key_terms(sources, wanted, book) if key.category in chosen),
        records=tuple(one for one in records_of_rules(coded, wanted) if one.category in chosen),
        silent=tuple(rule for rule in tried if rule not in used),
        rules=len(tried),
        notes=(*file.notices, *notes),
    )


def _chosen(categories: Iterable[str], known: set[str]) -> set[str]:
    """The categories asked for, or all; each that there isn't is a problem."""
    asked = list(dict.fromkeys(several(categories)))
    listing = ", ".join(sorted(known))
    faults = [
        problem("E35", name=name, hint=did_you_mean(name, known), known=listing)
        for name in asked
        if name not in known
    ]
    if faults:
        raise ScapolicyError(faults)
    return set(asked) or known

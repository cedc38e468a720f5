"""A person's codings and transcripts → what a codebook may lack, and what misleads in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scapolicy.codebook.load import load_codebook
from scapolicy.codebook.suggest import Key, Record, key_terms, records_of_rules, rules_tried
from scapolicy.readers.folder import read_transcripts
from scapolicy.records import Unit
from scapolicy.reliability.sheets import Compared, read_files, units_of
from scapolicy.reliability.transcripts import match_sources
from scapolicy.run import code, language_of
from scapolicy.tables.table import Table


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Key terms, how matched words did, and which of so many `rules` matched nowhere."""

    keys: tuple[Key, ...]
    records: tuple[Record, ...]
    silent: tuple[str, ...]
    rules: int

    def tables(self) -> list[Table]:
        """The key terms and the record of the matched words."""
        return [
            Table(
                "key_terms",
                ("category", "term", "inside", "outside", "sources", "g2", "known"),
                tuple(
                    (
                        key.category,
                        key.term,
                        key.inside,
                        key.outside,
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
    gold: str | Path, transcripts: str | Path | Iterable[str | Path], codebook: str | Path
) -> Suggestions:
    """What a person's coding of turns says of a codebook.

    Raises:
        ScapolicyError: with every problem of the files.

    """
    book = load_codebook(codebook)
    sources = read_transcripts(transcripts)
    files = match_sources(read_files([gold], Compared.TURN), sources)
    wanted = units_of(files[0].rows)
    coded = code(sources, book, unit=Unit.TURN).sources
    tried = rules_tried(book, {language_of(source, book) for source in sources})
    used = {match.rule for source in coded for match in source.matches}
    return Suggestions(
        keys=tuple(key_terms(sources, wanted, book)),
        records=tuple(records_of_rules(coded, wanted)),
        silent=tuple(rule for rule in tried if rule not in used),
        rules=len(tried),
    )

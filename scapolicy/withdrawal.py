"""Withdrawing an informant: everything from them and from their whole organization is removed.

A withdrawal is planned first, so that it can be shown. While it is carried out, journals in the
folders that it reaches say what is still to be done; whatever reads one of them next completes it.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scapolicy.choices import several
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.informants import known_in, whose
from scapolicy.key_file import read_key
from scapolicy.reach import Reach
from scapolicy.readers.address import require_local
from scapolicy.readers.erasure import Removal
from scapolicy.readers.journal import carry_out, note
from scapolicy.temporary import clear_abandoned


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal removes: `removals` leads from each folder to what goes below it.

    `sources` are the names of the transcripts, and `reasons` says of those that are not the
    informant's own why they go too; `told` is what the person who withdraws somebody
    should know, above all what else speaks of them and stays.
    """

    informant: str
    sources: tuple[str, ...]
    removals: Mapping[Path, Removal]
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    told: tuple[Problem, ...] = ()

    @property
    def steps(self) -> list[str]:
        """What is done, a line a step."""
        return [step for folder, part in self.removals.items() for step in part.steps(folder)]


def plan_withdrawal(
    informant: str,
    folders: str | Path | Iterable[str | Path],
    *,
    results: Iterable[str | Path] = (),
    codings: Iterable[str | Path] = (),
    keys: Iterable[str | Path] = (),
    case: str = "",
) -> Withdrawal:
    """What must go when an informant withdraws; nothing is removed yet.

    Everything goes whose informant it is, and everything from the same organization: of the same
    `organization` and the same case, where these are stated.

    Args:
        informant: the value of the attribute `informant`, or the name of a source.
        folders: the folder of the transcripts, and others with copies of them.
        results: results folders, or folders that hold some; those that speak of one of the sources
            go. Results in and beside the folders are found, if they are of these transcripts.
        codings: tables of a person's codings, which lose the rows of these sources.
        keys: keys of pseudonyms, which lose the lines of these informants.
        case: the attribute that tells organizations of the same name apart; the folder's own, or
            `province`, if empty.

    Raises:
        ScapolicyError: nobody is called so, something can't be read or written, or it lies in a
            project of another program.

    """
    results, codings, keys = list(results), list(codings), list(keys)
    given = several(folders)
    require_local(*given, *results, *codings, *keys)
    places = list(map(Path, given))
    reach = Reach(places, list(map(Path, results)), [*map(Path, codings), *map(Path, keys)])
    known = [one for place in reach.folders for one in known_in(place)]
    codes = [pair for path in keys for pair in read_key(path).items()]
    reasons = whose(informant, known, case, codes, str(places[0]))
    gone = list(reasons)
    reach.add_sources(gone, known)
    reach.add_tables(map(Path, codings), gone)
    reach.add_settings(gone, known)
    reach.add_keys(map(Path, keys), gone, known)
    reach.add_results(gone, known)
    reach.check_rights()
    return Withdrawal(
        informant=informant,
        sources=tuple(dict.fromkeys(one.name for one in gone)),
        reasons={one.name: why for one, why in reversed(reasons.items()) if why},
        removals=reach.removals(),
        told=tuple(reach.told(gone, known)),
    )


def withdraw(plan: Withdrawal) -> None:
    """Carry a withdrawal out; if it is cut off, whatever reads one of its folders does the rest.

    What commands of this user that were killed left in the system's place goes too: it may hold
    what anybody said.

    Raises:
        ScapolicyError: something can't be removed; all of it is told, and the journals stay.

    """
    token = hashlib.sha256(repr((plan.informant, plan.removals)).encode()).hexdigest()
    first = next(iter(plan.removals))
    clear_abandoned()
    try:
        note(plan.removals, token)
    except OSError:
        raise ScapolicyError([problem("W08", at=str(first))]) from None
    carry_out(Path(os.path.abspath(first)))

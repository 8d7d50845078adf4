"""The checks within one document, one family of rules a module."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.audit.against import against
from extractor.audit.averages import averages
from extractor.audit.derived import implied
from extractor.audit.growth import growths
from extractor.audit.lists import lists
from extractor.audit.order import orders
from extractor.audit.repeats import repeats
from extractor.audit.rest import differences
from extractor.audit.scene import Scene, scene
from extractor.audit.shares import shares
from extractor.audit.sums import sums
from extractor.audit.tables import Grid, cell_repeats, grids, labelled, named_sums, table_sums, total_repeats
from extractor.model import Derived, Finding, Reading


def findings(reading: Reading) -> tuple[Finding, ...]:
    """The arithmetic statements of a document in text order, each with its verdict; `key`s are numbered by the pipeline.

    Every one rests on words that assert it (占, 率, 其中, 其余, 同比), or on parallel places and a fit too precise for
    chance: figures that fit by accident are no statement, and none is called wrong without such words.
    """
    return checked(reading)[0]


def checked(reading: Reading) -> tuple[tuple[Finding, ...], tuple[Derived, ...]]:
    """`findings` and `derived` of a document at the price of one look at it."""
    seen = scene(reading)
    tables = grids(seen, reading)
    seen = labelled(seen, tables)
    return _findings(seen, reading, tables), implied(seen)


def _findings(seen: Scene, reading: Reading, tables: Sequence[Grid]) -> tuple[Finding, ...]:
    if len(seen.figures) < 2:
        return tuple(lists(seen, reading))
    found = [*shares(seen), *growths(seen), *against(seen), *sums(seen), *differences(seen), *averages(seen, reading),
             *orders(seen, reading), *repeats(seen, reading),
             *lists(seen, reading), *table_sums(seen, tables), *named_sums(seen, tables),
             *total_repeats(seen, tables), *cell_repeats(seen, tables)]
    once = {(f.rule, f.mentions, f.spans): f for f in reversed(found)}
    place = {m.key: m.start for m in reading.mentions}
    return tuple(sorted(once.values(), key=lambda f: (place.get(f.mentions[-1], 0), f.rule,
                                                      [place.get(m, 0) for m in f.mentions], f.spans)))

"""Merging: namings of one project → one entry at its fullest naming; descriptions of a project are not names of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_names import Naming
from extractor.assemble.projects_scene import Scene
from extractor.model import Span


@dataclass(frozen=True, slots=True)
class Known:
    """One project: its namings in text order, `fullest` the one that names it best."""

    fullest: Naming
    namings: tuple[Naming, ...]


def merged(scene: Scene, found: Sequence[Naming]) -> list[Known]:
    """The projects that the accepted namings name, in order of their first naming."""
    groups: list[list[Naming]] = []
    for naming in _own(scene, found):
        group = next(
            (g for g in groups if not _rows(naming, g) and any(_same(scene, naming, other) for other in g)), None
        )
        if group is None:
            groups.append([naming])
        else:
            group.append(naming)
    return [Known(max(g, key=lambda n: (len(_core(scene, n.at)), n.score, -n.at.start)), tuple(g)) for g in groups]


def _rows(naming: Naming, group: Sequence[Naming]) -> bool:
    """Whether both name a row of a table of projects: two rows are two projects, of whatever name."""
    return naming.end == "row" and any(other.end == "row" for other in group)


def _own(scene: Scene, found: Sequence[Naming]) -> list[Naming]:
    """Namings without those that tell what a project named before them will build (建设年产3万吨…生产线)."""
    out: list[Naming] = []
    for naming in found:
        last = out[-1] if out else None
        if last and _rule("part").fullmatch(scene.text[last.at.end : naming.at.start]):
            continue
        if last and not naming.owner and _describes(scene, last, naming):
            continue
        out.append(naming)
    return out


def _describes(scene: Scene, last: Naming, naming: Naming) -> bool:
    between = scene.text[last.at.end : naming.at.start]
    if "\n" in between or not _rule("describes").search(between):
        return False
    return not re.search(r"[。；]", between) or not {"brand", "place", "spot", "named_word", "given"} & set(
        naming.features
    )


@cache
def _rule(key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/names")["same"][key])


def _core(scene: Scene, at: Span) -> str:
    """A name for comparing: without brackets, blanks and closing words."""
    text = re.sub(r"[\s()（）“”\"‘’「」『』]", "", scene.text[at.start : at.end])
    return _rule("closing").sub("", text)


def _same(scene: Scene, a: Naming, b: Naming) -> bool:
    x, y = sorted((_core(scene, a.at), _core(scene, b.at)), key=len)
    if x == y:
        return True
    if _phase(x) != _phase(y) or len(x) < 2 or _amounts(x) - _amounts(y):
        return False
    if len(x) >= 4 and x in y:
        return True
    return (
        _abbreviates(scene, x, y)
        or _defined(scene, x, b if a.at.start > b.at.start else a)
        or _by_owner(scene, x, a, b)
    )


def _phase(name: str) -> str:
    return "".join(m.group() for m in lexicon.phases().finditer(name))


def _amounts(name: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", name))


def _abbreviates(scene: Scene, short: str, long: str) -> bool:
    """Whether a short name is the long one with words left out, its first word and its last one kept."""
    rest = iter(long)
    return len(short) >= 4 and short[:2] == long[:2] and short[-2:] == long[-2:] and all(c in rest for c in short)


def _defined(scene: Scene, short: str, first: Naming) -> bool:
    """Whether a bracket after the first naming gives the short name: （下称“恒岳项目”）."""
    found = _rule("defined").match(scene.text, first.at.end)
    return bool(found) and _rule("closing").sub("", found["name"]) == short  # type: ignore[index]


def _by_owner(scene: Scene, short: str, a: Naming, b: Naming) -> bool:
    """Whether the short name is the brand of the other naming's owner (恒岳项目 of 江西恒岳电子科技有限公司)."""
    return any(n.owner and 2 <= len(short) <= 4 and short in scene.text[n.owner.start : n.owner.end] for n in (a, b))

"""Merging: namings of one project → one entry at its fullest naming; descriptions of a project are not names of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_naming import Naming
from extractor.assemble.projects_scene import Scene
from extractor.model import Span

_TOLD = frozenset(["heading", "titled"])
_BRAND = 4  # characters of a brand, at the most
_GRAM = 4  # characters of the shortest name that another may hold
_FEW = 12  # names that are all compared with each other
_MOST = 200  # names that share one thing with a new name and are compared with it


@dataclass(frozen=True, slots=True)
class Known:
    """One project: its namings in text order, `fullest` the one that names it best."""

    fullest: Naming
    namings: tuple[Naming, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A naming with what it is compared by: its words without brackets and closing words, its phase, its figures.

    whole: whether it closes with a word for an undertaking.
    """

    naming: Naming
    core: str
    phase: str
    figures: frozenset[str]
    group: int
    whole: bool


@dataclass(frozen=True, slots=True)
class _Near:
    """The names so far by what another name of the same project shares with them, so that few are compared."""

    few: list[tuple[_Name, str, str]] = field(default_factory=list)
    by_key: dict[tuple[str, str], list[_Name]] = field(default_factory=dict)
    seen: set[tuple[str, bool, str, str]] = field(default_factory=set)

    def add(self, name: _Name, owner: str, short_form: str) -> None:
        """Keeps a name under its words; one that differs in nothing from a name before it adds nothing."""
        own = (name.core, name.naming.end == "row", owner, short_form)
        if own in self.seen:
            return
        self.seen.add(own)
        if len(self.seen) <= _FEW:
            self.few.append((name, owner, short_form))
            return
        for one in [*self.few, (name, owner, short_form)]:
            self._index(*one)
        self.few.clear()

    def _index(self, name: _Name, owner: str, short_form: str) -> None:
        core = name.core
        keys = {("core", core), ("ends", core[:2] + core[-2:]), ("opens", core[:_GRAM]), ("short form", short_form)}
        keys |= {("gram", g) for g in _grams(core, _GRAM)}
        keys |= {("owner", brand) for n in range(2, _BRAND + 1) for brand in _grams(owner, n)}
        for key in keys:
            self.by_key.setdefault(key, []).append(name)

    def of(self, core: str, owner: str) -> list[_Name]:
        """The names that may name what these words name, in text order; all of them while they are few."""
        if self.few:
            return [name for name, _, _ in self.few]
        keys = {("core", core), ("ends", core[:2] + core[-2:]), ("gram", core[:_GRAM])}
        keys |= {("owner", core), ("short form", core)}
        keys |= {("opens", g) for g in _grams(core, _GRAM)}
        keys |= {("core", brand) for n in range(2, _BRAND + 1) for brand in _grams(owner, n)}
        found = {n.group: n for key in keys for n in self.by_key.get(key, ())[:_MOST]}
        return [found[i] for i in sorted(found)]


def _grams(text: str, length: int) -> set[str]:
    return {text[i : i + length] for i in range(len(text) - length + 1)}


def merged(scene: Scene, found: Sequence[Naming]) -> list[Known]:
    """The projects that the accepted namings name, in order of their first naming.

    Two rows of a table are two projects, of whatever name; names of prose join a row or each other.
    """
    joined: list[int] = []
    rows: list[bool] = []
    everything: list[_Name] = []
    near = _Near()

    def root(number: int) -> int:
        while joined[number] != number:
            number = joined[number]
        return number

    own = _own(scene, found)
    alone = _first_alone([_core(scene, n.at) for n in own])
    for naming in own:
        core = _core(scene, naming.at)
        name = _Name(naming, core, _phase(core), _figures(core), len(joined), _whole(scene, naming))
        owner = scene.text[naming.owner.start : naming.owner.end] if naming.owner else ""
        others = (o for o in near.of(core, owner) if naming.end != "row" or o.naming.end != "row")
        alike = (o for o in others if _alike(core, o.core) and _same(scene, name, o, alone))
        same = sorted({root(o.group) for o in alike})
        joined.append(same[0] if same else len(joined))
        rows.append(naming.end == "row")
        rows[joined[-1]] |= rows[-1]
        for number in same[1:]:
            if not (rows[number] and rows[same[0]]):
                joined[number] = same[0]
                rows[same[0]] |= rows[number]
        everything.append(name)
        near.add(name, owner, _short_form(scene, naming))
    groups: dict[int, list[_Name]] = {}
    for name in everything:
        groups.setdefault(root(name.group), []).append(name)
    return [_known(g) for g in groups.values()]


def _known(group: Sequence[_Name]) -> Known:
    whole = [n for n in group if not n.phase and n.whole]
    fullest = max(whole or group, key=_fullness)
    return Known(fullest.naming, tuple(n.naming for n in group))


def _fullness(name: _Name) -> tuple[int, int, bool, bool, int]:
    """How well a naming names its project: the more words the better, and not in a headline, where nothing is told."""
    around = name.naming.around
    return len(name.core), len(name.naming.at), "title" not in around, bool(_TOLD & around), -name.naming.at.start


def _whole(scene: Scene, naming: Naming) -> bool:
    return naming.end == "plain" or bool(_rule("whole").search(scene.text, naming.at.start, naming.at.end))


def _alike(a: str, b: str) -> bool:
    """The quick question before `_same`: one holds the other, they begin alike, or one is as short as a brand."""
    begun = a[:2] == b[:2] and (a[-2:] == b[-2:] or a[2:_GRAM] == b[2:_GRAM])
    return a in b or b in a or begun or len(a) <= _BRAND or len(b) <= _BRAND


def _own(scene: Scene, found: Sequence[Naming]) -> list[Naming]:
    """Namings without those that tell what a project named before them will build (建设年产3万吨…生产线)."""
    out: list[Naming] = []
    told = -1
    for naming in found:
        last = out[-1] if out else None
        if naming.listed:
            told = -1
            out.append(naming)
            continue
        if told >= 0 and _rule("more").fullmatch(scene.text, told, naming.at.start):
            told = naming.at.end
            continue
        if last and _is_told(scene, last, naming):
            continue
        told = naming.at.end if last and not naming.owner and _describes(scene, last, naming) else -1
        if told >= 0:
            continue
        out.append(naming)
    return out


def _is_told(scene: Scene, last: Naming, naming: Naming) -> bool:
    """Whether a naming is a part of the one before it, or says what that is (X是全县的Y项目)."""
    between = scene.text[last.at.end : naming.at.start]
    if _rule("part").fullmatch(between):
        return True
    more = scene.text[naming.at.end : naming.at.end + 1] == lexicon.names()["lists"]["possessive"]
    return not more and bool(_rule("is").fullmatch(between))


def _describes(scene: Scene, last: Naming, naming: Naming) -> bool:
    between = scene.text[last.at.end : naming.at.start]
    if _rule("built_by").search(between):
        return False
    common = not {"brand", "place", "spot", "named_word", "given"} & set(naming.features)
    if "\n" not in between and common and _rule("contains").search(between):
        return True
    if "\n" not in between and _rule("contents").search(between):
        return True
    if "\n" in between or not _rule("describes").search(between):
        return False
    apart = re.search(r"[。；](?=[^。；]*$)", between)
    if apart:
        since = last.at.end + apart.end()
        paid = any(m.kind == "money" for m in scene.within(since, naming.at.start))
        if paid and _company().search(scene.text, since, naming.at.start):
            return False
    return not apart or (common and scene.text[naming.at.start - 1] != lexicon.names()["lists"]["possessive"])


@cache
def _company() -> re.Pattern[str]:
    return re.compile(lexicon.any_of(patterns.table("projects/owners")["legal"]))


@cache
def _rule(key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/names")["same"][key])


def _core(scene: Scene, at: Span) -> str:
    """A name for comparing: without brackets, blanks and closing words."""
    text = re.sub(r"[\s()（）“”\"‘’「」『』]", "", scene.text[at.start : at.end])
    return _rule("closing").sub("", text)


def _same(scene: Scene, a: _Name, b: _Name, alone: set[str]) -> bool:
    short, long = sorted((a, b), key=lambda n: len(n.core))
    if short.core == long.core:
        return True
    if _is_part(scene, short.naming.at, long.naming.at):
        return False
    if long.phase and short.core in alone and short.core == _base(long.core):
        return True
    if short.phase != long.phase or len(short.core) < 2 or short.figures - long.figures:
        return False
    if len(short.core) >= 4 and short.core in long.core:
        return True
    first = min(a.naming, b.naming, key=lambda n: n.at)
    return (
        _abbreviates(short.core, long.core)
        or _defined(scene, short.core, first)
        or _by_owner(scene, short.core, a.naming, b.naming)
    )


def _is_part(scene: Scene, whole: Span, part: Span) -> bool:
    """Whether one name goes on behind the end of the other to tell a part of it (X工程Y隧道)."""
    name, longer = scene.text[whole.start : whole.end], scene.text[part.start : part.end]
    rest = longer.removeprefix(name)
    if rest == longer or not name.endswith(tuple(lexicon.names()["lists"]["hard"])) or lexicon.phases().match(rest):
        return False
    return len(rest) > _BRAND and not _rule("rest").fullmatch(rest)


def _first_alone(cores: Sequence[str]) -> set[str]:
    """The names, without a phase, of which the text names the first phase and no other."""
    phases: dict[str, set[str]] = {}
    for core in cores:
        phases.setdefault(_base(core), set()).add(_phase(core))
    return {base for base, named in phases.items() if named - {""} and _rule("first").fullmatch("".join(named))}


def _base(core: str) -> str:
    """A name for comparing without its phase: 锦弘电池 of 锦弘电池项目一期."""
    return _rule("closing").sub("", lexicon.phases().sub("", core))


def _phase(name: str) -> str:
    return "".join(m.group() for m in lexicon.phases().finditer(name))


def _figures(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+(?:\.\d+)?", name))


def _abbreviates(short: str, long: str) -> bool:
    """Whether a short name is the long one with words left out, its first word and its last one kept, or its owner."""
    rest = iter(long)
    ends = short[:2] == long[:2] and short[-2:] == long[-2:] and len(short) >= _GRAM
    owned = len(short) >= 2 * _GRAM and short[: _GRAM + 2] == long[: _GRAM + 2]
    return (ends or owned) and all(c in rest for c in short)


def _defined(scene: Scene, short: str, first: Naming) -> bool:
    """Whether a bracket after the first naming gives the short name: （下称“恒岳项目”）."""
    return _short_form(scene, first) == short


def _short_form(scene: Scene, naming: Naming) -> str:
    """The short name that a bracket after a naming gives it; empty without one."""
    found = _rule("defined").match(scene.text, naming.at.end)
    return _rule("closing").sub("", found["name"]) if found else ""


def _by_owner(scene: Scene, short: str, a: Naming, b: Naming) -> bool:
    """Whether the short name is the brand of the other naming's owner (恒岳项目 of 江西恒岳电子科技有限公司)."""
    return any(
        n.owner and 2 <= len(short) <= _BRAND and short in scene.text[n.owner.start : n.owner.end] for n in (a, b)
    )

"""Evidence: whether a naming is an individual project, weighed from its own words and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import patterns
from extractor.assemble import projects_lexicon as lexicon
from extractor.assemble.projects_links import Topic, alone, heads_at
from extractor.assemble.projects_naming import Naming
from extractor.assemble.projects_owners import owners
from extractor.assemble.projects_scene import Scene

_AGAIN = 6  # characters of a naming that are enough to know a project again
_TAIL, _LEAST = 2, 4  # characters of 项目, and the fewest before it that can be a name
_NEAR = 8  # characters before a naming in which the words around it may stand
_BEFORE = {"site": 0, "built": _NEAR, "caption": 24, "subject": 0, "followed": 0, "location": _NEAR}
_PAYS = 160  # characters after a naming in which its investment may stand
_NAMED = ("brand", "place", "spot", "named_word", "given", "capacity")
_SHOWN = frozenset([*_NAMED, "route", "owner", "amount_before", "amount_after"])
_PAIR, _FEW = 2, 3
_PAYS_FOR = frozenset(["amount_before", "amount_after", "numbered_list", "record", "titled"])
_BARE = frozenset(["bare_works", "bare_product", "nameless"])
_CLASS = frozenset(["class_word", "class_end", "quantified", "wish"])
_NAMED_BY_ITSELF = frozenset(["brand", "place", "given"])
_PAID = ("amount_before", "amount_after", "owner")
_NOT_SLOGAN = frozenset(["amount_before", "amount_after", "owner", "spot", "numbered_list", "subject", "route", "capacity"])
_OWN = frozenset(["brand", "place", "spot", "named_word", "word", "given", "route", "capacity"])


def accepted(scene: Scene, found: list[Naming]) -> list[Naming]:
    """The candidates that name an individual project, with their scores.

    Those that only their neighbours decide come after the others: a member of a row of projects, and a shorter naming of
    a project that another place names in full.
    """
    enough, company = lexicon.weights()["threshold"], lexicon.weights()["company"]
    kinds = _in_rows(scene, found, [evidence(scene, n) for n in found])
    scores = [_score(of) for of in kinds]
    for i, n in enumerate(found):
        if enough - company <= scores[i] < enough and "location" not in kinds[i] and _has_company(scene, n):
            scores[i] += company
    sure = [score >= enough for score in scores]
    for i in [*range(len(found)), *reversed(range(len(found)))]:
        sure[i] = sure[i] or _sibling(scene, found, kinds, scores, sure, i)
    _with_lists(found, kinds, sure)
    named = "\n".join(scene.text[n.at.start : n.at.end] for n, ok in zip(found, sure, strict=True) if ok)
    return [
        n._replace(score=scores[i], around=frozenset(kinds[i]))
        for i, n in enumerate(found)
        if sure[i] or _again(scene, n, named)
    ]


def _in_rows(scene: Scene, found: list[Naming], kinds: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The evidence of each candidate; what is said to be built at the head of a row is built all along it."""
    out = list(kinds)
    for i in range(1, len(found)):
        if "bare_works" in out[i] and "built" in out[i - 1] and _row(scene, found[i - 1], found[i]):
            out[i] = (*(kind for kind in out[i] if kind != "bare_works"), "built")
        elif "built" not in out[i] and "built" in out[i - 1] and _row(scene, found[i - 1], found[i]):
            out[i] = (*out[i], "built")
    return out


def _with_lists(found: list[Naming], kinds: list[tuple[str, ...]], sure: list[bool]) -> None:
    """The items of a list (A、B和C等项目; A、B和C建成投用) are all projects where half of them are, of two both."""
    lists: dict[int, list[int]] = {}
    for i, n in enumerate(found):
        if n.listed is not None:
            lists.setdefault(n.group, []).append(i)
    for items in lists.values():
        if 2 * sum(sure[i] for i in items) >= max(len(items), _FEW):
            for i in items:
                sure[i] = sure[i] or (_CLASS.isdisjoint(kinds[i]) and len(found[i].at) >= _LEAST)


def _score(kinds: tuple[str, ...]) -> float:
    weights, score = lexicon.weights(), 0.0
    for kind in kinds:
        score += weights[kind]
    return score


def _sibling(
    scene: Scene, found: list[Naming], kinds: list[tuple[str, ...]], scores: list[float], sure: list[bool], i: int
) -> bool:
    """Whether a candidate stands in a row with a sure project (A项目、B项目)."""
    naming, weights = found[i], lexicon.weights()
    bare = sum(weights[kind] for kind in kinds[i] if kind in _BARE)
    if naming.end not in ("plain", "works") or scores[i] - bare < weights["row"]:
        return False
    near = [j for j in (i - 1, i + 1) if 0 <= j < len(found) and sure[j]]
    return any(_row(scene, found[min(i, j)], found[max(i, j)]) for j in near) and bool(
        {"word", "product", "brand"} & set(naming.features)
    )


def _again(scene: Scene, naming: Naming, named: str) -> bool:
    """Whether a sure naming elsewhere holds the words of this one, so that it names the same project again."""
    text = scene.text[naming.at.start : naming.at.end]
    return len(text) >= _AGAIN and naming.end != "item" and text in named


def _row(scene: Scene, a: Naming, b: Naming) -> bool:
    return scene.text[a.at.end : b.at.start] in patterns.table("projects/names")["lists"]["joints"]


def _has_company(scene: Scene, naming: Naming) -> bool:
    """Whether a company is said to build it; asked only where that decides."""
    long = len(naming.at) - _TAIL >= _LEAST
    return long and any(a.rule in ("by", "subject", "label") for a in owners(scene, Topic(naming.at, ())))


def evidence(scene: Scene, naming: Naming) -> tuple[str, ...]:
    """The kinds of evidence for and against a candidate, each a key of the weights."""
    own = [f for f in naming.features if f in lexicon.weights()]
    if not own and not naming.owner and naming.end != "record":
        return ("all_generic",)
    if _hopeless(scene, naming, own):
        return (*own, "all_generic")
    out = [*own, *_around(scene, naming)]
    kinds = set(out)
    if kinds.isdisjoint(_OWN):
        out.append("all_generic" if "product" not in own and "owner" not in kinds else "bare_product")
    aggregate = naming.listed == 0 and "amount_before" in kinds  # the money is that of all (30亿元建设再生金属等项目)
    if aggregate:
        kinds.discard("amount_before")
        out = [f for f in out if f != "amount_before"]
    if (naming.left == "amount" or aggregate) and kinds.isdisjoint(_NAMED) and not _is_thing(scene, naming):
        out.append("bare_amount")
    if not kinds.isdisjoint(_PAID):
        out = [f for f in out if f not in ("place_only", "zone")]
    if "numbered_list" in kinds and scene.text.endswith(tuple(lexicon.names()["lists"]["hard"]), 0, naming.at.end):
        out = [f for f in out if f != "place_only"]
    if kinds & _PAYS_FOR:
        out = [f for f in out if f not in ("programme", "aspiration")]
    if "followed" in kinds:
        out = [f for f in out if f not in ("location", "bare_product")]
    if naming.end == "item" and naming.listed == 0 and len(kinds & _SHOWN) < _PAIR:
        out.append("enumerated")  # one odd word is not enough where classes are listed just so (扬尘治理、危废处理等项目)
    slogan = lexicon.pattern("names", "lists", "slogan_name")
    if "given" in kinds and kinds.isdisjoint(_NOT_SLOGAN) and slogan.match(scene.text, naming.at.start, naming.at.end):
        out.append("slogan")
    if kinds.isdisjoint(_undertaken("named")):
        out.append("nameless")
    if naming.end == "works" and kinds.isdisjoint(_undertaken("evidence")):
        out.append("bare_works")
    return tuple(out)


def _is_thing(scene: Scene, naming: Naming) -> bool:
    return bool(lexicon.pattern("names", "lists", "thing_end").search(scene.text, naming.at.start, naming.at.end))


def _hopeless(scene: Scene, naming: Naming, own: list[str]) -> bool:
    """Whether a name of common words has nothing around it that could outweigh them, so that no more need be asked."""
    if naming.owner or naming.listed is not None or naming.end == "record" or not _OWN.isdisjoint(own) or "product" in own:
        return False
    near = scene.within(naming.at.start - 40, naming.at.end + _PAYS)
    return not any(m.kind == "money" for m in near) and not _followed().match(scene.text, naming.at.end)


@cache
def _followed() -> re.Pattern[str]:
    return re.compile(patterns.table("projects/names")["around"]["followed"]["after"])


@cache
def _undertaken(key: str) -> frozenset[str]:
    return frozenset(patterns.table("projects/names")["undertaken"][key])


def _around(scene: Scene, naming: Naming) -> Iterator[str]:
    start, end = naming.at.start, naming.at.end
    after = scene.text[end : end + 64]
    if naming.end == "record":
        yield "record"
    if naming.owner:
        yield "owner"
    if naming.listed is not None:
        yield "numbered_list" if naming.listed else "list"
    if _amount_before(scene, naming):
        yield "amount_before"
    if _amount_after(scene, end):
        yield "amount_after"
    elif naming.left == "edge" and _amount_later(scene, end):
        yield "amount_later"
    for kind, left, right in _cues():
        if kind == "location" and naming.end != "works":
            continue
        if right.match(after) or left.search(scene.text, max(0, start - _BEFORE[kind]), start):
            yield kind
    if _stage(scene, naming):
        yield "stage"
    if naming.end == "plain" and (heads_at(scene, naming.at) or alone(scene, naming.at)):
        yield "heading"
    if any(title.meets(naming.at) for title in scene.titles) and not alone(scene, naming.at):
        yield "title"
    yield from _against(scene, naming, scene.text[max(0, start - _NEAR) : start], after)


def _against(scene: Scene, naming: Naming, before: str, after: str) -> Iterator[str]:
    if naming.left == "count" or (naming.end != "item" and lexicon.pattern("names", "class", "after").match(after)):
        yield "quantified"
    if lexicon.pattern("names", "class", "before").search(before) or (
        _NAMED_BY_ITSELF.isdisjoint(naming.features) and lexicon.pattern("names", "lists", "apposed").match(after)
    ):
        yield "class_word"
    if naming.left in ("verb", "stop", "、", "row") and _wish(scene, naming):
        yield "wish"
    if lexicon.pattern("names", "lists", "counted_after").match(after):
        yield "quantified"


def _wish(scene: Scene, naming: Naming) -> bool:
    return bool(_wishes().search(scene.text, scene.opens(naming.at.start), naming.at.start))


@cache
def _wishes() -> re.Pattern[str]:
    return re.compile(lexicon.any_of(patterns.table("projects/names")["class"]["wish"]))


def _amount_before(scene: Scene, naming: Naming) -> bool:
    """Whether an amount leads over to the name: 总投资15亿元的X, 投资3亿元建设X."""
    figures = [m for m in scene.within(max(0, naming.at.start - 40), naming.at.start) if m.kind == "money"]
    return (
        bool(figures)
        and not figures[-1].soft
        and figures[-1].at.start >= scene.begins(naming.at.start)
        and bool(_glue().match(between := scene.text[figures[-1].at.end : naming.at.start]))
        and not lexicon.pattern("links", "forward", "left").search(between)
    )


@cache
def _glue() -> re.Pattern[str]:
    return re.compile(patterns.table("projects/names")["undertaken"]["amount_glue"])


def _amount_after(scene: Scene, end: int) -> bool:
    """Whether the name is the subject of an investment: X总投资5亿元; X，计划总投资5亿元."""
    near = any(m.kind == "money" for m in scene.within(end, end + _PAYS))
    found = _investment().match(scene.text, end) if near else None
    figures = [m for m in scene.within(found.end(), found.end() + 4) if m.kind == "money"] if found else []
    return bool(figures) and not lexicon.pattern("names", "undertaken", "leads_on").match(scene.text, figures[0].at.end)


def _amount_later(scene: Scene, end: int) -> bool:
    """Whether the sentence whose subject the name is tells its investment further on: X位于A，总投资5亿元."""
    if not any(m.kind == "money" for m in scene.within(end, end + _PAYS)):
        return False
    found = _later("after").match(scene.text, end)
    return bool(found) and not _later("not").search(scene.text, end + 2, found.end() if found else end)


@cache
def _later(key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("projects/names")["around"]["amount_later"][key])


@cache
def _investment() -> re.Pattern[str]:
    return re.compile(patterns.table("projects/names")["undertaken"]["investment"])


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """What stands around a name, by kind: the words right before it and those right after it."""
    table, never = patterns.table("projects/names")["around"], "(?!)"
    return tuple(
        (kind, re.compile(table[kind].get("before", never)), re.compile(table[kind].get("after", never)))
        for kind in ("site", "built", "caption", "subject", "followed", "location")
    )


def _stage(scene: Scene, naming: Naming) -> bool:
    """Whether a stage of building is said of the name in its own clause."""
    clause = scene.clause(naming.at.start, naming.at.end)
    said = lexicon.stages()[0]
    return bool(said.search(scene.text, naming.at.end, clause.end)) or bool(
        said.search(scene.text, max(clause.start, naming.at.start - 6), naming.at.start)
    )

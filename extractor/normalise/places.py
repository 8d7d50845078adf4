"""Place names → GB/T 2260 codes: chains, short names, former names, ambiguous names by the document's own place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import patterns
from extractor.model import Article, Reading
from patterns import gazetteer

_HEAD = 400  # characters of an article in which short names of places count
_OPENS = 8  # what it weighs that a text opens with a place
_FIRST = 80  # characters in which a text says whose it is
_LEAST = 3  # how often a text names its own place that does not open with it
_BARE = 2  # characters of a full name that may be part of other words (和县, 新城北区)
Named = tuple[str, tuple[str, ...]]


def resolve(text: str, context: Sequence[str] = ()) -> str | None:
    """The code of the smallest place named in `text`, or None where that is open.

    `context` holds codes that the name may be read by, the nearest first: the document's own place above all. A name of
    several places (朝阳) takes the one inside such a place; without one it has no code. Names read from the left narrow
    those after them (通辽市科尔沁区).

    >>> resolve("通辽市科尔沁区"), resolve("朝阳区"), resolve("朝阳区", ["110000"])
    ('150502', None, '110105')
    """
    codes: tuple[str, ...] = ()
    text = _simplified(text)
    for name, found in _chain(text, tuple(context)):
        inside = tuple(c for c in found if any(o in gazetteer.above(c) for o in codes))
        if codes and not inside:
            if _is_short(name):
                continue  # a short name outside the place before it is part of another word
            return _choose(codes, context)
        codes = inside or found
    return _choose(codes, context) if codes else None


def home(reading: Reading, article: Article | None = None) -> tuple[str, ...]:
    """Codes of the places that an article (else the document) speaks of, the likeliest first; at most three.

    Read from the article's own place, the title, the dateline, the places that open its first clauses as their subject,
    and the full names that its text prints most. A county named where the text opens comes before the province around it.
    """
    text = reading.view.text[article.at.start:article.at.end] if article else reading.view.text
    heads = tuple(h for h in _heads(reading, article) if h)
    return _home(text, heads, article.place if article else None)


@lru_cache(maxsize=16)  # asked for by every record of an article
def _home(text: str, heads: tuple[str, ...], place: str | None) -> tuple[str, ...]:
    score: Counter[str] = Counter()
    simplified, heads = _simplified(text), tuple(map(_simplified, heads))
    line = simplified[:_FIRST].lstrip().split("\n")[0]
    heads = heads if _cue("sentence").search(line) or len(line) == _FIRST else (*heads, line)
    own = [*(c for h in heads for c in _opening(h, strict=False)), *_opening(simplified[:_FIRST], strict=True)]
    for c in dict.fromkeys(own):
        score[c] += _OPENS
    spoken = _subjects(simplified[:_HEAD])
    acting = dict(n for n in spoken if not _is_short(n[0])).items()
    short = [n for n in spoken if _is_short(n[0])]
    for weight, names in [(1, _full(simplified)), (1, acting), (2, short)]:
        for name, codes in names:
            if len(codes) == 1 and name not in _common():
                score[codes[0]] += weight
    for name in patterns.table("places/cues")["traditional"] if simplified != text else ():
        score[gazetteer.short_names()[name][0]] += simplified.count(name)
    if place and (code := resolve(place, [c for c, _ in score.most_common(3)])):
        score[code] += 100
    ranked = [c for c, n in sorted(score.items(), key=lambda e: (-e[1], e[0])) if n >= _LEAST or c in own]
    return _narrowed(ranked, score, own)[:3]


def _narrowed(codes: list[str], score: Counter[str], own: Sequence[str]) -> tuple[str, ...]:
    """The codes with the place inside the likeliest first, where the text opens with it (潮州市…广东省, 郴州市永兴县).

    Of several counties told as often, none is the text's own: it speaks of the place around them, or of many.
    """
    if not codes:
        return ()
    best = codes[0]
    rivals = [c for c in codes[1:] if not _within(c, best) and not _within(best, c) and 3 * score[c] >= 2 * score[best]]
    if rivals and best not in own:
        around = {gazetteer.places()[c].parent for c in (best, *rivals)}
        return (around.pop(),) if len(around) == 1 and "" not in around else ()
    best = next((c for c in own if c == best or (_within(c, best) and 2 * score[c] >= score[best])), best)
    return (best, *(c for c in codes if c != best))


def _opening(text: str, *, strict: bool) -> list[str]:
    """The codes of the places that a short text names in full or as its subject, in order; of a chain the smallest.

    `strict`: a short name counts where it acts.
    """
    out: list[str] = []
    last = -1
    for at, end, found in _each(text):
        if len(found[1]) == 1 and found[0] not in _common() and _stands(text, at, end):
            code = found[1][0]
            if out and at == last and _within(code, out[-1]):
                out[-1] = code
            elif not _is_short(found[0]) or _is_subject(text, at, end, strict=strict):
                out.append(code)
            last = end
    return out


def _within(code: str, other: str) -> bool:
    return bool(other) and other in gazetteer.above(code)[1:]


def _simplified(text: str) -> str:
    table = patterns.table("segment/traditional")
    if not any(mark in text for mark in table["marks"]):
        return text
    return text.translate(_characters())


@cache
def _characters() -> dict[int, int]:
    table = patterns.table("segment/traditional")
    return str.maketrans(table["traditional"], table["simplified"])


def _subjects(text: str) -> list[Named]:
    """The places, by full or short name, that open a clause and act in it, or follow another place that does.

    北京华联投资 and 惠民工程 speak of no place; 贵阳一季度 and 四川成都市 do.
    """
    out: list[Named] = []
    last = -1
    for at, end, found in _each(text):
        acts = _cue("subject_after" if _is_short(found[0]) else "no_company").match(text, end)
        if acts and (at == last or _is_subject(text, at, end, strict=False)):
            out.append(found)
            last = end
    return out


def _is_subject(text: str, at: int, end: int, *, strict: bool) -> bool:
    """Whether a name of a place opens its clause, and with `strict` acts in it."""
    opens = _cue("subject_before").search(text[max(0, at - 4):at])
    return bool(opens) and bool(_cue("subject_after" if strict else "no_feature").match(text, end))


@cache
def _cue(key: str) -> re.Pattern[str]:
    return re.compile(patterns.table("places/cues")[key])


def _heads(reading: Reading, article: Article | None) -> tuple[str | None, ...]:
    if article:
        return article.title, article.dateline, article.publisher
    return reading.document.title, reading.document.publisher


def _chain(text: str, context: tuple[str, ...]) -> list[Named]:
    """The place names in the text from left to right; zones stand for the place they lie in."""
    for name, codes in gazetteer.zones().items():
        if name in text:
            return [(name, codes)]
    return [(n, c) for n, c in _names(text) if n not in _common() or _near(c, context)]


def _names(text: str) -> list[Named]:
    """The names of places in a short text, longest first from the left."""
    return [found for _, _, found in _each(text)]


def _each(text: str) -> Iterator[tuple[int, int, Named]]:
    """Where each name of a place begins and ends, and the name; none inside another."""
    done = 0
    for at in gazetteer.starts(text):
        if at >= done and (found := gazetteer.named_at(text, at)):
            done = at + len(found[0])
            yield at, done, found


def _full(text: str) -> list[Named]:
    """The full names of places in a text of any length, found from their last characters."""
    known, sizes = gazetteer.full_names(), gazetteer.full_sizes()
    out: list[Named] = []
    done = 0
    for ending in _endings().finditer(text):
        end = ending.end()
        for size in sizes.get(text[end - 2:end], ()):
            start = end - size
            codes = known.get(text[start:end]) if start >= done else None
            if codes and _stands(text, start, end):
                out.append((text[start:end], codes))
                done = end
                break
    return out


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a name stands for the place: not for a company, not as a part of other words (政府和县委, 新城北区)."""
    bare = (end - start == _BARE and not _is_short(text[start:end])) or text[start:end - 1] in _common()
    return bool(_cue("no_company").match(text, end)) and (
        not bare or bool(_cue("bare_before").search(text[max(0, start - 1):start]))
    )


def _choose(codes: tuple[str, ...], context: Sequence[str]) -> str | None:
    if len(codes) == 1:
        return codes[0]
    for near in context:
        inside = [c for c in codes if near in gazetteer.above(c)] or [c for c in codes if c in gazetteer.above(near)]
        if len(inside) == 1:
            return inside[0]
        if inside:
            codes = tuple(inside)
    provinces = [c for c in codes if c.endswith("0000")]
    around = provinces or [c for c in codes if all(c in gazetteer.above(o) for o in codes)]
    return around[0] if len(around) == 1 else None


def of_name(name: str, own: Sequence[str]) -> str | None:
    """The code of the place that a project's name shows, read by the document's own places.

    With these it lies in them or in their province: 北京航天产业园 may be built anywhere. Without them a full name counts,
    names in a chain, or the short name of a prefecture.

    >>> of_name("北京航天产业园", ["320900"]), of_name("富川风光储项目", ["450100"]), of_name("金溪航电枢纽", [])
    (None, '451123', None)
    """
    code = resolve(name, own)
    if not code:
        return None
    if own:
        near = lies_in(code, own) or code[:2] == own[0][:2]
        return code if near and not _within(own[0], code) else None
    names = _names(_simplified(name))
    if not _is_short(names[0][0]):
        return code
    return code if not code.endswith("0000") and (code.endswith("00") or len(names) > 1) else None


def lies_in(code: str, places: Sequence[str]) -> bool:
    """Whether a place lies in one of these.

    >>> lies_in("150502", ["150500"]), lies_in("150000", ["150500"])
    (True, False)
    """
    return any(place in gazetteer.above(code) for place in places)


def _near(codes: tuple[str, ...], context: tuple[str, ...]) -> bool:
    return any(near in gazetteer.above(c) or c in gazetteer.above(near) for c in codes for near in context)


def _is_short(name: str) -> bool:
    return name not in gazetteer.full_names()


@cache
def _common() -> frozenset[str]:
    return frozenset(patterns.table("places/cues")["common_words"])


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(f"[{patterns.table('places/cues')['endings']}]")

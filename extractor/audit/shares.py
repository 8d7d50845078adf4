"""Shares and rates: a part of a whole in percent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import groupby

import patterns
from extractor.audit.intervals import Interval, point
from extractor.audit.relation import Relation, check, finding, holds, likely_slip
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import RATIOS, Figure, Scene, any_of, bigrams, inside_tail, joint
from extractor.model import Finding, Verdict

_ROLES = ("part", "whole", "share")


def shares(scene: Scene) -> Iterator[Finding]:
    """A finding for every percentage that the text calls a share, a rate or a degree of completion of figures it prints."""
    parts: set[int] = set()
    listed: set[int] = set()
    alone: list[Figure] = []
    for figure in scene.figures:
        if figure.mention.kind != "percent" or figure.value is None or figure.order in listed:
            continue
        if figure.use == "share" and _each().search(figure.left):
            run = _joined(scene, figure)
            listed |= {f.order for f in run}
            yield from _parallel(scene, run)
            continue
        if figure.use == "share":
            found = _share(scene, figure, parts)
        elif figure.use == "rate":
            found = _rate(scene, figure)
        else:
            continue
        if found:
            yield found
        elif figure.use == "share":
            alone.append(figure)
    for _, group in groupby(alone, key=lambda f: f.sentence):
        yield from _of_one_whole(scene, list(group))
    yield from _hundreds(scene)


def _of_one_whole(scene: Scene, group: list[Figure]) -> Iterator[Finding]:
    """男性 a 人，占 x%；女性 b 人，占 y%: parts of a whole printed further up, or of all that the list names.

    The whole is the one that at least half of the shares fit, two or one of four digits; one that does not is a warning.
    """
    pairs = [(p, s) for s in group if (p := _part(scene, s)) and _own(scene, p, s)]
    if len(pairs) < 2 or len({p.family for p, _ in pairs}) > 1 or pairs[0][0].use == "average":
        return
    largest = max(p.value or Fraction(0) for p, _ in pairs)
    named = bigrams("".join(_named_whole(s.left) for _, s in pairs), _generic())
    for whole in scene.earlier(pairs[0][0]):
        if (whole.value or 0) < largest or (named and not named & bigrams(whole.left + whole.right)):
            continue
        made = [_relation(p, whole, s, firm=False) for p, s in pairs]
        fits = [r for r in made if holds(r)]
        sure = any(len(r.reported.digits) > 4 for r in fits)
        if 2 * len(fits) >= len(made) and (sure or (len(fits) > 1 and any(telling(r.reported) for r in fits))):
            yield from (f for r in made if (f := check(_otherwise(r, "warning"))))
            yield from _all_named(pairs, whole)
            return


def _all_named(pairs: list[tuple[Figure, Figure]], whole: Figure) -> Iterator[Finding]:
    """Parts whose shares come to 100 % are all of their whole."""
    slack = sum((s.step / 2 for _, s in pairs), Fraction(0))
    if abs(sum((s.value or Fraction(0) for _, s in pairs), Fraction(0)) - 100) <= slack:
        n = len(pairs)
        found = check(Relation("sum", tuple(p for p, _ in pairs), whole, _add, " + ".join(f"{{{i}}}" for i in range(n)),
                               (*("part",) * n, "whole"), firm=False, otherwise="warning", missing="parts"))
        if found:
            yield found


def _own(scene: Scene, part: Figure, share: Figure) -> bool:
    """Whether a share is of the part before it and not of another thing named in its own clause."""
    subject = bigrams(_subject(share.left), _noise())
    return not subject or bool(subject & bigrams(part.left + part.right))


def percent_of(terms: Sequence[Interval]) -> Interval:
    """Part and whole → percent."""
    return terms[0].over(terms[1]) * 100


def _relation(part: Figure, whole: Figure, share: Figure, *, firm: bool) -> Relation:
    return Relation("share", (part, whole), share, percent_of, "{0} ÷ {1}", _ROLES, firm=firm, missing="whole", whole=False)


def _share(scene: Scene, share: Figure, parts: set[int]) -> Finding | None:
    inner = _inner_whole(scene, share)
    named = _named_whole(share.left)
    subject = bigrams(_subject(share.left), _noise())
    part = _part_of(scene, inner) if inner else _part(scene, share)
    if part is None or (subject and not inner and not subject & bigrams(part.left + part.right)):
        return _far(scene, share, subject, bigrams(named, _generic())) if subject and not inner else None
    if inner:
        return check(_relation(part, inner, share, firm=_same_time(scene, part, inner)))
    wholes = _wholes(scene, part)
    words = bigrams(named, _generic())
    matching = [f for f in wholes if words & bigrams(f.left + f.right)]
    free = [f for f in wholes if f.order not in parts]
    parts.add(part.order)
    if words:
        return _named(scene, part, share, free, matching, named)
    return _unnamed(scene, part, share, free)


def percent_whole(scene: Scene, share: Figure) -> Figure | None:
    """The part of a share whose whole is named and printed nowhere before it; None for any other."""
    words = bigrams(_named_whole(share.left), _generic())
    part = _part(scene, share)
    if part is None or not words or _inner_whole(scene, share):
        return None
    subject = bigrams(_subject(share.left), _noise())
    if subject and not subject & bigrams(part.left + part.right):
        return None
    return None if any(words & bigrams(f.left + f.right) for f in _wholes(scene, part)) else part


def _joined(scene: Scene, first: Figure) -> list[Figure]:
    """The shares of one list: 分别占 a、b 和 c."""
    run = [first]
    for figure in scene.figures[first.order + 1:]:
        if figure.use != "share" or not joint().fullmatch(scene.text[run[-1].end:figure.start]):
            break
        run.append(figure)
    return run


def _parallel(scene: Scene, run: list[Figure]) -> Iterator[Finding]:
    """甲 x、乙 y，分别占 a 和 b: each part against its share; the whole is the one that most of them fit."""
    before = [f for f in scene.before(run[0], reach=16) if f.use in _LEVELS and f.value and f.family not in RATIOS
              and f.sentence == run[0].sentence]
    parts = before[:len(run)][::-1]
    if len(run) < 2 or len(parts) < len(run) or len({f.family for f in parts}) > 1:
        return
    for whole in _wholes(scene, parts[0])[:4]:
        relations = [_relation(p, whole, s, firm=True) for p, s in zip(parts, run, strict=True)]
        fits = sum(map(holds, relations))
        if fits * 2 > len(run) or (fits * 2 == len(run) and any(telling(r.reported) for r in relations if holds(r))):
            yield from (f for r in relations if (f := check(r)))
            return


def _inner_whole(scene: Scene, share: Figure) -> Figure | None:
    """占年度计划4.5亿元的93.3%: the whole is printed inside the words of the share."""
    before = scene.figures[share.order - 1] if share.order else None
    if before is None or before.clause != share.clause or before.family in RATIOS or not before.value:
        return None
    return before if inside_tail().search(share.left) else None


def _part_of(scene: Scene, whole: Figure) -> Figure | None:
    """The nearest figure before a whole in its sentence that counts the same."""
    return next((f for f in scene.before(whole, reach=5) if f.sentence == whole.sentence and f.family == whole.family
                 and f.use in _LEVELS and f.value and not f.mention.soft), None)


def _subject(left: str) -> str:
    """What a share is said of in its own clause: 外资企业 in 外资企业占总数的."""
    for pattern in (*_whole_patterns(), _plain()):
        found = pattern.search(left)
        if found:
            return left[:found.start()]
    return ""


def _far(scene: Scene, share: Figure, subject: frozenset[str], words: frozenset[str]) -> Finding | None:
    """首期投资占净资产的15.99%: part and whole both named, both printed further up; said only where they fit."""
    if not words or not telling(share):
        return None
    near = [f for f in scene.figures[max(0, share.order - 40):share.order]
            if f.use in _LEVELS and f.value and not f.mention.soft and f.family not in RATIOS]
    wholes = [f for f in near if words <= bigrams(f.left + f.right)]
    parts = [f for f in near if subject <= bigrams(f.left + f.right)]
    if len(wholes) == len(parts) == 1 and wholes[0].line == share.line and parts[0].family == wholes[0].family and (
            parts[0] is not wholes[0] and (parts[0].value or 0) <= (wholes[0].value or 0)):
        return check(_otherwise(_relation(parts[0], wholes[0], share, firm=False), "warning"))
    for whole in reversed(wholes):
        for part in reversed(parts):
            relation = _relation(part, whole, share, firm=False)
            if part is not whole and part.family == whole.family and holds(relation):
                return check(relation)
    return None


def _named(scene: Scene, part: Figure, share: Figure, wholes: list[Figure], matching: list[Figure],
           named: str) -> Finding | None:
    """The whole is named: among the figures before, those labelled so; then, only if it fits to three digits, another."""
    for whole in matching:
        relation = _relation(part, whole, share, firm=True)
        if holds(relation):
            return check(relation)
    carried = [f for f in _wholes(scene, part) if f not in matching and _same_metric(scene, f, matching)]
    bare = next((f for f in carried if telling(share) and holds(_relation(part, f, share, firm=False))), None)
    if bare:
        return check(_relation(part, bare, share, firm=False))
    others = [f for f in wholes if f not in matching and f.sentence == share.sentence]
    fitting = next((f for f in others if telling(share) and holds(_relation(part, f, share, firm=False))), None)
    words = bigrams(named, _generic())
    planned = bool(_plans().search(named))
    matching = [f for f in matching if ((f.value or 0) >= (part.value or 0) or _taken_from(scene, part, f) or (
                planned and _plans().search(f.left)))
                and 2 * len(words & bigrams(f.left + f.right)) >= len(words)]
    if not matching:
        return _of_topic(scene, part, share, words, named)
    if len(matching) > 1:
        slipped = next((r for f in matching if (r := _relation(part, f, share, firm=False)) and _slipped(r)), None)
        if slipped:
            return check(_otherwise(slipped, "warning"))
    whole = matching[0]
    covered = words <= bigrams(whole.left + whole.right)
    near = whole.sentence == share.sentence
    firm = (len(matching) == 1 and near and covered and not _elsewhere(named, whole, scene)
            and _same_time(scene, whole, part))
    if fitting:
        relation = _relation(part, whole, share, firm=False)
        return finding(_with(relation, named=named, fits=fitting.printed), "warning", "other_whole")
    relation = _relation(part, whole, share, firm=firm)
    return check(_otherwise(relation, "warning" if telling(share) and (near or covered) else "unclear"))


def _same_metric(scene: Scene, figure: Figure, matching: list[Figure]) -> bool:
    """一般公共预算收入预算为 A，实际完成 B: a clause of nothing but 完成 goes on with the metric before it."""
    return any(f.sentence == figure.sentence and f.order == figure.order - 1 for f in matching) and not _without_generic(
        _carried().sub("", figure.left))


def _slipped(relation: Relation) -> bool:
    """Whether swapped digits, a moved point or 万 for 亿 would make a relation of four digits or more hold."""
    slip = likely_slip(relation)
    return bool(slip and slip.kind != "digit" and len(relation.reported.digits.replace(".", "")) >= 4)


def _belongs(scene: Scene, part: Figure, whole: Figure, share: Figure) -> bool:
    """Whether words tie a part to a whole that its share does not name: 其中, 已, 占总数, or a noun that both bear."""
    if _taken_from(scene, part, whole):
        return True
    if not telling(share):
        return False
    return bool(_total().search(share.left) or _out_of().search(scene.text, whole.end, part.start)
                or bigrams(part.left[-6:], _generic()) & bigrams(whole.left[-8:] + whole.right, _generic()))


def _bearing(name: str, figures: list[Figure]) -> list[Figure]:
    """The figures that bear a name and no more; else those whose words end in all of it; else all of them."""
    bare = _without_generic(name)
    equal = [f for f in figures if bare and _without_generic(f.left) == bare]
    ending = [f for f in figures if len(bare) > 2 and f.left.rstrip(_copulas()).endswith(_without_places(name))]
    return equal or ending or figures


def _without_generic(text: str) -> str:
    return _generic_words().sub("", text)


def _without_places(text: str) -> str:
    return _leading().sub("", text)


def _of_topic(scene: Scene, part: Figure, share: Figure, words: frozenset[str], name: str = "") -> Finding | None:
    """The whole is named and printed further up in the article: the nearest figure with all of the name beside it."""
    wholes = [f for f in scene.earlier(part) if words and words <= bigrams(f.left + f.right)
              and not f.left.endswith(tuple(_generic_ends()))]
    wholes = _bearing(name, wholes)
    for whole in wholes[:4]:
        relation = _relation(part, whole, share, firm=True)
        if holds(relation):
            return check(relation)
    if not wholes or len({w.value for w in wholes}) > 1 or (wholes[0].value or 0) < (part.value or 0):
        return None
    made = _relation(part, wholes[0], share, firm=False)
    near = wholes[0].line == part.line or not _plans().search(name)
    return check(_otherwise(made, "warning" if near or likely_slip(made) else "unclear"))


def _topic(scene: Scene, figure: Figure) -> frozenset[str]:
    """签约项目中，已注册63个: the words that open a sentence with 中 name the whole."""
    start, _ = scene.sentence(figure.start)
    found = _within().match(scene.text, start, figure.start)
    return bigrams(found["whole"], _generic()) if found else frozenset()


def _unnamed(scene: Scene, part: Figure, share: Figure, wholes: list[Figure]) -> Finding | None:
    """占总量的, 占比: the whole is the figure that the part was taken from."""
    near = [f for f in wholes if share.sentence - f.sentence <= 1]
    for whole in near:
        relation = _relation(part, whole, share, firm=True)
        here = not _elsewhere(_named_whole(share.left), whole, scene)
        if here and holds(relation) and _belongs(scene, part, whole, share):
            return check(relation)
    if not near or _elsewhere(_named_whole(share.left), near[0], scene):
        return None
    alike = [f for f in near if f.left[-3:] == part.left[-3:] and len(part.left) >= 3]
    whole = alike[0] if alike and _out_of().search(scene.text, alike[0].end, part.start) else near[0]
    firm = (len(near) == 1 or whole in alike) and _same_time(scene, whole, part) and (
        whole in alike or _taken_from(scene, part, whole))
    return check(_otherwise(_relation(part, whole, share, firm=firm), None))


def _otherwise(relation: Relation, verdict: Verdict | None) -> Relation:
    return replace(relation, otherwise=verdict)


def _with(relation: Relation, **fills: str) -> Relation:
    return replace(relation, fills=fills)


def _part(scene: Scene, share: Figure) -> Figure | None:
    """The figure that the share is about: the nearest amount before it in its sentence, two clauses away at most."""
    for figure in scene.before(share, reach=4):
        if figure.sentence != share.sentence or share.clause - figure.clause > 2:
            return None
        if figure.family not in RATIOS:
            return figure if figure.use in (*_LEVELS, "average") and figure.value and not figure.mention.soft else None
        if figure.use == "share":
            return None
    return None


def _wholes(scene: Scene, part: Figure) -> list[Figure]:
    """The figures before a part that it can be a part of, nearest first; of an average, averages."""
    uses = ("average",) if part.use == "average" else _LEVELS
    return [f for f in scene.before(part)
            if f.family == part.family and f.use in uses and f.value and not f.mention.soft]


def _named_whole(left: str) -> str:
    for pattern in _whole_patterns():
        found = pattern.search(left)
        if found:
            return found["whole"]
    return ""


def telling(share: Figure) -> bool:
    """Three digits or more: a fit is no accident."""
    return len(share.digits.replace(".", "").lstrip("0")) >= 3


def _taken_from(scene: Scene, part: Figure, whole: Figure) -> bool:
    """Between whole and part stands 其中, or the part is what is already done of it."""
    between = scene.text[whole.end:part.start]
    return bool(_out_of().search(between)) and not any(
        f.family == part.family and f.use in _LEVELS for f in scene.figures[whole.order + 1:part.order]
        if not _out_of().search(scene.text[whole.end:f.start]))


def _elsewhere(named: str, whole: Figure, scene: Scene) -> bool:
    """Whether the named whole belongs to a wider scope than the figure stands for."""
    around = scene.text[scene.sentence(whole.start)[0]:whole.end + 12]
    return any(w in named and w not in around for w in patterns.table("audit/relations")["share"]["elsewhere"])


def _same_time(scene: Scene, whole: Figure, part: Figure) -> bool:
    between = scene.times(whole.end, part.start)
    return not between or set(between) <= {*_still()}


def _still() -> Iterable[str]:
    words: list[str] = patterns.table("audit/relations")["share"]["still"]
    return words


# ---- rates -----------------------------------------------------------------------------------------------------------

def _rate(scene: Scene, rate: Figure) -> Finding | None:
    """已开工280个，开工率94.6%: the part bears the rate's stem, the whole stands right before it."""
    found = _stem().search(rate.left)
    if not found:
        return None
    stem, prefix = found["stem"], found["prefix"]
    stem = patterns.table("audit/relations")["share"]["named"].get(stem, stem)
    near = [f for f in scene.before(rate, reach=6) if rate.sentence == f.sentence and rate.clause - f.clause <= 4]
    parts = [f for f in near if f.use in _LEVELS and f.value and not f.mention.soft and f.family not in RATIOS
             and _bears(scene, stem, f)]
    for part in parts:
        found_whole = _rate_whole(scene, part, rate)
        if found_whole:
            return found_whole
    done = [f for f in parts if _done().search(f.left)] or parts
    return _rate_fails(scene, done[0], rate, stem, prefix) if len(done) == 1 else None


def _bears(scene: Scene, stem: str, figure: Figure) -> bool:
    """Whether a figure is of the rate's stem: 合格486批 for 合格率, not 不合格14批; words before a next figure are its."""
    following = scene.figures[figure.order + 1] if figure.order + 1 < len(scene.figures) else None
    words = figure.left if following and following.clause == figure.clause else figure.left + figure.right
    return stem in _denied().sub("", words)


def _rate_whole(scene: Scene, part: Figure, rate: Figure) -> Finding | None:
    """The finding of a rate and its part with the whole that fits, if one does."""
    topic = _topic(scene, part)
    if topic:
        return _of_topic(scene, part, rate, topic)
    wholes = [f for f in _wholes(scene, part) if f.sentence == part.sentence]
    for whole in wholes[:3]:
        relation = _relation(part, whole, rate, firm=True)
        if holds(relation) and (whole is wholes[0] or telling(rate)):
            return check(relation)
    return None


def _rate_fails(scene: Scene, part: Figure, rate: Figure, stem: str, prefix: str) -> Finding | None:
    """A rate that its part and the figure before that do not give: firm where nothing else can be meant."""
    wholes = [f for f in _wholes(scene, part) if f.sentence == part.sentence]
    if not wholes:
        return _before(scene, part, rate)
    whole = wholes[0]
    words = bigrams(prefix, _generic())
    alone = not any(f.family == part.family and f.use in _LEVELS for f in scene.figures[part.order + 1:rate.order])
    firm = (words <= bigrams(whole.left + whole.right + part.left + part.right) and _same_time(scene, whole, part)
            and (whole.value or 0) >= (part.value or 0) and not (stem in whole.left and _done().search(whole.left))
            and part.clause - whole.clause <= 1 and alone)
    return check(_relation(part, whole, rate, firm=firm))


def _before(scene: Scene, part: Figure, rate: Figure) -> Finding | None:
    """总投资9600万元。到位资金7200万元，到位率75%: the whole is the last figure of its unit in the sentence before."""
    near = [f for f in _wholes(scene, part) if part.sentence - f.sentence <= 2]
    largest = max(near, key=lambda f: f.value or 0, default=None)
    wholes = [f for f in near if part.sentence - f.sentence == 1][:2]
    if largest is not None and largest not in wholes:
        wholes.append(largest)
    made = [_relation(part, f, rate, firm=False) for f in wholes]
    fitting = next((m for m in made if holds(m) and telling(rate)), None)
    if fitting:
        return check(fitting)
    if largest is not None and len(made) > 1 and telling(rate) and (largest.value or 0) >= (part.value or 0):
        slipped = _relation(part, largest, rate, firm=False)
        slip = likely_slip(slipped)
        return check(_otherwise(slipped, "warning")) if slip and _done().search(part.left) else None
    if len(made) != 1 or (wholes[0].value or 0) < (part.value or 0) or part.mention.kind == "count":
        return None
    slip = likely_slip(made[0])
    return check(_otherwise(made[0], "warning")) if slip and slip.kind != "digit" else None


# ---- shares of one whole ---------------------------------------------------------------------------------------------

def _hundreds(scene: Scene) -> Iterator[Finding]:
    """Shares listed in one sentence that are all of a whole add up to 100."""
    run: list[Figure] = []
    for figure in scene.figures:
        if run and figure.sentence != run[-1].sentence:
            yield from _hundred(scene, run)
            run = []
        if figure.mention.kind == "percent" and figure.value is not None and (
                figure.use == "share" or (run and figure.use == "level")):
            run.append(figure)
    yield from _hundred(scene, run)


def _hundred(scene: Scene, run: list[Figure]) -> Iterator[Finding]:
    if len(run) < 2:
        return
    sentence = scene.text[slice(*scene.sentence(run[0].start))]
    rest = any(w in run[-1].left for w in patterns.table("audit/relations")["difference"]["rest_firm"])
    names = next((row["names"] for row in patterns.table("audit/partitions")["partition"]
                  if len(row["names"]) == len(run) and all(n in sentence for n in row["names"])), None)
    counted = patterns.table("audit/partitions")["counted"]
    complete = rest or (names is not None and len(run) >= 3) or any(
        word in run[0].left and n == len(run) for word, n in counted.items())
    total = sum((f.value or Fraction(0) for f in run), Fraction(0))
    slack = sum((f.step / 2 for f in run), Fraction(0))
    fits = abs(total - 100) <= slack
    if not (complete or (fits and len(run) >= 3 and len({f.clause for f in run}) <= len(run))):
        return
    relation = Relation("sum", tuple(run[:-1]), run[-1], lambda terms: point(100) - _add(terms),
                        "100 − " + " − ".join(f"{{{i}}}" for i in range(len(run) - 1)),
                        (*("share",) * (len(run) - 1), "share"), firm=complete, whole=False)
    shown = f"{float(total):g}"
    if fits or complete:
        name = "hundred" if fits else "hundred_over" if total > 100 else "hundred_under"
        made = finding(_with(relation, expected=shown), "consistent" if fits else "inconsistent", name)
        if made:
            yield made


def _add(terms: Sequence[Interval]) -> Interval:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


# ---- knowledge -------------------------------------------------------------------------------------------------------

def _generic() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["share"]["generic"]
    return words


def _copulas() -> str:
    words: str = patterns.table("audit/relations")["share"]["copulas"]
    return words


@cache
def _carried() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["share"]["carried"]))


@cache
def _generic_words() -> re.Pattern[str]:
    return re.compile(any_of([*_generic(), *_copulas(), *patterns.table("audit/relations")["share"]["amount"]]))


@cache
def _leading() -> re.Pattern[str]:
    return re.compile("^" + any_of(_generic()) + "{1,3}")


@cache
def _whole_patterns() -> tuple[re.Pattern[str], ...]:
    relations = patterns.table("audit/relations")
    return tuple(re.compile(relations[name]["whole"]) for name in ("share", "completion"))


@cache
def _each() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["share"]["each"]))


@cache
def _total() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["share"]["total"]))


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["share"]["denied"])


@cache
def _done() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["order"]["done"]))


@cache
def _plans() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["completion"]["plan"]))


@cache
def _within() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["share"]["within"])


def _generic_ends() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["order"]["done"]
    return words


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["share"]["plain"])


def _noise() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["share"]["subject_noise"]
    return words


@cache
def _stem() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["share"]["stem"])


@cache
def _out_of() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["share"]["out_of"]))

"""Names in a row to which figures in a row belong in turn: 投资、产值、税收分别达到3亿元、2亿元、1亿元."""

from __future__ import annotations

from extractor.assemble.indicators_growth import of_subject
from extractor.assemble.indicators_phrase import Metric, Phrases
from extractor.assemble.indicators_spot import Spot, cue
from extractor.assemble.indicators_words import SIGNS, last_words, parted, spread, strip
from extractor.model import Span


def shares(spot: Spot, run: int, phrases: Phrases, before_clause: str) -> list[Metric]:
    """The names that `run` figures are given to in turn: 投资、产值、税收分别达到3亿元、2亿元、1亿元."""
    before = spot.before_words
    if given := cue["scope", "given"].search(before):
        noun = phrases.given(spot) or strip(given["noun"])
        return [Metric(noun, None, "what is given")] * run if noun else []
    split = list(cue["scope", "in_turn"].finditer(before))
    if not split:
        return []
    if sized := _sized(spot, Span(spot.before.start, spot.before.start + split[-1].start()), run, phrases):
        return sized
    whole = phrases.phrase(spot, Span(spot.before.start, spot.before.start + split[-1].start())).noun
    whole = cue["scope", "compared"].sub("", whole)  # 同比分别下降: the names stand in the clause before
    whole, kind = _class(whole or _told(cue["scope", "listed"].sub("", before_clause), phrases))
    names = parted(whole, run)
    if len(names) < run:
        return []
    if len(names) > run and (summed := cue["scope", "summed"].search(names[run - 1])):
        names = [*names[:run - 1], names[run - 1][:summed.start()]]
    average = cue["growth", "average"].search(before)
    verb = of_subject(strip(before)) if spot.figure.kind == "percent" and not average else None
    behind = before[split[-1].end():].strip(SIGNS)
    while last := last_words(behind):
        behind = behind[:last.start()].rstrip(SIGNS)
    behind = "" if cue["growth", "verb"].fullmatch(behind) or cue["strip", "trailing"].fullmatch(behind) else behind
    names = [phrases.cut(strip(n.replace(average.group(), "") if average else n)) for n in names[-run:]]
    names = [cue["scope", "compared"].sub("", n) for n in names]
    if not all(names):
        return []
    if behind and all(cue["scope", "bodies"].search(n) for n in names):
        return [Metric(behind, n) for n in names]
    if (tail := cue["scope", "shared"].search(names[-1])) and not any(
            cue["scope", "shared"].search(n) for n in names[:-1]):
        names = [*(n + spread(names, tail.group(), phrases.words) for n in names[:-1]), names[-1]]
    ending = verb["verb"] if verb else behind
    return [Metric(n + kind + ending) for n in names]


def _told(clause: str, phrases: Phrases) -> str:
    """The names that a clause tells something of: the last of them to its predicate (甲类、乙类受节日影响)."""
    listed, mark, last = clause.rpartition("、")
    return listed + mark + phrases.subject(last)


def _class(names: str) -> tuple[str, str]:
    """A list of names without the class that closes it, and what is measured of that (原煤、水泥等行业产品产量)."""
    found = cue["scope", "and_others"].search(names)
    if not found:
        return names, ""
    tail = cue["scope", "shared"].search(names)
    return names[:found.start()], tail.group() if tail else ""


def _sized(spot: Spot, span: Span, run: int, phrases: Phrases) -> list[Metric]:
    """The size classes that `run` figures are of in turn: 总投资5亿元、10亿元以上项目分别有8个、7个."""
    classes = [m for m in phrases.soft if span.start <= m.at.start and m.at.end <= span.end]
    if len(classes) != run:
        return []
    bound = cue["scope", "bound"].match(spot.text, classes[-1].at.end)
    over = bound.group() if bound else ""
    noun = strip(spot.words(Span(classes[-1].at.end + len(over), span.end)))
    lead = phrases.cut(strip(spot.words(Span(span.start, classes[0].at.start))))
    return [Metric(noun, lead + spot.text[m.at.start:m.at.end] + over) for m in classes] if noun else []

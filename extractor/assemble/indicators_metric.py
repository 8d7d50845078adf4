"""What a figure measures: the noun phrase before it, around it, or the one it takes over from the figure before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

import patterns
from extractor.assemble.indicators_growth import bare, is_reference, is_share, of_subject
from extractor.assemble.indicators_lists import shares
from extractor.assemble.indicators_phrase import NOUN, PHRASE, Metric, Phrases, kept
from extractor.assemble.indicators_spot import Spot, cue
from extractor.assemble.indicators_words import LONGEST, SIGNS, last_words, paired, strip, undated
from extractor.model import Mention, Span
from patterns import gazetteer

_CLAUSE = 120  # characters of the clause before
_CLASS = "class of the things counted before"
_SHARE, _SHARE_BEFORE = "share of what is named", "share of what stands before"
_SHARES = (_SHARE, _SHARE_BEFORE)
_BARE = 2  # characters of a noun that says little without what is done
_PART = 18  # characters of what a part of things does (60%的乡镇通油路)
_NAME = 7  # characters of the name of a crop


class Reader:
    """Reads the figures of one paragraph in order and remembers the metrics that later ones take over."""

    def __init__(self, dates: Sequence[Mention], soft: Sequence[Mention],
                 words: Callable[[str], list[tuple[int, int]]]) -> None:
        self.phrases, self.words = Phrases(dates, soft, words), words
        self.last: Metric | None = None
        self.counted: Metric | None = None
        self.sentence: Span | None = None
        self.by_unit: dict[str, Metric] = {}
        self.shared: list[Metric] = []
        self.turned: Span | None = None
        self.sown = False
        self.counts: dict[str, Metric] = {}
        self.whole: dict[str, Metric] = {}

    def metric(self, spot: Spot, run: int = 1) -> Metric | None:
        """The metric of the next figure, or None where the text names none; `run` bare figures are listed from it on."""
        if spot.sentence != self.sentence:
            self.sentence, self.counted, self.shared = spot.sentence, None, []
        found = self._read(spot)
        if run > 1:
            self.shared = shares(spot, run, self.phrases, self._clause_text(spot))
        if found and self.shared:
            one = self.shared.pop(0)
            tail = found.scope if cue["growth", "average"].search(found.scope or "") else one.scope
            found = Metric(one.phrase, tail, "one of a list, in its order")
        if found:
            if found.scope is None and (owned := cue["phrase", "of_projects"].fullmatch(found.phrase)):
                found = found._replace(phrase=owned["what"], scope=owned["of"])
            if (phrase := paired(found.phrase)) != found.phrase:
                found = found._replace(phrase=phrase)
            self.last = found
            self.sown = bool(cue["predicates", "areas"].fullmatch(spot.figure.unit or ""))
            self.by_unit[spot.figure.unit or ""] = found
            self.counts.setdefault(spot.figure.unit or "", found)
            if spot.figure.kind == "count" and found.rule != _CLASS and not found.rule.startswith("predicate"):
                self.counted = found
        return found

    def go_on(self, before: Reader) -> None:
        """Take over what the paragraph before measured: this one parts it by place, trade or size (从区域看：…)."""
        self.whole = before.counts

    def hear(self, spot: Spot) -> None:
        """Remember what a figure speaks of that is no indicator (比例每年提高5个百分点，2026年达到30%)."""
        found = of_subject(self.phrases.phrase(spot, spot.before).noun)
        if found and (subject := strip(self.phrases.cut(found["subject"]))):
            self.last = Metric(subject, None, "subject of a change")

    def _read(self, spot: Spot) -> Metric | None:
        if self.last and is_reference(spot):
            return self.last._replace(rule="value of the time compared with", end=0)
        start = max(spot.before.start, self.last.end if self.last else 0)
        span = Span(min(start, spot.figure.at.start), spot.figure.at.start)
        before = self.phrases.phrase(spot, span)
        noun, reach = self.phrases.noun(spot)
        if self.whole and (part := self._of_part(spot, noun)):
            return part
        if found := self._in_all(spot, before) or self._planned(spot, before) or self._unit(spot, before, noun):
            return found
        if spot.figure.kind == "count" and spot.before_words and (sized := self._sized(spot)):
            return sized
        if spot.figure.kind == "count" and noun and not cue["scope", "amount"].search(before.phrase):
            return self._counted(spot, spot.words(span), before, noun, reach)
        if is_share(spot) and (share := self._share(spot)):
            return share
        if spot.figure.kind == "percent" and (part := self._part(spot, before)):
            return part
        if growth := self._turned(spot) or self._growth(spot, before):
            return growth
        if before.phrase and _frequency().fullmatch(before.phrase):
            old = self.by_unit.get(spot.figure.unit or "")
            return old._replace(scope=before.phrase, rule="taken over, limited anew", end=0) if old else None
        if before.phrase and _alone().fullmatch(before.phrase):
            return before._replace(scope=self.counted.thing if self.counted else before.scope,
                           rule="predicate of the thing counted before")
        if granted := self._granted(spot, noun) or self._of_plan(spot):
            return granted
        if owned := self._owned(before):
            return owned
        if noun and before.phrase and _bare_verb().fullmatch(before.phrase):
            return Metric(before.phrase + noun, before.scope, "verb and noun around the figure", reach, noun)
        if self.last and cue["scope", "each"].fullmatch(before.phrase):
            return before._replace(phrase=before.phrase + self.last.phrase, rule="average of what stands before")
        if part := self._of_place(spot, before):
            return part
        kinds = spot.figure.kind == "count" and self.counted and cue["scope", "class"].fullmatch(before.phrase)
        if kinds and self.counted and (cue["scope", "within"].search(spot.before_words) or self._in_bracket(spot)):
            thing, limit = self.counted.thing, before.phrase
            if cue["scope", "class_first"].match(thing):  # 市级以上企业400家（国家级8家）
                thing, limit = limit, thing
            return before._replace(phrase=thing, scope=limit, rule=_CLASS)
        if before.phrase:
            if before.scope is None and self.counted and _of_counted().fullmatch(before.phrase):
                return before._replace(scope=self.counted.thing)
            return before
        if noun:
            return Metric(noun, before.scope, "noun behind the figure", reach, noun)
        return self._taken_over(spot) or self._behind(spot)

    def _of_part(self, spot: Spot, noun: str) -> Metric | None:
        """The metric of a part that has nothing but its name before its count (东山区26个，总投资4亿元)."""
        old = self.whole.get(spot.figure.unit or "") if spot.figure.kind == "count" and not noun else None
        name = spot.before_words.strip(SIGNS)
        if not old or len(name) < _BARE or cue["predicates", "things"].search(name):
            return None
        return old._replace(scope=name, rule="part of what the paragraph before counts", end=0)

    def _in_all(self, spot: Spot, before: Metric) -> Metric | None:
        """The metric of what a number brings all to (新增企业16家，累计达到62家): the things, not that they are new."""
        if self.last and not before.phrase and spot.figure.unit in self.by_unit and cue["scope", "in_all"].fullmatch(
                spot.before_words.strip(SIGNS)):
            old = self.by_unit[spot.figure.unit or ""]
            return old._replace(phrase=cue["scope", "new"].sub("", old.phrase), rule="all of what stands before", end=0)
        return None

    def _planned(self, spot: Spot, before: Metric) -> Metric | None:
        """The metric of a figure that is only called the aim (今年的目标是210亿元): that of the figure before it."""
        if self.last and cue["scope", "aim"].search(spot.before_words):
            return self.last._replace(rule="aim for what stands before", end=0)
        return None

    def _unit(self, spot: Spot, before: Metric, noun: str) -> Metric | None:
        """The metric of a count whose unit is the noun itself (甲镇、乙乡等6乡镇的老化指数)."""
        unit = patterns.folded(spot.figure.unit or "")
        alone = not before.phrase or before.phrase.endswith(tuple(_cut_marks()))
        behind = not noun or noun not in spot.after_words[:len(noun)]
        if spot.figure.kind == "count" and behind and alone and cue["predicates", "units"].fullmatch(unit):
            return Metric(unit, before.phrase or None, "unit that is the noun")
        return None

    def _sized(self, spot: Spot) -> Metric | None:
        """The metric of a count of things that have a size: told before it as a range, or behind it."""
        near = spot.text[max(spot.sentence.start, spot.figure.at.start - _PART * 2):spot.figure.at.start]
        if found := cue["scope", "sized"].search(near):
            return Metric(found["class"], None, "things of a size", 0, found["class"])
        things = cue["scope", "among"].search(near)
        size = cue["scope", "of_size"].match(spot.text, spot.figure.at.end) if things else None
        if things and size:
            return Metric(size["size"] + things["things"], None, "things of a size", 0, things["things"])
        return None

    def _part(self, spot: Spot, before: Metric) -> Metric | None:
        """The metric of a part of things named behind it: 60%的乡镇通油路, 以9.6%的市场占有率."""
        if owned := cue["scope", "is"].match(spot.after_words) if cue["scope", "has"].search(spot.before_words) else None:
            return Metric(self.phrases.until(owned["noun"]), before.phrase or None, "what a part of it is")
        found = cue["scope", "part"].match(spot.after_words)
        with_it = cue["scope", "with"].search(spot.before_words)
        if not found or not (with_it or len(before.phrase) < 4):
            return None
        whole = found["noun"].strip(SIGNS)
        noun = whole if len(whole) <= _PART and not with_it else self.phrases.until(whole[:NOUN])
        return Metric(noun, None, "things of which it is a part", 0, noun) if len(noun) > 1 else None

    def _share(self, spot: Spot) -> Metric | None:
        """The metric of a share: 占税收总额的60.5%; where only 占 is printed, what has the share."""
        phrase = spot.before_words.strip(SIGNS)
        while len(phrase) > 1 and (found := last_words(phrase)):
            if not found.start():
                break
            phrase = phrase[:found.start()].rstrip(SIGNS)
        of = None if cue["kind", "of_plan"].search(phrase) else cue["scope", "copula"].search(phrase)
        if of:  # 甲标准为乙标准的50%
            subject = self.phrases.cut(strip(phrase[:of.start()]))
            if len(subject) > 1:
                return Metric(subject, phrase[of.end():] or None, "share of another, its own name before it")
        phrase = cue["strip", "copula"].sub("", phrase)
        owner = (self.last.scope if self.last.rule in _SHARES else self.last.phrase) if self.last else None
        if owner and cue["scope", "bare_share"].fullmatch(phrase) and (noun := self.phrases.noun(spot)[0]):
            return Metric(phrase + noun, owner, "share of what is named behind it")
        if len(phrase) > 1:
            return Metric(phrase[-LONGEST:], owner, _SHARE)
        return Metric(phrase, owner, _SHARE_BEFORE) if owner and phrase else None

    def _counted(self, spot: Spot, words: str, before: Metric, noun: str, reach: int) -> Metric:
        """The phrase around a counted thing: 签约13个重点项目 → 签约重点项目."""
        verb = kept().search(before.phrase)
        done = cue["predicates", "done_behind"].match(spot.text, reach) if len(noun) <= _BARE and not verb else None
        scope = before.scope
        if not verb and 1 < len(before.phrase) < 9 and cue["scope", "of"].fullmatch(words):
            noun = before.phrase + noun
        if not verb and ("、" in before.phrase or before.phrase.endswith(tuple(_cut_marks()))):
            scope = before.phrase
        doing = verb.group() if verb else done.group() if done else ""
        return Metric(doing + noun, scope, "noun counted", reach, noun)

    def _growth(self, spot: Spot, before: Metric) -> Metric | None:
        """The metric of growth alone: 固定资产投资增长30%, 年均增长15%."""
        if spot.figure.kind not in ("percent", "multiple", "point"):
            return None
        torn = cue["growth", "torn"].search(spot.before_words)  # 与去年…相比: a date parts it
        found = of_subject(strip(spot.before_words) if torn else before.noun or before.phrase)
        if not found:
            old = cue["growth", "share_tail"].sub("", self.last.phrase) if self.last and not before.phrase else ""
            grown = old and self.last and old != self.last.phrase and bare(spot)
            return Metric(old, None, "growth of what has the share") if grown else None
        subject = strip(self.phrases.cut(found["subject"]))
        average = cue["growth", "average"].search(found["lead"] + subject)
        if average:
            subject = subject.replace(average.group(), "").strip(SIGNS)
            subject = "" if cue["growth", "span"].fullmatch(subject) else subject
        scope = average.group() + found["verb"] if average else before.scope
        if not subject:
            old = self.last.phrase if self.last else self._clause_before(spot)
            old = cue["growth", "share_tail"].sub("", old) or old
            return Metric(old, scope, "growth of what stands before") if old else None
        if not scope and cue["growth", "of_shares"].fullmatch(found["verb"]) and cue[
                "growth", "share_name"].fullmatch(subject):
            return Metric(found["verb"], subject, "growth of a share")
        return Metric(subject if average else subject + found["verb"], scope, "growth")

    def _taken_over(self, spot: Spot) -> Metric | None:
        """For a bare figure: the metric of the figure it is listed with (256批次、810人次), else the clause's before."""
        joint = spot.before_words.strip()
        if cue["scope", "in_turn"].search(joint) and (old := self.by_unit.get(spot.figure.unit or "")):
            self.turned = spot.sentence
            return old._replace(rule="in turn, by the unit", end=0)
        if self.turned == spot.sentence and not joint.strip(SIGNS) and (
                old := self.by_unit.get(spot.figure.unit or "")):
            return old._replace(rule="in turn, by the unit", end=0)
        behind = spot.after_words.strip()
        if spot.figure.kind == "count" and cue["scope", "state"].match(behind):
            return self._behind(spot)
        turned = self.last and spot.before.start > spot.sentence.start and cue["predicates", "change"].fullmatch(joint)
        if self.last and (turned or (spot.before.start > spot.clause.start
                                     and not cue["strip", "trailing"].fullmatch(joint))):
            return self.last._replace(rule="listed with the figure before", end=0)
        subject = self._clause_before(spot)
        if subject and not (self.last and self.last.phrase.startswith(subject)):
            return Metric(subject, None, "subject of the clause before")
        return self.last._replace(rule="taken over", end=0) if self.last else None

    def _granted(self, spot: Spot, noun: str) -> Metric | None:
        """The metric of a sum that something is given or set up with (给予最高200万元奖励, 设立10亿元的基金)."""
        size = cue["scope", "size"].search(spot.before_words)
        if spot.figure.kind == "money" and size and (owner := cue["scope", "part"].match(spot.after_words)):
            noun = self.phrases.until(owner["noun"][:NOUN])
            return Metric(noun + size.group(), None, "size of what is named behind it")
        part = cue["scope", "part"].match(spot.after_words)
        if spot.figure.kind == "percent" and part and cue["scope", "given"].search(spot.before_words):
            noun = self.phrases.until(part["noun"][:NOUN])
            return Metric(noun, None, "what is given") if noun else None
        if spot.figure.kind != "money" or not cue["scope", "granted"].search(spot.before_words):
            return None
        if part:
            noun = self.phrases.until(part["noun"][:NOUN])
        return Metric(noun, None, "what is given", 0, noun) if noun else None

    def _in_bracket(self, spot: Spot) -> bool:
        """Whether a class opens a bracket behind the things counted, or goes on in it (项目27项（省级6项、市级5项）)."""
        opened = spot.before.start == spot.clause.start and cue["scope", "bracket"].match(spot.text, spot.clause.start - 1)
        goes_on = self.last is not None and self.last.rule == _CLASS and cue["bounds", "list"].match(spot.before_words)
        return bool(opened or goes_on)

    def _of_plan(self, spot: Spot) -> Metric | None:
        """The metric of what was done of a plan (超额完成14万平方米的年度目标任务)."""
        part = cue["scope", "part"].match(spot.after_words) if cue["scope", "done"].search(spot.before_words) else None
        if part and cue["kind", "of_plan"].search(part["noun"]):
            return Metric(self.phrases.until(part["noun"][:NOUN]), None, "plan of which it was done")
        return None

    def _turned(self, spot: Spot) -> Metric | None:
        """The metric of a change from one growth to another (食品价格由上月持平转为上涨0.6%)."""
        if spot.figure.kind != "percent":
            return None
        found = cue["growth", "turned"].search(spot.words(Span(spot.clause.start, spot.figure.at.start)))
        subject = strip(self.phrases.cut(undated(found["subject"]))) if found else ""
        return Metric(subject + found["verb"], None, "growth after a change") if found and subject else None

    def _owned(self, before: Metric) -> Metric | None:
        """The metric of a bare noun that goes on with what the figure before measured (果用瓜1107公顷，产量2万吨)."""
        if not self.last or self.last.rule != PHRASE or not cue["predicates", "owned"].fullmatch(before.phrase):
            return None
        tail = cue["predicates", "owner"].search(self.last.phrase)
        named = self.sown and len(self.last.phrase) < _NAME
        owner = self.last.phrase[:tail.start()] if tail else self.last.phrase if named else ""
        if len(owner) < 2 or before.phrase in self.last.phrase:
            return None
        return before._replace(phrase=owner + before.phrase, rule="noun of what stands before")

    def _of_place(self, spot: Spot, before: Metric) -> Metric | None:
        """The metric of a list of places (按到位资金统计，长桥镇3亿元、江口镇2亿元)."""
        place = gazetteer.named_at(before.phrase) if before.phrase else None
        short = place is not None and len(place[0]) == len(before.phrase)
        if not short and not cue["scope", "place_part"].fullmatch(before.phrase):
            return None
        if spot.figure.kind == "count" and (things := cue["scope", "of_things"].search(spot.lead_words)):
            return Metric(strip(self.phrases.cut(strip(things["things"]))), before.phrase, "things that places have")
        if short:
            return None
        if by := cue["scope", "by"].search(spot.lead_words):
            return Metric(by["metric"], before.phrase, "listed by place")
        old = self.by_unit.get(spot.figure.unit or "")
        return old._replace(scope=before.phrase, rule="listed by place", end=0) if old else None

    def _behind(self, spot: Spot) -> Metric | None:
        """For a figure at a clause's start: the words behind it (为2889人发放失业保险待遇)."""
        phrase = self.phrases.cut(spot.after_words[:NOUN].strip(SIGNS))
        return Metric(phrase, None, "words behind the figure") if phrase else None

    def _clause_before(self, spot: Spot) -> str:
        """The noun phrase that opens the clause before, within the sentence."""
        if spot.clause.start <= spot.sentence.start:
            return ""
        clause = self._clause_text(spot)
        if cue["phrase", "says"].search(clause) or (re.search(r"\d", clause) and not bare(spot)):
            return ""
        ahead = strip(re.split(r"\d", clause, maxsplit=1)[0])
        phrase = ahead if len(ahead) > 1 and ahead not in clause[-len(ahead):] else strip(undated(clause))
        subject = cue["scope", "compared"].sub("", self.phrases.subject(phrase))
        if re.search(r"\d", subject if len(subject) < len(phrase) else clause):
            return ""
        return subject if len(subject) < len(phrase) or len(phrase) <= 12 else ""

    def _clause_text(self, spot: Spot) -> str:
        """The clause before the figure's own, within the sentence."""
        if spot.clause.start <= spot.sentence.start:
            return ""
        start = max(spot.sentence.start, spot.clause.start - _CLAUSE)
        return cue["bounds", "clause"].split(spot.words(Span(start, spot.clause.start - 1)))[-1]


@cache
def _bare_verb() -> re.Pattern[str]:
    return cue["predicates", "bare"]


@cache
def _alone() -> re.Pattern[str]:
    return cue["predicates", "alone"]


@cache
def _of_counted() -> re.Pattern[str]:
    return cue["predicates", "of_counted"]


@cache
def _frequency() -> re.Pattern[str]:
    return cue["scope", "frequency"]


@cache
def _cut_marks() -> tuple[str, ...]:
    return tuple(patterns.table("indicators/cues")["scope"]["list_ends"])

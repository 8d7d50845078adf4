"""Dates as printed → days: what the phrase says, and what it leaves to the day of writing or to the dates before it."""

from __future__ import annotations

import calendar
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import regex

import patterns
from extractor.model import Mention, Outline, Period, View

_AHEAD = 184  # days after the day of writing from which a date without year is read as last year's


@dataclass(frozen=True, slots=True)
class _Clock:
    """What is known where a date stands.

    today: the day of writing, if known; latest: the latest year that the text itself prints; year, month, day: what the
    dates before it name (year and month within the sentence, day within the paragraph).
    """

    today: date | None = None
    latest: int | None = None
    year: int | None = None
    month: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _Point:
    """One side of a date: the year as far as known, the days it spans within it, and how that was found."""

    start: date
    end: date
    basis: tuple[str, ...] = ()


@cache
def _words() -> dict[str, dict[str, int]]:
    return dict(patterns.table("dates/dates")["words"])


@cache
def _cues(name: str) -> frozenset[str]:
    return frozenset(patterns.table("dates/dates")["cues"][name])


@cache
def _regex(name: str) -> regex.Pattern[str]:
    return regex.compile(patterns.grammar("dates/dates")[name])


@cache
def _number(text: str) -> int | None:
    """A number below 1000 in digits or Chinese numerals, or a string of digit signs (二〇二三); None where it is neither.

    >>> _number("二十三"), _number("二〇二三"), _number("07"), _number("一百一十二")
    (23, 2023, 7, 112)
    """
    digits, tens = _words()["digits"], _words()["tens"]
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) > 1 and all(c in digits or c.isdigit() for c in text):
        return int("".join(str(digits.get(c, c)) for c in text))
    total = last = 0
    for c in text:
        if c in digits:
            last = digits[c]
        elif c in tens:
            total, last = total + (last or 1) * tens[c], 0
        else:
            return None
    return total + last or None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int, *basis: str) -> _Point | None:
    if not (1 <= first <= last <= 12 and 1 <= year <= 9998):
        return None
    return _Point(date(year, first, 1), _month_end(year, last), tuple(basis))


def _day(year: int, month: int, day: int, *basis: str) -> _Point | None:
    try:
        when = date(year, month, day)
    except ValueError:
        return None
    return _Point(when, when, tuple(basis))


def _explicit_year(text: str) -> int | None:
    """The year that a phrase prints, of the common era or of the Republic."""
    if found := _regex(".year_number").search(text):
        return _number(_straight(found.group()))
    if found := _regex(".minguo_year").search(text):
        number = _number(found["number"])
        return number + 1911 if number else None
    return None


def _year(text: str | None, clock: _Clock) -> tuple[int | None, str]:
    """The year a phrase means and where it comes from; (None, "") where nothing gives it."""
    if text:
        if (year := _explicit_year(text)) is not None:
            return year, f"year {year} printed"
        for word, step in sorted(_words()["carried_years"].items(), key=lambda w: -len(w[0])):
            if word in text and clock.year:
                return clock.year + step, f"{word}: from year {clock.year} named before it in the sentence"
        for word, step in sorted(_words()["years"].items(), key=lambda w: -len(w[0])):
            if word in text:
                return _anchored(step, word, clock)
        if not any(word in text for word in _whole()):
            return None, ""
    if clock.year:
        return clock.year, f"year {clock.year} named before it in the sentence"
    return _anchored(0, "", clock)


def _whole() -> frozenset[str]:
    """Words for the whole of the year in hand, which need no year named before them."""
    return frozenset(patterns.table("dates/dates")["cues"]["whole_year"])


def _anchored(step: int, word: str, clock: _Clock) -> tuple[int | None, str]:
    said = f"{word}: " if word else ""
    if clock.today:
        year = clock.today.year + step
        return year, f"{said}year {year} from the reference day {clock.today.isoformat()}"
    if clock.latest:
        return clock.latest + step, f"{said}year {clock.latest + step} from {clock.latest}, the latest year the text prints"
    return None, ""


def _point(text: str, clock: _Clock, *, ahead: bool = False) -> _Point | None:
    """The days of one point (`今年前7个月`, `9月上旬`, `2022年末`); None where its year or month is not known."""
    found = _regex(".point").fullmatch(text)
    if not found:
        return None
    parts = {k: v for k, v in found.groupdict().items() if v}
    year, basis = _year(parts.get("year"), clock)
    if "month" in parts:
        return _in_month(parts, year, basis, clock, ahead)
    if set(parts) == {"day"}:
        return _bare_day(parts["day"], clock)
    if year is None:
        return None
    point = _in_year(parts, year, basis)
    if point and "year" not in parts and not ahead:
        point = _not_ahead(point, clock)
    return point


def _in_year(parts: dict[str, str], year: int, basis: str) -> _Point | None:
    if "first_months" in parts:
        return _months(year, 1, _inner(parts["first_months"]), basis)
    if "first_quarters" in parts:
        return _months(year, 1, 3 * _inner(parts["first_quarters"]), basis)
    if "quarter" in parts:
        number = _inner(parts["quarter"]) or 1
        return _months(year, 3 * number - 2, 3 * number, basis)
    if "half" in parts:
        first = parts["half"][0] in _cues("half_first")
        return _months(year, 1 if first else 7, 6 if first else 12, basis)
    edge = parts.get("year_edge") or parts.get("bare_edge")
    if edge:
        last = any(edge.endswith(w) for w in _cues("last"))
        said = f"{edge}: the year's {'last' if last else 'first'} day"
        return _day(year, 12 if last else 1, 31 if last else 1, basis, said)
    return _months(year, 1, 12, basis)


def _inner(text: str) -> int:
    """The one number inside a phrase (前7个月 → 7); 0 where it has none."""
    found = regex.search(r"\d+|[" + "".join([*_words()["digits"], *_words()["tens"]]) + "]+", text)
    return (_number(found.group()) or 0) if found else 0


def _month_number(text: str, clock: _Clock) -> tuple[int | None, int, str]:
    """Month, change of year and reason of 9月, 本月, 上月, 当月."""
    if number := _inner(text):
        return number, 0, ""
    words = _words()
    for word, step in sorted(words["carried_months"].items(), key=lambda w: -len(w[0])):
        if text.startswith(word):
            month = clock.month or (clock.today.month if clock.today and not step else None)
            return (*_shifted(month, step), f"{word}: from the month named before it") if month else (None, 0, "")
    for word, step in sorted(words["months"].items(), key=lambda w: -len(w[0])):
        if text.startswith(word) and clock.today:
            return *_shifted(clock.today.month, step), f"{word}: from the reference day {clock.today.isoformat()}"
    return None, 0, ""


def _shifted(month: int, step: int) -> tuple[int, int]:
    return (month - 1 + step) % 12 + 1, (month - 1 + step) // 12


def _in_month(parts: dict[str, str], year: int | None, basis: str, clock: _Clock, ahead: bool) -> _Point | None:
    month, turn, reason = _month_number(parts["month"], clock)
    if month is None or year is None:
        return None
    year += turn
    reasons = (basis, reason) if reason else (basis,)
    if day := parts.get("day"):
        point = _day(year, month, _inner(day), *reasons)
    elif tenday := parts.get("tenday"):
        first = 10 * patterns.table("dates/dates")["cues"]["tendays"].index(tenday[0]) + 1
        point = _day(year, month, first, *reasons)
        if point:
            point = replace(point, end=date(year, month, first + 9) if first < 21 else _month_end(year, month))
    elif edge := parts.get("month_edge"):
        last = edge in _cues("last")
        point = _day(year, month, calendar.monthrange(year, month)[1] if last else 1, *reasons,
                     f"{edge}: the month's {'last' if last else 'first'} day")
    else:
        point = _months(year, month, month, *reasons)
    if point and "year" not in parts and not reason and not ahead:
        point = _not_ahead(point, clock)
    return point


def _bare_day(text: str, clock: _Clock) -> _Point | None:
    """A day without month: of the month named before it, else the last such day before the day of writing."""
    number = _inner(text)
    if clock.year and clock.month:
        return _day(clock.year, clock.month, number, f"{clock.year}-{clock.month:02d} named before it in the sentence")
    if not clock.today:
        return None
    month, turn = (clock.today.month, 0) if number <= clock.today.day else _shifted(clock.today.month, -1)
    return _day(clock.today.year + turn, month, number, f"month from the reference day {clock.today.isoformat()}")


def _not_ahead(point: _Point, clock: _Clock) -> _Point:
    """Last year's, where this year's would lie more than half a year after the day of writing."""
    telling = point.end if (point.start.month, point.start.day) == (1, 1) else point.start
    if clock.year or not clock.today or telling <= clock.today + timedelta(days=_AHEAD):
        return point
    year = point.start.year - 1
    end = _month_end(year, point.end.month) if point.end == _month_end(point.end.year, point.end.month) \
        else point.end.replace(year=year)
    start = point.start.replace(year=year, day=min(point.start.day, end.day if point.start == point.end else 28))
    return _Point(start, end, (*point.basis, f"year {year}: {telling.isoformat()} lies far after the reference day"))


def _period(mention: Mention, text: str, clock: _Clock) -> Period | None:
    """The days of a date mention where it stands, or None."""
    found = _regex(mention.pattern).match(text, mention.at.start)
    if not found or found.end() != mention.at.end:
        return None
    read = _READERS.get(mention.pattern)
    groups = {k: v for k, v in found.groupdict().items() if v}
    return read(groups, clock) if read else None


def _closed(point: _Point | None, groups: dict[str, str]) -> Period | None:
    """A point as its prefix and suffix open or close it."""
    if point is None:
        return None
    prefix, suffix = groups.get("prefix", "").replace(" ", ""), groups.get("suffix", "")
    if suffix in _cues("before"):
        return Period(None, point.end, (*point.basis, f"{suffix}: open before its end"))
    if suffix in _cues("since"):
        return Period(point.start, None, (*point.basis, f"{suffix}: open after its start"))
    if prefix in _cues("up_to"):
        return Period(point.end, point.end, (*point.basis, f"{prefix}: its last day"))
    return Period(point.start, point.end, point.basis)


def _read_point(groups: dict[str, str], clock: _Clock) -> Period | None:
    ahead = groups.get("suffix", "") in _cues("before")
    return _closed(_point(groups["point"], clock, ahead=ahead), groups)


def _read_range(groups: dict[str, str], clock: _Clock) -> Period | None:
    left = _point(groups["left"], clock)
    if left is None:
        return None
    inside = replace(clock, year=left.start.year, month=left.start.month)
    right = _point(groups["right"], inside)
    if right is not None and right.end < left.start and not _explicit_year(groups["right"]):
        right = _point(groups["right"], replace(inside, year=left.start.year + 1))
    return _span(left, right, groups)


def _span(left: _Point | None, right: _Point | None, groups: dict[str, str]) -> Period | None:
    if left is None or right is None or right.end < left.start:
        return None
    joined = _Point(left.start, right.end, tuple(dict.fromkeys((*left.basis, *right.basis))))
    return _closed(joined, groups)


def _read_years(groups: dict[str, str], clock: _Clock) -> Period | None:
    first, last = _number(_straight(groups["from"])), _number(_straight(groups["to"]))
    if first is None or last is None:
        return None
    return _span(_months(first, 1, 12, f"years {first}–{last} printed"), _months(last, 1, 12), groups)


def _straight(year: str) -> str:
    """A year with letters that a scan put for digits set right."""
    return year if year.isdigit() else "".join(str(_words()["digits"].get(c, c)) for c in year)


def _read_months(groups: dict[str, str], clock: _Clock) -> Period | None:
    year, basis = _year(groups.get("year"), clock)
    first, last = _number(groups["from"]), _number(groups["to"])
    if year is None or first is None or last is None:
        return None
    if last < first:
        return _span(_months(year - 1, first, 12, basis), _months(year, 1, last), groups)
    point = _months(year, first, last, basis)
    return _closed(point if "year" in groups or point is None else _not_ahead(point, clock), groups)


def _read_quarters(groups: dict[str, str], clock: _Clock) -> Period | None:
    year, basis = _year(groups.get("year"), clock)
    first = _number(groups.get("from") or groups["first"])
    last = _number(groups.get("to") or groups["second"])
    if year is None or not first or not last:
        return None
    return _closed(_months(year, 3 * first - 2, 3 * last, basis), groups)


def _read_days(groups: dict[str, str], clock: _Clock) -> Period | None:
    text = groups.get("year", "") + groups["month"].strip()
    month = _point(text.replace(" ", ""), clock)
    first, last = _number(groups["from"]), _number(groups["to"])
    if month is None or not first or not last:
        return None
    here = month.start
    return _span(_day(here.year, here.month, first, *month.basis), _day(here.year, here.month, last), groups)


def _read_day(groups: dict[str, str], clock: _Clock) -> Period | None:
    left = _bare_day(groups["from"], clock)
    if "to" not in groups or left is None:
        return _closed(left, groups)
    return _span(left, _day(left.start.year, left.start.month, _inner(groups["to"])), groups)


def _read_relative_day(groups: dict[str, str], clock: _Clock) -> Period | None:
    word, words = groups["relative"], _words()
    if word in words["carried_days"]:
        base, step, said = clock.day, words["carried_days"][word], "the day named before it"
    else:
        base, step, said = clock.today, words["days"][word], "the reference day"
    if base is None:
        return None
    when = base + timedelta(days=step)
    return Period(when, when, (f"{word}: from {said}, {base.isoformat()}",))


def _read_numeric(groups: dict[str, str], clock: _Clock) -> Period | None:
    sides = []
    for key in ("date", "until"):
        if key in groups:
            year, month, day = (int(n) for n in regex.findall(r"\d+", groups[key]))
            sides.append(_day(year, month, day, "printed in full"))
    return _span(sides[0], sides[-1], groups)


def _read_plan(groups: dict[str, str], clock: _Clock) -> Period | None:
    number = _number("".join(c for c in groups["plan"] if c in _words()["digits"] or c in _words()["tens"])[:-1])
    if not number:
        return None
    first = 1953 if number == 1 else 1958 if number == 2 else 1981 + 5 * (number - 6)
    last, part, basis = first + 4, groups["part"], f"plan {number}: {first}–{first + 4}"
    if part in _cues("since"):
        return Period(date(first, 1, 1), None, (basis, f"{part}: open after its start"))
    if part in _cues("last_year"):
        first, basis = last, f"{basis}, {part}: its last year"
    elif part in _cues("first_year"):
        last, basis = first, f"{basis}, {part}: its first year"
    elif years := _inner(part):
        first, last = (first, first + years - 1) if part[0] not in _cues("back") else (last - years + 1, last)
    return _closed(_span_years(first, last, basis), groups)


def _span_years(first: int, last: int, basis: str) -> _Point:
    return _Point(date(first, 1, 1), date(last, 12, 31), (basis,))


def _read_decade(groups: dict[str, str], clock: _Clock) -> Period | None:
    number, century = _number(groups["decade"]), groups.get("century", "")
    if number is None or "part" in groups:
        return None
    if number < 1000:
        if ordinal := _inner(century):
            number += 100 * (ordinal - 1)
        elif century and clock.today:
            number += clock.today.year // 100 * 100 - (100 if century[0] in _cues("half_first") else 0)
        else:
            return None
    return _closed(_span_years(number, number + 9, f"decade of {number}"), groups)


def _read_golden_week(groups: dict[str, str], clock: _Clock) -> Period | None:
    year, basis = _year(groups.get("year"), clock)
    if year is None:
        return None
    month = int(patterns.table("dates/dates")["words"]["weeks"][groups["week"]])
    point = _Point(date(year, month, 1), date(year, month, 7), (basis, "golden week: first to seventh"))
    return _closed(point if "year" in groups else _not_ahead(point, clock), {})


_READERS: dict[str, Any] = {
    "point": _read_point, "range": _read_range, "years": _read_years, "months": _read_months, "quarters": _read_quarters,
    "days": _read_days, "day": _read_day, "relative_day": _read_relative_day, "numeric": _read_numeric, "plan": _read_plan,
    "decade": _read_decade, "golden_week": _read_golden_week,
}


def resolved(mentions: Sequence[Mention], view: View, outline: Outline, *,
             reference: date | None = None) -> tuple[Mention, ...]:
    """The date mentions (text order) with their periods; None stays where neither phrase, text nor reference day gives it.

    The day of writing is the article's date, else `reference`; where neither is known, the latest year that the article
    (else the document) prints stands for it, and the basis says so.
    """
    out: list[Mention] = []
    text = patterns.folded(view.text)
    latest = _latest_years(mentions, text, outline)
    named: Mention | None = None  # a date of another year that may be part of a name (2010年农网改造工程)
    newest = max(latest.values(), default=None)
    clock, sentence, paragraph = _Clock(), -1, -1
    sentences, paragraphs = [s.at.start for s in outline.sentences], [p.at.start for p in outline.paragraphs]
    for mention in mentions:
        article = _article(mention, outline)
        here = bisect_right(sentences, mention.at.start), bisect_right(paragraphs, mention.at.start)
        today = (outline.articles[article].date if outline.articles else None) or reference
        same = here[0] == sentence and (not named or text.find("，", named.at.end, mention.at.start) < 0)
        clock = _Clock(today, latest.get(article, newest), clock.year if same else None, clock.month if same else None,
                       clock.day if here[1] == paragraph else None)
        sentence, paragraph = here
        period = _period(mention, text, clock)
        role = "comparison" if _compared(mention, text) else None
        out.append(replace(mention, period=period, role=role or mention.role))
        if period and not role:
            clock = _carried(clock, period)
            other = today is not None and period.end is not None and period.end.year != today.year
            named = mention if other and not text.startswith(tuple(_cues("adverbial")), mention.at.end) else None
    return tuple(out)


def _carried(clock: _Clock, period: Period) -> _Clock:
    """What the next date of the sentence may take from this one."""
    seen = period.end or period.start
    if seen is None:
        return clock
    first = period.start or seen
    if first.year != seen.year:
        return replace(clock, year=None, month=None)
    month = seen.month if (first.year, first.month) == (seen.year, seen.month) else None
    return replace(clock, year=seen.year, month=month, day=seen if first == seen else clock.day)


def _compared(mention: Mention, text: str) -> bool:
    """Whether the date is only what something is compared with (比2022年, 较上年同期)."""
    if mention.pattern == "same_period":
        return True
    before = text[max(0, mention.at.start - 4):mention.at.start]
    return before.endswith(tuple(_cues("compared"))) or text.startswith(tuple(_cues("record")), mention.at.end)


def _article(mention: Mention, outline: Outline) -> int:
    starts = [a.at.start for a in outline.articles]
    return max(bisect_right(starts, mention.at.start) - 1, 0)


def _latest_years(mentions: Sequence[Mention], text: str, outline: Outline) -> dict[int, int]:
    """The latest year that each article prints, targets (到2025年, 2025年前) and the ends of spans aside."""
    years: dict[int, int] = {}
    for mention in mentions:
        for year in _printed_years(mention, text):
            article = _article(mention, outline)
            years[article] = max(years.get(article, 0), year)
    return years


def _printed_years(mention: Mention, text: str) -> Iterator[int]:
    if mention.pattern not in ("point", "range", "years", "months", "days", "numeric"):
        return
    found = _regex(mention.pattern).match(text, mention.at.start)
    if not found:
        return
    groups = found.groupdict()
    if (groups.get("prefix") or "").strip() in _cues("toward") or (groups.get("suffix") or "") in _cues("before"):
        return
    phrase = groups.get("left") or groups.get("from" if mention.pattern == "years" else "year") or groups.get("point") \
        or groups.get("date") or ""
    if (year := _explicit_year(phrase)) is not None:
        yield year

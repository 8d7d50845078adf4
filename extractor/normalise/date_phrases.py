"""One date phrase → days: what it prints, and what it takes from the day of writing or the dates before it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import patterns
from extractor.model import Mention, Period
from extractor.normalise.date_words import (
    cues,
    explicit_year,
    inner_number,
    longest_first,
    number_of,
    point_regex,
    regex_of,
    straight,
    words_of,
)

_AHEAD = 184  # days after the day of writing from which a date without year is read as last year's


@dataclass(frozen=True, slots=True)
class Clock:
    """What is known where a date stands.

    today: the day of writing, if known; latest: the latest year that the text itself prints; year, month, day: what the
    dates before it name (year and month within the sentence, day within the paragraph); last: the first day of the month
    or year named last in the paragraph, and whether a month was named; section: the year that the heading above names.
    """

    today: date | None = None
    latest: int | None = None
    year: int | None = None
    month: int | None = None
    day: date | None = None
    last: tuple[date, bool] | None = None
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One side of a date: the year as far as known, the days it spans within it, and how that was found."""

    start: date
    end: date
    basis: tuple[str, ...] = ()


_HALF = 178, 186  # days of half a year: 上半年以来 tells of it alone


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int, *basis: str) -> Point | None:
    if not (1 <= first <= last <= 12 and 1 <= year <= 9998):
        return None
    return Point(date(year, first, 1), _month_end(year, last), tuple(basis))


def _day(year: int, month: int, day: int, *basis: str) -> Point | None:
    try:
        when = date(year, month, day)
    except ValueError:
        return None
    return Point(when, when, tuple(basis))


def _year(text: str | None, clock: Clock) -> tuple[int | None, str]:
    """The year a phrase means and where it comes from; (None, "") where nothing gives it."""
    if text:
        if (year := explicit_year(text)) is not None:
            return year, f"year {year} printed"
        for word, step in longest_first("carried_years"):
            if word in text and clock.year:
                return clock.year + step, f"{word}: from year {clock.year} named before it in the sentence"
            if word in text and clock.last:
                return clock.last[0].year + step, f"{word}: from year {clock.last[0].year} named before it in the paragraph"
            if word in text and clock.latest and not clock.today:
                return clock.latest + step, f"{word}: from {clock.latest}, the latest year the text prints"
        for word, step in longest_first("years"):
            if word in text:
                return _anchored(step, word, clock)
        if not any(word in text for word in _whole()):
            return None, ""
    if clock.year:
        return clock.year, f"year {clock.year} named before it in the sentence"
    if clock.section:
        return clock.section, f"year {clock.section} of the heading above"
    return _anchored(0, "", clock)


def _whole() -> frozenset[str]:
    """Words for the whole of the year in hand, which need no year named before them."""
    return frozenset(patterns.table("dates/dates")["cues"]["whole_year"])


def _anchored(step: int, word: str, clock: Clock) -> tuple[int | None, str]:
    said = f"{word}: " if word else ""
    if clock.today:
        year = clock.today.year + step
        return year, f"{said}year {year} from the reference day {clock.today.isoformat()}"
    if clock.latest:
        return clock.latest + step, f"{said}year {clock.latest + step} from {clock.latest}, the latest year the text prints"
    return None, ""


def _point(text: str, clock: Clock, *, ahead: bool = False) -> Point | None:
    """The days of one point (`今年前7个月`, `9月上旬`, `2022年末`); None where its year or month is not known."""
    parts = _parts(text)
    if not parts:
        return None
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


@lru_cache(maxsize=4096)
def _parts(text: str) -> dict[str, str]:
    """What a point prints of its year, quarter, month and day; empty where it is none. Callers must not change it."""
    found = point_regex().fullmatch(text)
    return {k: v for k, v in found.groupdict().items() if v} if found else {}


def _in_year(parts: dict[str, str], year: int, basis: str) -> Point | None:
    if "first_months" in parts:
        return _months(year, 1, _inner(parts["first_months"]), basis)
    if "first_quarters" in parts:
        return _months(year, 1, 3 * _inner(parts["first_quarters"]), basis)
    if "quarter" in parts:
        number = _inner(parts["quarter"]) or 1
        return _months(year, 3 * number - 2, 3 * number, basis)
    if "half" in parts:
        first = parts["half"][0] in cues("half_first")
        return _months(year, 1 if first else 7, 6 if first else 12, basis)
    edge = parts.get("year_edge") or parts.get("bare_edge")
    if edge:
        last = any(edge.endswith(w) for w in cues("last"))
        said = f"{edge}: the year's {'last' if last else 'first'} day"
        return _day(year, 12 if last else 1, 31 if last else 1, basis, said)
    return _months(year, 1, 12, basis)


def _inner(text: str) -> int:
    """The one number inside a phrase (前7个月 → 7); 0 where it has none."""
    found = inner_number().search(text)
    return (number_of(found.group()) or 0) if found else 0


def _month_number(text: str, clock: Clock) -> tuple[int | None, int, str]:
    """Month, change of year and reason of 9月 and 当月."""
    if number := _inner(text):
        return number, 0, ""
    for word, step in longest_first("carried_months"):
        if text.startswith(word):
            named = clock.last[0].month if clock.last and not step else None
            month = clock.month or named or (clock.today.month if clock.today and not step else None)
            return (*_shifted(month, step), f"{word}: from the month named before it") if month else (None, 0, "")
    return None, 0, ""


def _relative_month(text: str, clock: Clock) -> tuple[int, int, str] | None:
    """Year, month and reason of 本月 and 上月: from the month named last in the paragraph, else from the day of writing."""
    named = clock.last[0] if clock.last and clock.last[1] else None
    base = named or clock.today
    for word, step in longest_first("months"):
        if text.startswith(word) and base:
            month, turn = _shifted(base.month, step)
            said = f"{base.year}-{base.month:02d} named before it" if named else f"the reference day {base.isoformat()}"
            return base.year + turn, month, f"{word}: from {said}"
    return None


def _shifted(month: int, step: int) -> tuple[int, int]:
    return (month - 1 + step) % 12 + 1, (month - 1 + step) // 12


def _in_month(parts: dict[str, str], year: int | None, basis: str, clock: Clock, ahead: bool) -> Point | None:
    if relative := _relative_month(parts["month"], clock):
        year, month, reason = relative
        reasons: tuple[str, ...] = (reason,)
    else:
        found, turn, reason = _month_number(parts["month"], clock)
        if found is None or year is None:
            return None
        year, month = year + turn, found
        reasons = (basis, reason) if reason else (basis,)
    if day := parts.get("day"):
        point = _day(year, month, _inner(day), *reasons)
    elif tenday := parts.get("tenday"):
        first = 10 * patterns.table("dates/dates")["cues"]["tendays"].index(tenday[0]) + 1
        point = _day(year, month, first, *reasons)
        if point:
            point = replace(point, end=date(year, month, first + 9) if first < 21 else _month_end(year, month))
    elif edge := parts.get("month_edge"):
        last = edge in cues("last")
        point = _day(year, month, calendar.monthrange(year, month)[1] if last else 1, *reasons,
                     f"{edge}: the month's {'last' if last else 'first'} day")
    else:
        point = _months(year, month, month, *reasons)
    if point and "year" not in parts and not reason and not ahead:
        point = _not_ahead(point, clock)
    return point


def _bare_day(text: str, clock: Clock) -> Point | None:
    """A day without month: of the month named before it, else the last such day before the day of writing."""
    number = _inner(text)
    if clock.year and clock.month:
        return _day(clock.year, clock.month, number, f"{clock.year}-{clock.month:02d} named before it in the sentence")
    if not clock.today:
        return None
    month, turn = (clock.today.month, 0) if number <= clock.today.day else _shifted(clock.today.month, -1)
    return _day(clock.today.year + turn, month, number, f"month from the reference day {clock.today.isoformat()}")


def _not_ahead(point: Point, clock: Clock) -> Point:
    """Last year's, where this year's would lie more than half a year after the day of writing."""
    telling = point.end if (point.start.month, point.start.day) == (1, 1) else point.start
    if clock.year or clock.section or not clock.today or telling <= clock.today + timedelta(days=_AHEAD):
        return point
    year = point.start.year - 1
    end = _month_end(year, point.end.month) if point.end == _month_end(point.end.year, point.end.month) \
        else point.end.replace(year=year)
    start = point.start.replace(year=year, day=min(point.start.day, end.day if point.start == point.end else 28))
    return Point(start, end, (*point.basis, f"year {year}: {telling.isoformat()} lies far after the reference day"))


def period_of(mention: Mention, text: str, clock: Clock) -> Period | None:
    """The days of a date mention where it stands, or None."""
    found = regex_of(mention.pattern).match(text, mention.at.start)
    if not found or found.end() != mention.at.end:
        return None
    read = _READERS.get(mention.pattern)
    groups = {k: v for k, v in found.groupdict().items() if v}
    return read(groups, clock) if read else None


def _closed(point: Point | None, groups: dict[str, str]) -> Period | None:
    """A point as its prefix and suffix open or close it."""
    if point is None:
        return None
    prefix, suffix = groups.get("prefix", "").replace(" ", ""), groups.get("suffix", "")
    if suffix in cues("before"):
        return Period(None, point.end, (*point.basis, f"{suffix}: open before its end"))
    if suffix in cues("since") and not (point.start and point.end and _HALF[0] < (point.end - point.start).days < _HALF[1]):
        return Period(point.start, None, (*point.basis, f"{suffix}: open after its start"))
    if prefix in cues("up_to"):
        return Period(point.end, point.end, (*point.basis, f"{prefix}: its last day"))
    return Period(point.start, point.end, point.basis)


def _read_point(groups: dict[str, str], clock: Clock) -> Period | None:
    ahead = groups.get("suffix", "") in cues("before")
    return _closed(_point(groups["point"], clock, ahead=ahead), groups)


def _read_range(groups: dict[str, str], clock: Clock) -> Period | None:
    left = _point(groups["left"], clock)
    if left is None:
        return None
    inside = replace(clock, year=left.start.year, month=left.start.month)
    right = _point(groups["right"], inside)
    if right is not None and right.end < left.start and not explicit_year(groups["right"]):
        right = _point(groups["right"], replace(inside, year=left.start.year + 1))
    return _span(left, right, groups)


def _span(left: Point | None, right: Point | None, groups: dict[str, str]) -> Period | None:
    if left is None or right is None or right.end < left.start:
        return None
    joined = Point(left.start, right.end, tuple(dict.fromkeys((*left.basis, *right.basis))))
    return _closed(joined, groups)


def _read_years(groups: dict[str, str], clock: Clock) -> Period | None:
    first, last = number_of(straight(groups["from"])), number_of(straight(groups["to"]))
    if first is None or last is None:
        return None
    return _span(_months(first, 1, 12, f"years {first}–{last} printed"), _months(last, 1, 12), groups)


def _read_term(groups: dict[str, str], clock: Clock) -> Period | None:
    """So many years from one that is printed (2022年起5年内)."""
    first, years = number_of(straight(groups["from"])), number_of(groups["number"])
    if not first or not years:
        return None
    return _closed(_span_years(first, first + years - 1, f"{years} years from {first}"), {})


def _read_months(groups: dict[str, str], clock: Clock) -> Period | None:
    year, basis = _year(groups.get("year"), clock)
    first, last = number_of(groups["from"]), number_of(groups["to"])
    if year is None or first is None or last is None:
        return None
    if last < first:
        return _span(_months(year - 1, first, 12, basis), _months(year, 1, last), groups)
    point = _months(year, first, last, basis)
    return _closed(point if "year" in groups or point is None else _not_ahead(point, clock), groups)


def _read_quarters(groups: dict[str, str], clock: Clock) -> Period | None:
    year, basis = _year(groups.get("year"), clock)
    first = number_of(groups.get("from") or groups["first"])
    last = number_of(groups.get("to") or groups["second"])
    if year is None or not first or not last:
        return None
    return _closed(_months(year, 3 * first - 2, 3 * last, basis), groups)


def _read_days(groups: dict[str, str], clock: Clock) -> Period | None:
    text = groups.get("year", "") + groups["month"].strip()
    month = _point(text.replace(" ", ""), clock)
    first, last = number_of(groups["from"]), number_of(groups["to"])
    if month is None or not first or not last:
        return None
    here = month.start
    return _span(_day(here.year, here.month, first, *month.basis), _day(here.year, here.month, last), groups)


def _read_day(groups: dict[str, str], clock: Clock) -> Period | None:
    left = _bare_day(groups["from"], clock)
    if "to" not in groups or left is None:
        return _closed(left, groups)
    return _span(left, _day(left.start.year, left.start.month, _inner(groups["to"])), groups)


def _read_relative_day(groups: dict[str, str], clock: Clock) -> Period | None:
    word, words = groups["relative"], words_of()
    if word in words["carried_days"]:
        base, step, said = clock.day, words["carried_days"][word], "the day named before it"
    else:
        base, step, said = clock.today, words["days"][word], "the reference day"
    if base is None:
        return None
    when = base + timedelta(days=step)
    return Period(when, when, (f"{word}: from {said}, {base.isoformat()}",))


def _read_numeric(groups: dict[str, str], clock: Clock) -> Period | None:
    sides = []
    for key in ("date", "until"):
        if key in groups:
            year, month, day = (int(n) for n in re.findall(r"\d+", groups[key]))
            sides.append(_day(year, month, day, "printed in full"))
    return _span(sides[0], sides[-1], groups)


def _read_plan(groups: dict[str, str], clock: Clock) -> Period | None:
    number = number_of("".join(c for c in groups["plan"] if c in words_of()["digits"] or c in words_of()["tens"])[:-1])
    if not number:
        return None
    first = 1953 if number == 1 else 1958 if number == 2 else 1981 + 5 * (number - 6)
    last, part, basis = first + 4, groups.get("part", ""), f"plan {number}: {first}–{first + 4}"
    if part in cues("since"):
        return Period(date(first, 1, 1), None, (basis, f"{part}: open after its start"))
    if part in cues("last_year"):
        first, basis = last, f"{basis}, {part}: its last year"
    elif part in cues("first_year"):
        last, basis = first, f"{basis}, {part}: its first year"
    elif years := _inner(part):
        first, last = (first, first + years - 1) if part[0] not in cues("back") else (last - years + 1, last)
    return _closed(_span_years(first, last, basis), groups)


def _span_years(first: int, last: int, basis: str) -> Point:
    return Point(date(first, 1, 1), date(last, 12, 31), (basis,))


def _read_decade(groups: dict[str, str], clock: Clock) -> Period | None:
    number, century = number_of(groups["decade"]), groups.get("century", "")
    if number is None or "part" in groups:
        return None
    if number < 1000:
        if ordinal := _inner(century):
            number += 100 * (ordinal - 1)
        elif century and clock.today:
            number += clock.today.year // 100 * 100 - (100 if century[0] in cues("half_first") else 0)
        else:
            return None
    return _closed(_span_years(number, number + 9, f"decade of {number}"), groups)


def _read_golden_week(groups: dict[str, str], clock: Clock) -> Period | None:
    year, basis = _year(groups.get("year"), clock)
    if year is None:
        return None
    month = int(patterns.table("dates/dates")["words"]["weeks"][groups["week"]])
    point = Point(date(year, month, 1), date(year, month, 7), (basis, "golden week: first to seventh"))
    return _closed(point if "year" in groups else _not_ahead(point, clock), {})


def _read_past(groups: dict[str, str], clock: Clock) -> Period | None:
    """The years ahead of a text, or those that a report of a year's first or last months looks back on."""
    years, data = number_of(groups.get("number") or groups["since"]), patterns.table("dates/dates")["cues"]
    if not years or clock.today is None:
        return None
    month, year = clock.today.month, clock.today.year
    if month not in (*data["years_before"], *data["years_with"]) and "ahead" not in groups:
        return None
    last = year if month in data["years_with"] else year - 1
    first, last = (last + 1, last + years) if "ahead" in groups else (last - years + 1, last)
    return _closed(_span_years(first, last, f"years {first}–{last} from the day of writing {clock.today.isoformat()}"), {})


_READERS: dict[str, Callable[[dict[str, str], Clock], Period | None]] = {
    "point": _read_point, "range": _read_range, "years": _read_years, "months": _read_months, "quarters": _read_quarters,
    "days": _read_days, "day": _read_day, "relative_day": _read_relative_day, "numeric": _read_numeric, "plan": _read_plan,
    "term": _read_term,
    "plan_name": _read_plan, "past": _read_past, "decade": _read_decade, "golden_week": _read_golden_week,
}

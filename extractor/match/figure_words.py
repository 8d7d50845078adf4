"""The word lists of this room as sets and patterns, each built on first use."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractor.match.figure_units import alternatives, spelled
from patterns import table
from patterns import words as word_list


@cache
def digits() -> dict[str, int]:
    """The Chinese digits and what they are worth."""
    return {k: int(v) for k, v in table("figures/numerals")["digits"].items()}


@cache
def ones() -> frozenset[str]:
    """The digits for one."""
    return frozenset(k for k, v in digits().items() if v == 1)


@cache
def tens() -> frozenset[str]:
    """The multipliers that begin a number without a digit: 十万 is a number, 百万 a class."""
    return frozenset(k for k, v in table("figures/numerals")["places"].items() if v == 1)


@cache
def scales() -> frozenset[str]:
    """All multipliers."""
    data = table("figures/numerals")
    return frozenset([*data["places"], *data["groups"]])


@cache
def places() -> frozenset[str]:
    """The multipliers below ten thousand."""
    return frozenset(table("figures/numerals")["places"])


@cache
def big() -> frozenset[str]:
    """The multipliers from ten thousand on, letters included."""
    data = table("figures/numerals")
    return frozenset([*data["groups"], *data["letters"]])


@cache
def hundred_millions() -> frozenset[str]:
    """The multipliers for 10^8."""
    return frozenset(k for k, v in table("figures/numerals")["groups"].items() if v == 8)


@cache
def financial() -> frozenset[str]:
    """The digits of cheques."""
    return frozenset(table("figures/numerals")["words"]["financial"])


@cache
def each() -> frozenset[str]:
    """The classifier before 亿 of colloquial money: 3.5个亿."""
    return frozenset(table("figures/numerals")["words"]["each"])


@cache
def half() -> frozenset[str]:
    """The words for a half."""
    return frozenset(table("figures/numerals")["words"]["half"])


@cache
def lone_parts() -> frozenset[str]:
    """Parts of a currency that are none where they stand alone: 三角."""
    return frozenset(spelled(table("figures/money")["parts"]["never_alone"]))


@cache
def loose_money() -> frozenset[str]:
    """Words for money that classify things as well: 块."""
    return frozenset(spelled(table("figures/money")["parts"]["loose"]))


@cache
def english() -> dict[str, str]:
    """English multipliers and what they are worth."""
    return dict(table("figures/money")["english"]["multipliers"])


@cache
def english_scale() -> re.Pattern[str]:
    """One of them behind a number."""
    return re.compile(rf" ?({alternatives(english())})(?![A-Za-z0-9])", re.IGNORECASE)


@cache
def after_amount() -> frozenset[str]:
    """What may follow 三元 for it to be an amount whatever stands before."""
    return frozenset(spelled(table("figures/money")["parts"]["amount_before"]))


@cache
def local_units() -> frozenset[str]:
    """The words for 元 that mean local money in a text about it."""
    return frozenset(spelled(table("figures/money")["parts"]["local_units"]))


@cache
def money_before() -> re.Pattern[str]:
    """A word for money in the same clause, some characters before the end or before a list of amounts that ends there."""
    scales, listed = "".join(big()), "|".join(map(re.escape, list_signs()))
    return re.compile(rf"(?:{alternatives(table('figures/money')['cues']['before'])})[^，。；;！？\n]{{0,12}}"
                      rf"(?:[\d.]{{1,9}}[{scales}](?:{listed})){{0,5}}\Z")


@cache
def money_behind() -> re.Pattern[str]:
    """A word for money right here."""
    return re.compile(alternatives(table("figures/money")["cues"]["after"]))


@cache
def other_things() -> re.Pattern[str]:
    """A word for something else that is counted in 万 and 亿."""
    return re.compile(alternatives(table("figures/money")["cues"]["not_before"]))


@cache
def one_counts() -> re.Pattern[str]:
    """What makes 一 before a classifier count: 只享受一次."""
    data = table("figures/counts")["one"]
    return re.compile(rf"(?:{alternatives(data['after'])}|(?:{alternatives(data['only'])})[\u3400-\u9fff]{{0,3}})\Z")


@cache
def slogans() -> re.Pattern[str]:
    """What follows a classifier in a slogan: 四个自信."""
    return re.compile(alternatives(table("figures/counts")["slogan_after"]))


class Numbered(NamedTuple):
    """What stands before in the clause, and right behind, where a unit numbers things."""

    before: re.Pattern[str]
    after: re.Pattern[str] | None


@cache
def numbered() -> dict[str, tuple[Numbered, ...]]:
    """By the unit what makes it a place in a row: 排名由41位, 届五次全会."""
    out: dict[str, tuple[Numbered, ...]] = {}
    for entry in table("figures/counts")["numbered"].values():
        found = Numbered(re.compile(rf"(?:{alternatives(entry['before'])})[^，。；;！？\n]{{0,{entry['reach']}}}\Z"),
                         re.compile(alternatives(entry["after"])) if entry["after"] else None)
        for unit in spelled(entry["units"]):
            out[unit] = (*out.get(unit, ()), found)
    return out


@cache
def at_once() -> re.Pattern[str]:
    """What an amount in round figures is a class of, right behind it: 10亿元项目."""
    classes = table("figures/bounds")["classes"]
    return re.compile(rf"(?:{alternatives(classes['at_once'])})(?!{alternatives(classes['at_once_not'])})")


@cache
def at_once_firsts() -> frozenset[str]:
    """The characters with which these words begin."""
    return frozenset(w[0] for w in spelled(table("figures/bounds")["classes"]["at_once"]))


@cache
def round_figures() -> frozenset[str]:
    """The digits of such amounts."""
    return frozenset(table("figures/bounds")["classes"]["round"])


@cache
def idiom_before() -> frozenset[str]:
    """What makes 倍 after a small numeral an idiom: 事半功倍."""
    return frozenset(table("figures/percent")["multiple"]["idiom_before"])


@cache
def quotes() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Opening and closing quotation marks, and the signs that make a quotation speech."""
    data = table("figures/counts")["quotes"]
    return frozenset(data["open"]), frozenset(data["close"]), frozenset(data["stops"])


@cache
def opening_quotes() -> re.Pattern[str]:
    """An opening quotation mark."""
    return re.compile(f"[{''.join(map(re.escape, sorted(quotes()[0])))}]")


@cache
def idioms() -> re.Pattern[str]:
    """Idioms, terms and names in which a numeral counts nothing."""
    return re.compile(alternatives(word_list("figures/idioms")))


@cache
def list_signs() -> frozenset[str]:
    """What joins the members of a list."""
    return frozenset(spelled(table("figures/bounds")["lists"]["shared"]))


@cache
def discounts() -> frozenset[str]:
    """The words of a shop's share: 折."""
    return frozenset(table("figures/percent")["percent"]["discounts"])


@cache
def rate_words() -> dict[str, str]:
    """年产 → 年."""
    return {w: per for per, words in table("figures/bounds")["rates"]["words"].items() for w in spelled(words)}


@cache
def rate_ends() -> dict[str, tuple[str, ...]]:
    """These words by their last characters, the longest first."""
    words = sorted(rate_words(), key=len, reverse=True)
    return {last: tuple(w for w in words if w[-1] == last) for last in {w[-1] for w in words}}


@cache
def wholes() -> re.Pattern[str]:
    """翻两番, 打对折: read as one."""
    data = table("figures/percent")
    turn, times = (alternatives(data["multiple"][k]) for k in ("turn", "times"))
    return re.compile(rf"(?:{turn})(?P<number>[{''.join(digits())}1-9])?(?P<times>{times})"
                      rf"|(?:{alternatives(data['percent']['whole'])})")


@cache
def whole_signs() -> tuple[str, ...]:
    """A text without one of these holds none of them."""
    data = table("figures/percent")
    return (*data["multiple"]["times"], *(w[-1] for w in data["percent"]["whole"]))

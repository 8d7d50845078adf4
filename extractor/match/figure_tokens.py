"""Numbers as they stand in the text: one token for each run of digits or numerals, with the unit behind it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final, NamedTuple

from extractor.match.figure_units import Unit, alternatives, both, spelled, unit_at, unit_tables
from patterns import table

SPACES: Final = " \N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}"
POINTS: Final = frozenset(".．")
_DIGITS: Final = "0123456789"
_GAP: Final = 3
_BREAK: Final = 5  # a line break that stands so near behind a number may stand inside its unit
_BLANKS: Final = SPACES + "\n"
# A printed line of running text is at least as long as this; a cell on a line of its own is shorter.
_LINE: Final = 9


# A token as it is read: a bare tuple, made and taken apart five times as fast as a named one. Most figures and most numbers
# that are none are told from it; for all that needs a closer look `Token` gives its parts names.
Bare = tuple[int, int, int, int, str, bool, bool, Unit | None, str]


class Token(NamedTuple):
    """One number.

    start: where it begins, 百分之 included. at, end: the numeral with its multiplier. stop: after its unit. repaired: its
    reading, where the print is damaged.
    """

    start: int
    at: int
    end: int
    stop: int
    text: str
    arabic: bool
    scaled: bool
    unit: Unit | None
    repaired: str = ""


def is_han(char: str) -> bool:
    """Whether a character, or none, is a Chinese one."""
    return bool(char) and 0x3400 <= ord(char) <= 0x9FFF


class Scan(NamedTuple):
    """The numbers of a text, in text order.

    lone: apart, because they are so many, where a single numeral stands that carries no unit and that nothing joins to a
    number (统一, 进一步). touched: the places of the numbers that letters or other signs of damage stand next to.
    """

    tokens: list[Bare]
    lone: list[int]
    touched: list[int]


def tokens(text: str, damage: frozenset[str] = frozenset()) -> Scan:
    """Every run of digits and numerals of the view, none overlapping another; `damage`: signs to look for beside digits."""
    out: list[Bare] = []
    lone: list[int] = []
    touched: list[int] = []
    newline = -1
    starts, units, heavy, signs, joints = *unit_tables(), _heavy(), _currency_signs(), _joints()
    prefix_ends, add = _prefix_ends(), out.append
    for found in _numbers().finditer(text):
        at, end = found.span()
        number, ahead, follows, unit, stop = found[0], text[at - 1:at], text[end:end + 1], None, end
        begins = starts.get(follows)
        arabic = number[0] in _DIGITS
        if arabic:
            if "，" in number and ahead in signs:
                at = _cut(text, at, number, out)
                number, ahead = text[at:end], ""
            if follows in damage or ahead in damage or (ahead in POINTS and text[at - 2:at - 1] in damage):
                touched.append(at)
        elif end - at == 1:
            if begins is None and follows not in joints and number not in joints and ahead not in joints:
                lone.append(at)
                continue
        elif number[-1] in heavy and (weight := _weight(text, at, end)):
            out.append(weight)
            continue
        if ahead in prefix_ends and (prefix := _prefixes().search(text, max(0, at - 9), at)):
            out.append(Token(prefix.start(), at, end, end, number, arabic, True, _prefix_unit(prefix[1])))
            continue
        if begins is not None:
            if newline < end:
                newline = text.find("\n", end)
                newline = len(text) + _BREAK if newline < 0 else newline
            if newline < end + _BREAK:
                add(token_at(text, at, end, number))
                continue
            if word := begins.match(text, end):
                unit, stop = units[word[0]], word.end()
        elif follows in _BLANKS:
            out.append(token_at(text, at, end, number))
            continue
        add((at, at, end, stop, number, arabic, not arabic or number[-1] not in _DIGITS, unit, ""))
    return Scan(out, lone, touched)


def numeral_end(text: str) -> int:
    """Where the number ends that a string begins with; 0 where it begins with none."""
    found = _numbers().match(text)
    return found.end() if found else 0


def token_at(text: str, at: int, end: int, number: str, repaired: str = "") -> Token:
    """The number from `at` to `end` with the unit behind it."""
    after = end
    while after - end < _GAP and text[after:after + 1] and text[after] in SPACES:
        after += 1
    unit = unit_at(text, after)
    stop = after + len(unit.word) if unit else end
    if (cut := text.find("\n", after, after + _BREAK)) >= 0 and (over := _over_break(text, after, cut, unit)):
        unit, stop = over
    arabic = (repaired or number)[0] in _DIGITS
    return Token(at, at, end, stop, number, arabic, not arabic or number[-1] not in _DIGITS, unit, repaired)


def _over_break(text: str, at: int, cut: int, unit: Unit | None) -> tuple[Unit, int] | None:
    """A unit that a line break stands inside of (个百分|点) or before, and where it ends."""
    if cut - text.rfind("\n", 0, at) < _LINE:
        return None
    joined = unit_at(text[at:cut] + text[cut + 1:cut + 6], 0)
    if joined is None or len(joined.word) <= max(cut - at, len(unit.word) if unit else 0):
        return None
    return joined, at + len(joined.word) + 1


def _cut(text: str, at: int, number: str, out: list[Bare]) -> int:
    """Cut a list behind a Latin currency sign at its full-width comma: $20，300美元; where the rest begins."""
    size = number.index("，")
    out.append(Token(at, at, at + size, at + size, number[:size], True, False, None))
    return at + size + 1


def _weight(text: str, at: int, end: int) -> Token | None:
    """三十两: the last digit is the unit of weight, where no other unit follows."""
    unit = unit_at(text, end - 1)
    if unit is None or unit_at(text, end) is not None:
        return None
    return Token(at, at, end - 1, end, text[at:end - 1], False, True, unit)


@cache
def _prefix_unit(word: str) -> Unit:
    percent = table("figures/percent")["percent"]
    factor = both(percent["before"])[word]
    return Unit(word, "percent", percent["canonical"], "percent", "" if factor == "1" else factor)


@cache
def _prefix_ends() -> frozenset[str]:
    return frozenset(w[-1] for w in spelled(table("figures/percent")["percent"]["before"])) | {" "}


@cache
def _prefixes() -> re.Pattern[str]:
    before = table("figures/percent")["percent"]["before"]
    return re.compile(rf"({alternatives(before)})[{SPACES}]{{0,{_GAP}}}\Z")


@cache
def _currency_signs() -> frozenset[str]:
    """Signs of Latin notation, where a full-width comma separates a list and never thousands."""
    words = [w for c in table("figures/money")["currency"].values() for w in c.get("before", ())]
    return frozenset(w[-1] for w in words if not w[-1].isalnum())


@cache
def _joints() -> frozenset[str]:
    """The characters that tie a numeral to its neighbours, spaces and the large multipliers among them."""
    bounds, numerals = table("figures/bounds"), table("figures/numerals")
    joining = [*(w for name in ("ranges", "lists", "products", "sums") for w in bounds[name]["words"]),
               *bounds["sums"]["tenths"], *table("figures/percent")["multiple"]["times"], *bounds["after"]["order"]]
    return frozenset("".join(spelled(joining))) | frozenset(numerals["groups"]) | frozenset(_BLANKS) | _prefix_ends() | {""}


@cache
def _heavy() -> frozenset[str]:
    """Digits that are units of weight as well."""
    digits = table("figures/numerals")["digits"]
    return frozenset(w for w in table("figures/measures")["mass"]["words"] if w in digits)


def _plain(data: dict[str, Any]) -> str:
    """How most numbers in digits go on, one multiplier included: what follows shows that no more need be tried."""
    words, heads = data["words"], data["unit_heads"]
    scales, large = [*data["places"], *data["groups"]], [c for c, p in data["groups"].items() if p >= 8]
    units = {word[0] for c in heads for word in spelled(heads[c])}
    more = "".join([*scales, *data["letters"], *words["rest"], *words["some"]])
    return (rf"\d*+(?:[.．]\d++)?+(?:[{''.join(scales)}](?![{''.join(units)}]))?+(?![\d.．,，{SPACES}{more}])"
            rf"(?![{''.join(words['each'])}][{''.join(large)}])")


@cache
def _numbers() -> re.Pattern[str]:
    """One charset in front, for speed; what the first character was decides how the number goes on."""
    data = table("figures/numerals")
    words, heads = data["words"], data["unit_heads"]
    scales = [*data["places"], *data["groups"]]
    every = "".join(scales)
    plain = "".join(c for c in scales if c not in heads)
    held = {c: alternatives(heads[c]) for c in scales if c in heads}
    scale = "(?:" + "|".join([f"[{plain}]", *(f"{c}(?!{ahead})" for c, ahead in held.items())]) + ")"
    digits, tens = "".join(data["digits"]), "".join(data["tens"])
    rest, some, several, half, point = ("".join(words[k]) for k in ("rest", "some", "several", "half", "point"))
    gap = rf"[{SPACES}]{{0,{_GAP}}}"
    calendar = "".join(words["calendar"])
    large = "".join(c for c, p in data["groups"].items() if p >= 8)
    each = f"(?:[{''.join(words['each'])}](?=[{large}])(?!{alternatives(words['class_after_each'])}))?"
    more = rf"(?:{gap}\d+(?:,\d{{3}})?(?:\.\d+)?{gap}{scale}++)*+(?:(?:\d,\d{{3}}|\d{{2,4}})(?!\d*[.,{calendar}]))?"
    arabic = (rf"(?:\d{{0,2}}(?:[,，]\d{{3}})+(?!\d)|\d*+)(?:[.．]\d+){{0,4}}"
              rf"(?:{gap}{each}(?:{scale}++{more}|[{''.join(data['letters'])}](?![A-Za-z0-9])))?"
              rf"(?:{gap}[{rest}{some}]{scale}*+)?")
    atom = rf"(?:[{digits}{tens}]|{scale}|[{some}](?=[{every}])|(?<=[{every}])[{some}])"
    colloquial = f"(?:{each}(?<=[{''.join(words['each'])}]){scale}++)?"
    chinese = (rf"{atom}*+{colloquial}(?:[{point}][{digits}]++{scale}*+)?"
               rf"(?:(?<=[{every}])[{rest}]{scale}*+)?")
    branches = [rf"(?<=[0-9]){_plain(data)}", rf"(?<=[0-9]){arabic}", rf"(?<=[{digits}{tens}{plain}]){chinese}",
                *(rf"(?<={c})(?!{ahead}){chinese}" for c, ahead in held.items()),
                rf"(?<=[{some}])(?=[{every}]){chinese}", rf"(?<=[{several}])(?={scale}){chinese}",
                rf"(?<=[{half}])(?={alternatives(table('figures/percent')['percent']['shares'])})"]
    return re.compile(rf"[0-9{digits}{tens}{every}{some}{several}{half}](?:{'|'.join(branches)})")

"""Numbers that print or recognition has damaged: letters for digits, spaces and breaks inside, a wrong decimal sign."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extractor.match.figure_tokens import POINTS, SPACES, Bare, Token, is_han, numeral_end, token_at
from patterns import table

_REACH: Final = 24
_PROPER: Final = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:[.．]\d+)?|\d+(?:[.．]\d+)?")
_RUN: Final = re.compile(rf"\d[\d.．,，。·{SPACES}\n]{{0,{_REACH}}}\Z")


def mended(text: str, found: list[Bare], touched: list[int]) -> list[Bare]:
    """The tokens with those replaced that letters damage: 1O0万元, l26.7亿元; the reading stands in `repaired`.

    touched: where the tokens stand that signs of damage are next to.
    """
    if any(sign in text for sign in _full()):
        letters = [(m.start(), m.start(), m.end(), m.end(), m[0], True, False, None, "") for m in
                   _lettered_only().finditer(text)]
        found = sorted([*found, *letters], key=lambda t: t[1])
        touched = [*touched, *(t[1] for t in letters)]
    elif not touched:
        return found
    near, out, done = frozenset(touched), list[Bare](), 0
    for token in found:
        at = token[1]
        if at < done:
            continue
        if at in near and _touched(text, named := Token(*token)) and (whole := _lettered(text, named)):
            while out and out[-1][3] > whole.at:
                out.pop()
            out.append(whole)
            done = whole.end
        else:
            out.append(token)
    return out


def signs_of_damage() -> frozenset[str]:
    """What may stand beside digits, or before the point in front of them, where print is damaged."""
    return _signs()


def whole(text: str, token: Token) -> Token | None:
    """The token with the broken-off digits before it that belong to its number, where one reading is left.

    `12 6.76亿元`, `126。76亿元`, `3,\\n280万元`. The digits must stand in running text, be no year, and read as one number.
    """
    back = _RUN.search(text, max(0, token.at - _REACH), token.at)
    if back is None or not _inside(text, back.start(), back[0]):
        return None
    if "，" in back[0] and text[back.start() - 1:back.start()] in ("$", "＄"):
        return None
    printed = text[back.start():token.end]
    reading = _reading(back[0] + (token.repaired or token.text), text, back.start(), token.repaired or token.text)
    if reading is None or (token.unit and (token.unit.kind == "point" or token.unit.word in _large()) and _halved(printed)):
        return None
    return token._replace(start=back.start(), at=back.start(), text=printed, repaired=reading)


def broken(text: str, token: Token) -> bool:
    """Whether digits stand right before a number that could not be read with it: then no value is certain."""
    before = text[max(0, token.at - 2):token.at]
    return bool(re.search(r"\d[,.]?\s?\Z", before)) and before[-1:] not in "\t\n" and not _dated(text, token.at)


def _reading(printed: str, text: str, at: int, last: str) -> str | None:
    """What the pieces say together, spaces left out, the decimal sign put right; `last` is the piece with the unit."""
    close = "".join(c for c in printed if not c.isspace())
    size = len(close) - len(last.replace(" ", "")) + _digits(last)
    number, rest = close[:size], close[size:]
    if _PROPER.fullmatch(number):
        return close if _one_reading(printed, number, rest) else None
    signs = table("figures/damage")["points"]
    point = re.fullmatch(rf"(\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}})[{re.escape(''.join(signs['signs']))}](\d{{1,2}})", number)
    clause = re.split(r"[，。；\n]", text[max(0, at - _REACH):at])[-1]
    if point is None or any(w in clause for w in signs["not_after"]):
        return None
    return f"{point[1]}.{point[2]}{rest}"


def _one_reading(printed: str, number: str, rest: str) -> bool:
    """Whether digits with a blank between them read one way: it may stand where a point was lost (0 3%, 126 8亿元)."""
    if not number.isdigit() or "\n" in printed:
        return True
    pieces = printed[:len(printed) - len(rest)].split()
    lost = len(pieces) == 2 and len(pieces[0]) > 1 and len(pieces[1]) < 3 and rest[:1] in _large()
    return number[0] != "0" and not lost


def _halved(printed: str) -> bool:
    """Whether a blank stands in the digits of a share where its point may have been: 4 5%."""
    return "\n" not in printed and printed.replace(" ", "").isdigit() and len(printed.split()) == 2


def doubtful(text: str, token: Token) -> bool:
    """Whether a letter before a number or before a point in front of it may be its first digit: B.51%, Z1580元."""
    at, signs = token.start, _inner()
    if token.repaired or not at:
        return False
    char, before = text[at - 1], text[at - 2:at - 1]
    if char in POINTS:
        return before.isascii() and before.isalpha()
    return char in signs and not (before.isascii() and before.isalnum())


def _digits(number: str) -> int:
    found = re.match(r"[\d.．,，]+", number)
    return found.end() if found else 0


def _inside(text: str, at: int, run: str) -> bool:
    """Whether a broken number stands in running text, not at the start of a line, where a section's does."""
    first = re.match(r"\d+", run)
    if first is None or (len(first[0]) == 4 and first[0][:2] in ("19", "20")):
        return False
    if at == 0 or text[at - 1] == "\n":
        return len(first[0]) > 2 or len(text) < _REACH
    return is_han(text[at - 1]) or text[at - 1] in "￥$"


def _dated(text: str, at: int) -> bool:
    return bool(re.search(r"(?:19|20)\d\d\s?\Z", text[max(0, at - 6):at]))


def _touched(text: str, token: Token) -> bool:
    if not token.arabic:
        return False
    signs = _signs()
    before = text[token.at - 1:token.at]
    beside = text[token.end:token.end + 1] in signs or before in signs or _pointed(text, token.at)
    return beside or not token.text[0].isdigit()


def _pointed(text: str, at: int) -> bool:
    """Whether a decimal point stands before a place, and a letter that may be a digit before that: O.3."""
    return at > 1 and text[at - 1] in POINTS and text[at - 2] in _letters()


def _lettered(text: str, token: Token) -> Token | None:
    """The whole number around a token that letters are part of, with its unit; None where it has none or two readings."""
    letters = {**_letters(), **_inner()}
    start = token.at
    while start and token.at - start < _REACH and (text[start - 1] in letters or text[start - 1].isdigit() or (
            text[start - 1] in ".,，" and (start < token.at or _pointed(text, start)))):
        start -= 1
    while text[start] in _inner() or text[start] in ".,，":
        start += 1
    found = _run().match(text, start)
    if found is None:
        return None
    stop = found.end()
    before = text[start - 1:start]
    if before.isascii() and before.isalnum():
        return None
    clean = "".join(letters.get(c, c) for c in found[0])
    if not _PROPER.fullmatch(clean):
        return None
    tail, repaired_tail = _scale(text, stop)
    candidate = clean + repaired_tail + text[stop + len(tail):stop + len(tail) + 8]
    size = numeral_end(candidate)
    if size < len(clean) or (clean == found[0] and not tail):
        return None
    end = stop + size - len(clean) - (len(repaired_tail) - len(tail))
    made = token_at(text, start, end, text[start:end], candidate[:size])
    if made.unit is not None and made.unit.kind == "count" and found[0][-1] in _inner():
        return None
    return made if made.unit is not None and (made.unit.kind != "none" or tail == "") else None


def _scale(text: str, at: int) -> tuple[str, str]:
    """A damaged multiplier before a currency (忆元, 方元) and what it stands for; empty where there is none."""
    found = _scales().match(text, at)
    return (found[0], table("figures/damage")["scales"][found[1]]) if found else ("", "")


@cache
def _letters() -> dict[str, str]:
    return dict(table("figures/damage")["letters"])


@cache
def _inner() -> dict[str, str]:
    return dict(table("figures/damage")["inner"])


@cache
def _full() -> tuple[str, ...]:
    return tuple(table("figures/damage")["in_letters"])


@cache
def _lettered_only() -> re.Pattern[str]:
    """A share written in letters alone: lOO%."""
    letters = re.escape("".join(_letters()))
    return re.compile(rf"(?<![A-Za-z0-9])[{letters}]{{2,3}}(?=[{''.join(table('figures/damage')['shares'])}])")


@cache
def _signs() -> frozenset[str]:
    data = table("figures/damage")
    return frozenset([*data["letters"], *data["inner"], *(w[0] for w in data["scales"]), " "]) - {" "}


@cache
def _large() -> frozenset[str]:
    """The multipliers behind which decimals are printed, and the percent sign."""
    return frozenset([*table("figures/numerals")["groups"], *table("figures/damage")["shares"]])


@cache
def _run() -> re.Pattern[str]:
    letters, inner = (re.escape("".join(m)) for m in (_letters(), _inner()))
    return re.compile(rf"[\d{letters}](?:[\d{letters}]|[{inner}](?![A-Za-z])|[.,，](?=[\d{letters}{inner}])){{0,{_REACH}}}")


@cache
def _scales() -> re.Pattern[str]:
    data = table("figures/damage")
    words = "|".join(sorted(data["scales"], key=len, reverse=True))
    return re.compile(rf"[ ]?({words})(?={'|'.join(data['scales_before']['words'])})")

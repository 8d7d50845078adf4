"""Words as evidence: where a dictionary would cut a text, by a private tokenizer with the project's own words."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import patterns

_LONE = re.compile("[\ud800-\udfff]")  # halves of characters, which the tokenizer cannot take
_INSTEAD = "\N{REPLACEMENT CHARACTER}"


def words(text: str) -> list[tuple[int, int]]:
    """Start and end of every word of a text, in order; they cover it without gaps.

    The tokenizer is rjieba's (jieba's dictionary and algorithm, see ARCHITECTURE.md), made once a process at the first
    call. It knows the words of `patterns/words/*.txt` besides; jieba's process-wide dictionary is never touched.

    >>> [text[a:b] for text in ["市发展改革委牵头"] for a, b in words(text)]
    ['市', '发展改革委', '牵头']
    """
    out, at = [], 0
    for word in _tokenizer().cut(text if text.isascii() or not _LONE.search(text) else _LONE.sub(_INSTEAD, text)):
        out.append((at, at := at + len(word)))
    return out


def known(word: str) -> str:
    """The part of speech that the dictionary gives a word (`n`, `ns`, `v` …), empty where it does not hold the word.

    >>> known("水电站"), known("韦尔曼德")
    ('n', '')
    """
    tokenizer = _tokenizer()
    return str(tokenizer.tag(word)[0][1]) if not _LONE.search(word) and tokenizer.has_word(word) else ""


@cache
def _tokenizer() -> Any:
    import rjieba  # its dictionary takes a moment to unfold: only who asks for words pays

    tokenizer = rjieba.Jieba()
    for name in sorted(f.name for f in files("patterns").joinpath("words").iterdir() if f.name.endswith(".txt")):
        for line in patterns.words(f"words/{name[:-4]}"):
            word, _, frequency = line.partition(" ")
            tokenizer.add_word(word, int(frequency) if frequency else None, None)
    return tokenizer

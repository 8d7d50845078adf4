"""Poor print: digits that two readings of a line do not share."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.load.ocr import Read, agreed

QUAD = np.zeros((4, 2), np.float32)


@pytest.mark.parametrize(
    ("text", "other", "doubted"),
    [
        ("投资12.5亿元", "投资12.5亿元", ""),
        ("投资12.5亿元", "投资12.6亿元", ".5"),
        ("投资12.5亿元", "投贷12.5亿元", ""),
        ("投资125亿元", "投资25亿元", "12"),
        ("投资67亿元", "投资6.7亿元", "67"),
        ("签约17个", "签约个", "17"),
        ("签约17个", "", "17"),
    ],
)
def test_a_digit_that_only_one_reading_has_is_unsure(text, other, doubted):
    def made(t: str) -> Read:
        return Read(QUAD, t, tuple(np.linspace(0, 1, len(t))), (0.99,) * len(t))

    read = agreed(made(text), made(other))
    assert read.text == text
    assert "".join(c for c, sure in zip(text, read.confidence, strict=True) if sure < 0.9) == doubted

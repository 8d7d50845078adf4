"""How the value of a figure came about, step by step, for a reader who asks why."""

from __future__ import annotations

from decimal import Decimal

from extractor.model import Figure
from extractor.normalise.figures import quantity
from extractor.normalise.numerals import numeral

_SIGNS = {"range": " – ", "sum": " + ", "product": " × "}


def derivation(figure: Figure) -> tuple[tuple[str, str], ...]:
    """The steps as pairs of what is done and the arithmetic or word; empty where the figure has no value.

    What is done: `numeral`, `repaired`, `shared`, `factor`, the relation (`range`, …), `negative`, `unit`, `qualifier`.

    >>> from extractor.model import Numeral, Span
    >>> derivation(Figure("money", Span(0, 5), (Numeral("3.5亿"),), "CNY"))
    (('numeral', '3.5亿 = 350,000,000'), ('unit', 'CNY'))
    """
    made = quantity(figure)
    if made is None:
        return ()
    steps: list[tuple[str, str]] = []
    for part in figure.numerals:
        if part.repaired:
            steps.append(("repaired", f"{part.text} → {part.repaired}"))
        read = part.repaired or part.text
        value = numeral(read, part.shared)
        if part.shared:
            steps.append(("shared", part.shared))
        if value is not None:
            bounds = _plain(value.low) if value.low == value.high else f"{_plain(value.low)} – {_plain(value.high)}"
            steps.append(("numeral", f"{read}{part.shared} = {bounds}"))
        if part.factor and Decimal(part.factor) != 1:
            steps.append(("factor", f"× {Decimal(part.factor):f}"))
    if figure.relation != "one":
        shown = _plain(made.value) if made.value is not None else f"{_bound(made.low)} – {_bound(made.high)}"
        terms = [n.text for n in figure.numerals]
        formula = f"2 ^ {terms[0]}" if figure.relation == "doubling" else _SIGNS[figure.relation].join(terms)
        steps.append((figure.relation, f"{formula} = {shown}"))
    if figure.negative:
        steps.append(("negative", "−"))
    steps.append(("unit", figure.unit))
    if made.qualifier != "exact":
        steps.append(("qualifier", made.qualifier))
    return tuple(steps)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _bound(value: Decimal | None) -> str:
    return "…" if value is None else _plain(value)

"""Places: names of divisions, chains, former and ambiguous names, the document's own place."""

from __future__ import annotations

import pytest

from extractor.model import Article, Document, Outline, Reading, Span
from extractor.normalise import places
from extractor.segment import view
from patterns import gazetteer

RESOLVED = [
    ("通辽市科尔沁区", (), "150502", "chain"),
    ("科尔沁区", (), "150502", "full name"),
    ("乌海", (), "150300", "short name of a prefecture"),
    ("阳新", (), "420222", "short name of a county"),
    ("江苏省苏州市昆山市", (), "320583", "three levels"),
    ("浙江杭州余杭区", (), "330110", "mixed full and short names"),
    ("重庆江津油溪", (), "500116", "a town below the county level takes the county"),
    ("海南区", (), "150303", "the full name before the province's short name"),
    ("海南", (), "460000", "a province before its namesakes"),
    ("朝阳", (), None, "ambiguous without context"),
    ("朝阳", ("210000",), "211300", "ambiguous, by the province; the prefecture holds the county of its name"),
    ("朝阳区", ("220100",), "220104", "ambiguous, by the city"),
    ("鼓楼区", (), None, "ambiguous without context"),
    ("鼓楼区", ("320100",), "320106", "ambiguous, by the city"),
    ("南京市鼓楼区", (), "320106", "ambiguous, by the chain"),
    ("承德", (), "130800", "a prefecture and the county inside it"),
    ("襄樊市", (), "420600", "former name"),
    ("苏州工业园区", (), "320500", "zone"),
    ("平安", (), None, "an everyday word"),
    ("平安", ("630200",), "630203", "an everyday word in its own prefecture"),
    ("本公司", (), None, "no place"),
    ("", (), None, "nothing"),
]


@pytest.mark.parametrize(("text", "context", "code", "why"), RESOLVED, ids=[f"{r[0]}-{r[3]}" for r in RESOLVED])
def test_a_place_name_has_its_code(text: str, context: tuple[str, ...], code: str | None, why: str) -> None:
    assert places.resolve(text, context) == code


def reading(text: str, title: str | None = None) -> Reading:
    document = Document("", "<text>", text, title=title)
    return Reading(document, view(document), Outline((), (), (), (), ()))


HOMES = [
    ("赤峰市今年新开工项目40个。赤峰市还与北京市企业洽谈。", None, "150400"),
    ("全市新开工项目40个。", "贵阳一季度重大项目开工", "520100"),
    ("全市新开工项目40个。", None, None),
]


@pytest.mark.parametrize(("text", "title", "code"), HOMES)
def test_the_place_a_document_speaks_of(text: str, title: str | None, code: str | None) -> None:
    assert (places.home(reading(text, title)) or (None,))[0] == code


def test_the_place_of_an_article_comes_first() -> None:
    article = Article("a1", "news", Span(0, 12), 0, 12, place="阳新县")
    assert places.home(reading("武汉市企业来县考察。"), article)[0] == "420222"


def test_every_division_lies_in_one_that_exists() -> None:
    table = gazetteer.places()
    assert all(not p.parent or p.parent in table for p in table.values())
    assert len(table) > 3100 and all(len(code) == 6 for code in table)


def test_every_full_name_resolves_by_its_chain() -> None:
    wrong = []
    for place in gazetteer.places().values():
        chain = "".join(gazetteer.places()[c].name for c in reversed(gazetteer.above(place.code)))
        if places.resolve(chain) != place.code:
            wrong.append(chain)
    assert wrong == []

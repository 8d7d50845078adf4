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
    ("3月5日,南川17个项目开工。签约项目中，成都市云岭实业发展有限公司计划投资8亿元建设花溪项目。", None, "500119"),
    ("潮州市重点水域治理实施方案\n为落实《广东省人民政府关于印发方案的通知》，广东省各市、潮州市各县要落实广东省的要求。", None, "445100"),
    ("晉城市開發區建設提速。", None, "140500"),
    # Words that hold the name of a place, companies named for one, a park of no city, one place told once deep in a text.
    ("全县实施惠民工程，政府和县委合力推动，新城北区开工。", None, None),
    ("北京华联投资2亿元，北京市宏拓科技有限公司投资3亿元。", None, None),
    ("高新区完成产值184亿元。", None, None),
    ("全市项目开工。" * 20 + "其中一个位于余姚市。", None, None),
    ("全市各区都建了学校。" * 20 + "有海曙区学校3所，江北区学校4所，镇海区学校5所。" * 3, None, "330200"),
]


@pytest.mark.parametrize(("text", "title", "code"), HOMES)
def test_the_place_a_document_speaks_of(text: str, title: str | None, code: str | None) -> None:
    assert (places.home(reading(text, title)) or (None,))[0] == code


def test_the_place_of_an_article_comes_first() -> None:
    article = Article("a1", "news", Span(0, 12), 0, 12, place="阳新县")
    assert places.home(reading("武汉市企业来县考察。"), article)[0] == "420222"


@pytest.mark.parametrize(("name", "own", "code"), [
    ("北京航天产业园项目", ("320900",), None),
    ("云南友天磷酸铁锂项目", ("530100",), None),
    ("富川风光农储项目", ("450722",), "451123"),
    ("金溪航电枢纽工程", (), None),
    ("金溪县航电枢纽工程", (), "361027"),
    ("东营建筑陶瓷项目", (), "370500"),
])
def test_a_place_in_a_name_counts_near_the_documents_own_place(name: str, own: tuple[str, ...], code: str | None) -> None:
    assert places.of_name(name, own) == code


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

"""Reading order, paragraphs, furniture, articles and boxes on random layouts that nobody tuned on."""

from __future__ import annotations

import pytest

from extractor.load import load_bytes
from extractor.model import Document, Span
from tests import layouts, press
from tests import pages_score as score
from tests.layouts import FIRST_TEST_SEED, Sheet

NEWSPAPERS = range(FIRST_TEST_SEED, FIRST_TEST_SEED + 16)
POLICIES = range(FIRST_TEST_SEED, FIRST_TEST_SEED + 6)


def read(sheet: Sheet, order: str = "story") -> Document:
    return load_bytes(sheet.pdf(order, seed=1), "page.pdf")


@pytest.fixture(scope="module")
def newspapers() -> list[tuple[Sheet, Document]]:
    sheets = [layouts.newspaper(seed) for seed in NEWSPAPERS]
    return [(sheet, read(sheet, "shuffle")) for sheet in sheets]


@pytest.fixture(scope="module")
def policies() -> list[tuple[Sheet, Document]]:
    sheets = [layouts.policy(seed) for seed in POLICIES]
    return [(sheet, read(sheet)) for sheet in sheets]


@pytest.mark.parametrize(
    ("measure", "least"),
    [
        (score.joins, 0.99),
        (score.figures, 0.99),
        (score.bodies, 0.97),
        (score.purity, 0.93),
        (score.boxed, 0.99),
    ],
    ids=lambda x: getattr(x, "__name__", str(x)),
)
def test_newspapers_are_read_as_printed(newspapers, measure, least):
    good, all_ = map(sum, zip(*(measure(d, s) for s, d in newspapers), strict=True))
    assert good / all_ >= least


@pytest.fixture(scope="module")
def pressed() -> list[tuple[Sheet, Document]]:
    sheets = [press.page(seed) for seed in NEWSPAPERS]
    return [(sheet, read(sheet, "shuffle")) for sheet in sheets]


@pytest.mark.parametrize(
    ("measure", "least"),
    [(score.joins, 0.99), (score.figures, 0.99), (score.bodies, 0.97), (score.purity, 0.95), (score.boxed, 0.99)],
    ids=lambda x: getattr(x, "__name__", str(x)),
)
def test_pages_without_rules_with_pictures_boxes_and_odd_headlines_are_read_as_printed(pressed, measure, least):
    good, all_ = map(sum, zip(*(measure(d, s) for s, d in pressed), strict=True))
    assert good / all_ >= least
    assert not [x for s, d in pressed for x in score.leaks(d, s)]


@pytest.mark.parametrize(
    "measure", [score.joins, score.figures, score.bodies, score.purity, score.boxed], ids=lambda x: x.__name__
)
def test_policy_papers_are_read_without_a_miss(policies, measure):
    assert [measure(d, s) for s, d in policies] == [(n, n) for n in (measure(d, s)[1] for s, d in policies)]


def test_no_furniture_is_left_in_the_text(newspapers, policies):
    assert [score.leaks(d, s) for s, d in [*newspapers, *policies]] == [[]] * (len(newspapers) + len(policies))


@pytest.mark.parametrize("order", ["story", "yrow"])
def test_the_order_of_the_content_stream_does_not_matter(newspapers, order):
    for sheet, document in newspapers[:6]:
        assert read(sheet, order).text == document.text


def test_layout_has_a_place_for_every_character(newspapers):
    for _, document in newspapers:
        layout = document.layout
        assert {len(layout.page), len(layout.x0), len(layout.top), len(layout.x1), len(layout.bottom)} == {
            len(document.text)
        }
        assert {c for c, p in zip(document.text, layout.page, strict=True) if not p} <= {"\n", "\t", " "}


def test_a_figure_split_over_two_columns_has_two_boxes():
    sheet = Sheet(400, 300)
    for k, (x, y, text) in enumerate(
        [
            (40, 60, "今年前七个月全市共完"),
            (40, 75, "成投资十分可观达到12"),
            (220, 60, "6.5亿元，比上年增长"),
            (220, 75, "了三成以上令人满意。"),
        ]
    ):
        layouts._put(sheet, layouts.Item("a", "body", text), [(x, y, text)], 12 if k < 9 else 0)
    document = read(sheet, "shuffle")
    at = document.text.index("126.5亿元")
    assert [(b.page, round(b.x0)) for b in document.locate(Span(at, at + 7))] == [(1, 148), (1, 220)]


def test_articles_are_contiguous_in_the_text(newspapers):
    for _, document in newspapers:
        seen = [r.article for r in document.regions]
        assert seen == sorted(seen)


def test_a_byline_centred_over_inner_columns_comes_before_the_text_of_the_outer_one():
    lefts, sheet = (40, 170, 300, 430), Sheet(570, 300)
    text = "　　" + ("项目建设快马加鞭全市上下" * 12)[:141] + "。"
    rows = [text[i : i + 9] for i in range(0, len(text), 9)]
    layouts._put(sheet, layouts.Item("a", "title", "河滨新城建设一线见闻"), [(165, 30, "河滨新城建设一线见闻")], 24)
    layouts._put(sheet, layouts.Item("a", "byline", "本报记者王小明"), [(230, 75, "本报记者王小明")], 10)
    for k, row in enumerate(rows):
        x = lefts[k // 4] + 24 * (k == 0)
        layouts._put(sheet, layouts.Item("a", "body", row), [(x, 110 + 15 * (k % 4), row.strip("　"))], 12)
    lines = [x for x in read(sheet, "shuffle").text.split("\n") if x]
    assert lines[1:] == ["本报记者王小明", text.strip("　")]


def test_the_picture_of_a_page_says_under_it_what_its_marks_mean(tmp_path, newspapers):
    from PIL import Image

    from extractor.report.pages import draw_pages

    sheet, document = newspapers[0]
    (path,) = draw_pages(document, sheet.pdf("shuffle", seed=1), tmp_path, scale=1.0)
    with Image.open(path) as picture:
        strip = picture.crop((0, round(sheet.height) + 2, picture.width, picture.height))
    assert strip.height >= 25 and len(set(strip.convert("RGB").getdata())) > 20


def columns(sheet: Sheet, rows: list[str], lefts: tuple[int, ...], top: int, each: int, page: int = 0) -> None:
    """Rows set one after the other into columns of `each` lines."""
    for k, row in enumerate(rows):
        item = layouts.Item("a", "body", row)
        x = lefts[k // each] + 24 * row.startswith("　　")
        item.lines.append(layouts.Text(x, top + 15 * (k % each), row.strip("　"), "STSong-Light", 12, page=page))
        sheet.items.append(item)


def rows_of(text: str, width: int = 9) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)]


def test_a_rule_between_the_columns_of_an_article_parts_no_headline_from_them():
    sheet, text = Sheet(450, 400), "　　" + ("项目建设快马加鞭全市上下" * 22)[:258] + "。"
    layouts._put(sheet, layouts.Item("a", "title", "新城见闻"), [(165, 40, "新城见闻")], 24)
    columns(sheet, rows_of(text), (40, 170, 300), 80, 10)
    sheet.rules += [(0, x, 46, x, 240) for x in (159, 289)]
    assert read(sheet, "shuffle").text.split("\n") == ["新城见闻", text.strip("　")]


def test_a_page_that_begins_within_a_sentence_goes_on_with_the_article_of_the_page_before():
    sheet, text = Sheet(700, 500, pages=2), "　　" + ("项目建设快马加鞭全市上下" * 30)[:313] + "。"
    layouts._put(sheet, layouts.Item("a", "title", "新城建设一线见闻"), [(180, 40, "新城建设一线见闻")], 24)
    rows = rows_of(text)
    columns(sheet, rows[:20], (40, 170, 300, 430), 80, 5)
    columns(sheet, rows[20:], (40, 170, 300, 430), 80, 4, page=1)
    document = read(sheet, "shuffle")
    assert document.text.split("\n") == ["新城建设一线见闻", text.strip("　")]
    assert len({r.article for r in document.regions}) == 1


def test_sentences_that_run_over_a_gutter_keep_its_columns_together_over_other_articles():
    sheet = Sheet(600, 500)
    upper = "　　" + ("项目建设快马加鞭全市上下" * 15)[:177] + "。"
    columns(sheet, rows_of(upper), (40, 170, 300, 430), 80, 5)
    layouts._put(sheet, layouts.Item("a", "title", "新城建设一线见闻"), [(190, 40, "新城建设一线见闻")], 26)
    lower = "　　" + ("农田水利抢抓晴好天气施工" * 8)[:87] + "。"
    for k, head in enumerate(("水利建设见成效", "农田改造又提速")):
        layouts._put(sheet, layouts.Item(f"b{k}", "title", head), [(60 + 260 * k, 190, head)], 22)
        columns(sheet, rows_of(lower), (40 + 260 * k, 170 + 260 * k), 215, 5)
    assert read(sheet, "shuffle").text.split("\n") == [
        "新城建设一线见闻", upper.strip("　"), "水利建设见成效", lower.strip("　"), "农田改造又提速", lower.strip("　"),
    ]  # fmt: skip

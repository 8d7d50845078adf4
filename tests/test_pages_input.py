"""Broken, hostile and odd PDFs and images: bounded, partial, or refused with file and remedy."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import LoadError
from extractor.load import load_bytes
from tests import layouts

LINE = "全市完成投资12亿元，同比增长3.5%。"


def made(draw, *, size=(595, 842), **options) -> bytes:
    layouts.fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def line(canvas: Canvas, x: float = 72, y: float = 700, text: str = LINE, size: float = 12) -> None:
    canvas.setFont("STSong-Light", size)
    canvas.drawString(x, y, text)


def raw(kids: str, count: int, more: str = "") -> bytes:
    return (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[{kids}]/Count {count}>>endobj "
        f"{more}\ntrailer<</Root 1 0 R>>"
    ).encode()


LEAF = "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj"
NODE = "3 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000/Parent 2 0 R>>endobj"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4\n" + b"x" * 1000, "repair"),
        (layouts.policy(1).pdf()[:4000], "repair"),
        (raw("", 0), "has no pages"),
        (raw("2 0 R", 1), "no page that can be read"),
        (made(line, encrypt=StandardEncryption("user", "owner")), "encrypted"),
    ],
    ids=["junk", "truncated", "no pages", "circular", "encrypted"],
)
def test_what_cannot_be_read_is_refused_by_name_and_remedy(data, words):
    with pytest.raises(LoadError, match=words) as caught:
        load_bytes(data, "some.pdf")
    assert caught.value.source == "some.pdf" and caught.value.remedy


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        (raw("3 0 R", 1_000_000, LEAF), {}, "damaged"),
        (raw("3 0 R", 1_000_000, LEAF + NODE), {}, "damaged"),
        (layouts.policy(1).pdf(), {"max_pages": 1}, "only the first 1 of"),
        (layouts.policy(1).pdf(), {"timeout": 0}, "stopped before page 1"),
        (made(lambda c: c.rect(0, 0, 1e5, 1e5, fill=1), size=(144000, 144000)), {}, "too large"),
        (made(lambda c: c.rect(0, 0, 500, 500, fill=1)), {"ocr": "never"}, "OCR is off"),
    ],
    ids=[
        "a million pages",
        "a million circular pages",
        "max_pages",
        "timeout",
        "a page of fifty metres",
        "a scan without OCR",
    ],
)
def test_what_a_bound_cuts_off_makes_the_document_partial(data, options, words):
    document = load_bytes(data, "some.pdf", **options)
    assert document.status == "partial" and words in (document.error or "")


def test_an_owner_password_alone_does_not_matter():
    assert load_bytes(made(line, encrypt=StandardEncryption("", "owner")), "x.pdf").text == LINE


def test_an_empty_page_is_an_empty_text():
    document = load_bytes(made(lambda c: c.showPage()), "x.pdf")
    assert (document.text, document.pages, document.status) == ("", 1, "ok")


def test_a_page_of_very_many_characters_is_cut_and_said_so():
    def draw(canvas):
        canvas.setFont("STSong-Light", 1)
        for row in range(400):
            canvas.drawString(5, 840 - 2 * row, "项目投资增长同比亿元" * 58)

    document = load_bytes(made(draw), "x.pdf")
    assert document.status == "partial" and len(document.text) < 210_000


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_page_reads_and_its_boxes_are_on_the_page_as_shown(turn):
    def draw(canvas):
        canvas.setPageRotation(turn)
        canvas.saveState()
        canvas.translate(*{90: (842, 0), 180: (595, 842), 270: (0, 595)}[turn])
        canvas.rotate(turn)
        for k in range(5):
            line(canvas, y=300 - 20 * k)
        canvas.restoreState()

    document = load_bytes(made(draw), "x.pdf")
    assert document.text.startswith(LINE)
    assert document.layout.x0[0] == pytest.approx(72, abs=1) and document.layout.bottom[0] == pytest.approx(542, abs=4)


def test_text_set_on_its_side_is_read():
    def draw(canvas):
        canvas.rotate(90)
        for k in range(6):
            line(canvas, y=-100 - 20 * k)

    assert load_bytes(made(draw), "x.pdf").text.startswith(LINE)


def test_bold_made_by_drawing_twice_is_read_once():
    def draw(canvas):
        line(canvas)
        line(canvas, x=72.4)

    assert load_bytes(made(draw), "x.pdf").text == LINE


def test_letter_spaced_headline_is_one_line():
    def draw(canvas):
        for k, c in enumerate("关于投资的通知"):
            line(canvas, x=120 + 50 * k, y=760, text=c, size=22)
        for k in range(12):
            line(canvas, y=700 - 20 * k, text="为了做好今年的工作现将有关事项通知如下请认真贯彻执行")

    assert load_bytes(made(draw), "x.pdf").text.split("\n")[0].replace(" ", "") == "关于投资的通知"


def test_a_page_set_from_top_to_bottom_is_read_from_right_to_left_and_its_paragraphs_joined():
    text = "　　全市上半年新开工项目三十六个，总投资二百亿元，各项工作进展顺利，下半年还将有一批项目相继开工建成投产见效。"

    def draw(canvas):
        canvas.setFont("STSong-Light", 14)
        for k, c in enumerate(text):
            canvas.drawString(500 - 24 * (k // 25), 760 - 16 * (k % 25), c)

    assert load_bytes(made(draw), "x.pdf").text == text.strip("　")


def test_a_cropped_page_whose_box_does_not_begin_at_zero_is_measured_from_its_own_corner():
    pdf = pypdfium2.PdfDocument(made(line))
    pdf[0].set_mediabox(-100, -50, 695, 892)
    pdf[0].set_cropbox(20, 30, 575, 800)
    out = io.BytesIO()
    pdf.save(out)
    document = load_bytes(out.getvalue(), "x.pdf")
    assert document.text == LINE and document.layout.sizes == ((555.0, 770.0),)
    assert document.layout.x0[0] == pytest.approx(52, abs=0.5)
    assert document.layout.bottom[0] == pytest.approx(101.4, abs=0.5)


def test_invisible_text_over_a_picture_of_the_page_is_read():
    def draw(canvas):
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(Image.effect_noise((600, 800), 60)), 0, 0, 595, 842)
        text = canvas.beginText(72, 700)
        text.setFont("STSong-Light", 12)
        text.setTextRenderMode(3)
        text.textLine(LINE)
        canvas.drawText(text)

    assert load_bytes(made(draw), "x.pdf", ocr="never").text == LINE


def test_jump_note_alone_on_its_line_is_furniture():
    def draw(canvas):
        for k in range(8):
            line(canvas, y=600 - 20 * k, text="各地各部门要把思想统一到会议精神上来切实抓好落实")
        line(canvas, x=300, y=430, text="（下转第三版）")

    document = load_bytes(made(draw), "x.pdf")
    assert "下转" not in document.text and [f.kind for f in document.furniture] == ["jump"]


def test_a_paragraph_is_joined_over_a_page_break_also_before_a_digit():
    def draw(canvas):
        rows = [
            "各旗县区要加快推进项目建设确保全年完成固定资产投资达到百分之",
            "十以上力争在上半年全部开工建设并且及时足额拨付专项资金一共是",
        ]
        for k in range(20):
            line(canvas, y=760 - 30 * k, text=rows[k % 2])
        line(canvas, x=290, y=40, text="— 1 —", size=9)
        canvas.showPage()
        line(canvas, y=760, text="12.5亿元。")
        line(canvas, x=290, y=40, text="— 2 —", size=9)

    document = load_bytes(made(draw), "x.pdf")
    assert "专项资金一共是12.5亿元。" in document.text
    assert [f.kind for f in document.furniture] == ["page number"] * 2


def test_a_damaged_image_is_refused():
    with pytest.raises(LoadError, match="no image"):
        load_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 100, "x.png")


def test_an_image_of_too_many_pixels_is_refused():
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (12000, 12000)).save(out, "PNG")
    with pytest.raises(LoadError, match="pixels"):
        load_bytes(out.getvalue(), "x.png", max_pixels=100_000_000)


def test_a_page_of_scattered_characters_is_read_in_bounded_time_and_its_order_called_a_guess():
    import random
    import time

    r = random.Random(7)

    def draw(canvas):
        for _ in range(1500):
            line(canvas, x=r.uniform(10, 560), y=r.uniform(10, 820), text=r.choice("投资项目全市"), size=5)

    data, started = made(draw), time.process_time()
    document = load_bytes(data, "x.pdf", ocr="never")
    assert time.process_time() - started < 15
    assert len(document.text.replace("\n", "")) > 1000 and "is a guess" in document.warnings[0]

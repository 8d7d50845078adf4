"""Recognised pages: other programs' OCR, skew, doubtful figures, and a scan through the engine itself."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest

from extractor import pipeline
from extractor.errors import LoadError
from extractor.load import load_bytes
from extractor.load.scan import skew

LINES = [
    (100, 100, "全市新签约项目12个，协"),
    (100, 140, "议总投资126.5亿元，同"),
    (100, 180, "比增长3.8%。各旗县区要"),
    (100, 220, "抓好落实，确保全面完成。"),
]
WIDE, HIGH = 400, 30


def boxes(tilt: float = 0.0) -> list[list[list[float]]]:
    turn = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
    return [(np.array([(x, y), (x + WIDE, y), (x + WIDE, y + HIGH), (x, y + HIGH)]) @ turn).tolist() for x, y, _ in LINES]


TEXTS = [t for _, _, t in LINES]
SCORES = [0.99, 0.62, 0.99, 0.99]


def hocr() -> bytes:
    lines = "".join(
        f"<span class='ocr_line' title='bbox {x} {y} {x + WIDE} {y + HIGH}'><span class='ocrx_word' title='bbox {x} {y} {x + WIDE} "
        f"{y + HIGH}; x_wconf {s * 100:.0f}'>{t}</span></span>"
        for (x, y, t), s in zip(LINES, SCORES, strict=True)
    )
    return f"<html><body><div class='ocr_page' title='bbox 0 0 1654 2339; scan_res 200 200'>{lines}</div></body></html>".encode()


def alto() -> bytes:
    lines = "".join(
        f'<TextLine><String CONTENT="{t}" HPOS="{x}" VPOS="{y}" WIDTH="{WIDE}" HEIGHT="{HIGH}" WC="{s}"/></TextLine>'
        for (x, y, t), s in zip(LINES, SCORES, strict=True)
    )
    return f'<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH="1654" HEIGHT="2339">{lines}</Page></Layout></alto>'.encode()


SHAPES = {
    "paddle3.json": json.dumps({"res": {"rec_texts": TEXTS, "rec_polys": boxes(), "rec_scores": SCORES}}).encode(),
    "paddle2.json": json.dumps([[[b, [t, s]] for b, t, s in zip(boxes(), TEXTS, SCORES, strict=True)]]).encode(),
    "rapid.json": json.dumps({"txts": TEXTS, "boxes": boxes(), "scores": SCORES}).encode(),
    "records.json": json.dumps(
        [{"box": b, "txt": t, "score": s} for b, t, s in zip(boxes(), TEXTS, SCORES, strict=True)]
    ).encode(),
    "page.hocr": hocr(),
    "page.xml": alto(),
}


@pytest.mark.parametrize("name", SHAPES)
def test_text_of_other_programs_comes_in_with_its_boxes(name):
    document = load_bytes(SHAPES[name], name)
    assert document.text == "".join(TEXTS)
    at = document.text.index("126.5亿元")
    boxes_ = document.layout.boxes(type("S", (), {"start": at, "end": at + 7})())
    scale = document.layout.sizes[0][0] / (1654 if name.startswith("page") else 500)
    assert len(boxes_) == 1 and boxes_[0].top / scale == pytest.approx(140, abs=8)


@pytest.mark.parametrize("name", SHAPES)
def test_a_doubtful_figure_is_marked(name):
    mentions = {m.text: m.notes for m in pipeline.read(load_bytes(SHAPES[name], name)).mentions}
    assert mentions["126.5亿元"] == ("low confidence 0.62",) and mentions["12个"] == ()


def test_skew_is_found_and_the_boxes_stay_where_the_ink_is():
    tilted = boxes(0.04)
    assert skew([np.array(b, np.float32) for b in tilted]) == pytest.approx(-0.04, abs=0.002) or skew(
        [np.array(b, np.float32) for b in tilted]
    ) == pytest.approx(0.04, abs=0.002)
    data = json.dumps({"txts": TEXTS, "boxes": tilted, "scores": SCORES}).encode()
    document = load_bytes(data, "x.json")
    assert document.text == "".join(TEXTS)
    scale = document.layout.sizes[0][0] / max(x for b in tilted for x, _ in b)
    middle = np.mean(tilted[3], axis=0)
    start = document.text.index("抓")
    ys = [(document.layout.top[k] + document.layout.bottom[k]) / 2 / scale for k in range(start, len(document.text))]
    assert np.mean(ys) == pytest.approx(middle[1], abs=4)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.json", b'{"rec_texts": []}'),
        ("x.xml", b"<alto><a></alto>"),
        ("x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><alto/>'),
        ("x.hocr", b"<div class='ocr_page' title='bbox 0 0 9 9'></div>"),
    ],
)
def test_files_without_text_or_form_are_refused(name, data):
    with pytest.raises(LoadError):
        load_bytes(data, name)


@pytest.mark.parametrize("suffix", ["png", "jpg", "tiff", "pdf"])
def test_an_image_is_read_by_ocr(suffix):
    pytest.importorskip("rapidocr")
    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 200))
    canvas.setFont("Helvetica", 20)
    canvas.drawString(40, 120, "Total 126.76 and 33.8%")
    canvas.drawString(40, 80, "Plan 599.09")
    canvas.save()
    picture = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=200 / 72).to_pil().convert("RGB")
    made = io.BytesIO()
    picture.save(
        made,
        {"png": "PNG", "jpg": "JPEG", "tiff": "TIFF", "pdf": "PDF"}[suffix],
        **({"resolution": 200} if suffix == "pdf" else {"dpi": (200, 200)}),
    )
    document = load_bytes(made.getvalue(), f"x.{suffix}")
    flat = "".join(document.text.split())
    assert "126.76" in flat and "33.8%" in flat and "599.09" in flat
    assert document.ocr_confidence > 0.9 and document.layout.confidence is not None


@pytest.mark.parametrize(
    ("seen", "rival", "chance", "text"),
    [
        ("·", "。", 0.02, "元。"),
        ("·", "。", 0.0001, "元·"),
        ("：", "；", 0.01, "元；"),
        ("：", "；", 0.0001, "元："),
        ("：", "。", 0.02, "元："),
    ],
)
def test_a_mark_that_blur_makes_of_another_is_read_as_that_and_unsurely(seen, rival, chance, text):
    from extractor.load.ocr import _decode

    characters = ["", "元", "·", "：", "。", "；"]
    chances = np.zeros((3, len(characters)), np.float32)
    chances[0, 1] = chances[1, 0] = 1.0
    chances[2, characters.index(seen)] = 0.9
    chances[2, characters.index(rival)] = chance
    read, middles, sure = _decode(chances, characters, {"。": 4, "；": 5}, 1.0)
    assert read == text and len(middles) == 2
    assert sure[1] == pytest.approx(0.9 if read[1] == seen else chance)


def test_close_rules_of_a_table_in_an_image_are_rules_and_no_picture():
    pytest.importorskip("cv2")
    from extractor.load.scan import drawn

    image = np.full((800, 800, 3), 240, np.uint8)
    for y in range(200, 441, 24):
        image[y : y + 2, 100:700] = 60
    for x in (100, 180, 460, 699):
        image[200:441, x : x + 2] = 60
    rules = drawn(image, [], 120)
    assert len(rules.horizontal) == 11 and len(rules.vertical) == 4 and not len(rules.pictures)
    image[500:700, 200:500] = 90  # a photo stays one
    assert len(drawn(image, [], 120).pictures) == 1


def test_rules_that_still_slope_a_little_are_rules():
    cv2 = pytest.importorskip("cv2")
    from extractor.load.scan import drawn

    image = np.full((1600, 1000, 3), 240, np.uint8)
    for k in range(15):
        cv2.line(image, (80, 120 + 90 * k), (900, 115 + 90 * k), (60, 60, 60), 2)
    for x in (80, 300, 900):
        cv2.line(image, (x, 120), (x + 8, 1378), (60, 60, 60), 2)
    rules = drawn(image, [], 120)
    assert len(rules.horizontal) == 15 and len(rules.vertical) == 3
    cv2.rectangle(image, (950, 200), (970, 1300), (60, 60, 60), -1)  # a bar of ink is none
    assert len(drawn(image, [], 120).vertical) == 3

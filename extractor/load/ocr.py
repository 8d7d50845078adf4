"""Images of text → recognised lines, by rapidocr (extra `ocr`); its models come with the wheel, nothing is downloaded.

The engine shrinks a large image before it looks for lines and cuts the lines out of the small one. Here lines are sought on
tiles at a moderate resolution, and cut out of the image at its own. Lines of a poor page (noise, blur) that are not sure
or hold digits are read twice, so that such a page costs up to twice the time of a clean one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from extractor.errors import MissingExtra

Image = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float32]
_SEEK_DPI = 140.0  # where lines are sought: body text of 9 pt is 17 pixels high
_TILE = 2000  # pixels: the longest side of an image the detector is given
_OVERLAP = 160
_SURE = 0.5  # mean confidence below which a line is taken for noise
_POOR = 0.97  # mean confidence of a page below which its lines are read again
_CLEAR = 0.99  # mean confidence of a line from which it is not read again
_DOUBT = 0.5  # how sure a digit is, at most, that only one of two readings has
_NUMERAL = frozenset("0123456789.")
_BATCH = 12
_DOTS, _STOPS, _COLONS, _SEMICOLON = "·•・", "、。，", "：:", "；"
_RIVAL = 0.002  # the least chance, to that of a middle dot or colon, of the stop or semicolon that is read for it
Line = tuple[str, tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Read:
    """A recognised line: its corners in pixels (top left first, clockwise), its characters, where each has its middle
    along the line (0 to 1), and how sure each is."""

    quad: Quad
    text: str
    middles: tuple[float, ...]
    confidence: tuple[float, ...]

    @property
    def mean(self) -> float:
        return sum(self.confidence) / max(len(self.confidence), 1)


@cache
def _engine(threads: int) -> Any:
    try:
        import logging

        from rapidocr import RapidOCR
    except ImportError as e:
        raise MissingExtra("<image>", "Reading scans and images", "ocr") from e
    made = RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.log_level": "error",
            "Det.thresh": 0.25,
            "Det.box_thresh": 0.4,
            "Det.limit_side_len": 320,
            "Det.max_candidates": 4000,
            "Rec.rec_batch_num": _BATCH,
        }
    )
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return made


def available() -> bool:
    """Is the OCR engine installed?"""
    from importlib.util import find_spec

    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognise(image: Image, *, dpi: float, threads: int = 2) -> list[Read]:
    """The lines of an upright image (rows, columns, RGB), in no order; MissingExtra without the engine."""
    engine = _engine(threads)
    reads = read_quads(image, find_quads(image, dpi=dpi, engine=engine), engine=engine)
    characters = [c for read in reads for c in read.confidence]
    return read_twice(image, reads) if characters and sum(characters) / len(characters) < _POOR else reads


def find_quads(image: Image, *, dpi: float, engine: Any = None) -> list[Quad]:
    """The corners of the lines of an image, in its pixels."""
    import cv2

    engine = engine or _engine(2)
    detector = engine._load_det_model()
    scale = min(1.0, _SEEK_DPI / dpi)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 0.97 else image
    scale = small.shape[0] / image.shape[0]
    quads: list[Quad] = []
    for y0, y1, low, high in _tiles(small.shape[0]):
        for x0, x1, left, right in _tiles(small.shape[1]):
            found = detector(np.ascontiguousarray(small[y0:y1, x0:x1, ::-1])).boxes
            if found is None:
                continue
            for quad in np.asarray(found, np.float32):
                quad = quad + np.array([x0, y0], np.float32)
                x, y = quad.mean(0)
                if low <= y < high and left <= x < right:
                    quads.append(quad / scale)
    return quads


def _tiles(length: int) -> list[tuple[int, int, float, float]]:
    """Start and end of each tile along one side, and the stretch in which the middle of a box must lie to be its own."""
    if length <= 1.25 * _TILE:
        return [(0, length, 0.0, float("inf"))]
    count = -(-(length - _OVERLAP) // (_TILE - _OVERLAP))
    step = (length - _OVERLAP) / count
    cuts = [0.0] + [i * step + _OVERLAP / 2 for i in range(1, count)] + [float("inf")]
    return [(int(i * step), min(length, int((i + 1) * step) + _OVERLAP), cuts[i], cuts[i + 1]) for i in range(count)]


def read_twice(image: Image, reads: Sequence[Read]) -> list[Read]:
    """Lines of a poor image, each as it was read or as it reads again, smoothed and cut closer, whichever is surer."""
    import cv2

    smooth = np.asarray(cv2.bilateralFilter(image, 5, 50, 3), np.uint8)
    unsure = [k for k, read in enumerate(reads) if read.mean < _CLEAR or not _NUMERAL.isdisjoint(read.text)]
    out = list(reads)
    for k, again in zip(unsure, _reads(smooth, [_closer(reads[k].quad) for k in unsure], _engine(2)), strict=True):
        if again is not None:
            best, worse = (again, out[k]) if again.mean > out[k].mean else (out[k], again)
            out[k] = agreed(best, worse)
    return out


def agreed(read: Read, other: Read) -> Read:
    """The reading, its digits marked as unsure where another reading of the same line has other digits or points."""
    sure = list(read.confidence)
    for kind, a, b, c, d in SequenceMatcher(None, read.text, other.text, autojunk=False).get_opcodes():
        if kind != "equal" and any(x in _NUMERAL for x in read.text[a:b] + other.text[c:d]):
            for k in range(max(0, a - 1), min(len(sure), b + 1)):
                if read.text[k] in _NUMERAL:
                    sure[k] = min(sure[k], _DOUBT)
    return replace(read, confidence=tuple(sure))


def _closer(quad: Quad) -> Quad:
    """The quad less 4 % of its height above and below, moved on by 5 %, so that its characters fall on other columns."""
    down = (quad[3] - quad[0] + quad[2] - quad[1]) / 2
    along = np.array([down[1], -down[0]], np.float32)
    return (quad + np.stack([down, down, -down, -down]) * 0.04 + along * 0.05).astype(np.float32)


def read_quads(image: Image, quads: Sequence[Quad], *, engine: Any = None, least: float = _SURE) -> list[Read]:
    """What stands in these corners; lines that are mostly unsure are left out, standing ones read by character."""
    parts = [part for quad in quads for part in _upright(quad, image)]
    return [read for read in _reads(image, parts, engine or _engine(2)) if read is not None and read.mean >= least]


def _reads(image: Image, quads: Sequence[Quad], engine: Any) -> list[Read | None]:
    """What stands in each of these corners, None where nothing does."""
    crops = [_crop(image, quad) for quad in quads]
    full = [k for k, crop in enumerate(crops) if crop.size]
    out: list[Read | None] = [None] * len(crops)
    for k, (text, middles, confidence) in zip(full, _recognise(engine, [crops[k] for k in full]), strict=True):
        if text:
            out[k] = Read(quads[k], text, middles, confidence)
    return out


def _sides(quad: Quad) -> tuple[float, float]:
    width = max(float(np.linalg.norm(quad[0] - quad[1])), float(np.linalg.norm(quad[2] - quad[3])))
    return width, max(float(np.linalg.norm(quad[0] - quad[3])), float(np.linalg.norm(quad[1] - quad[2])))


def _upright(quad: Quad, image: Image) -> list[Quad]:
    """The quad, or, where it stands, one for each of its characters, cut where it is white across."""
    width, height = _sides(quad)
    if height < 1.7 * width:
        return [quad]
    x0, y0 = np.maximum(quad.min(0).astype(int), 0)
    x1, y1 = quad.max(0).astype(int)
    ink = (255 - image[y0:y1, x0:x1].min(2)).max(1) if x1 > x0 and y1 > y0 else np.zeros(0)
    count = max(2, round(height / width))
    cuts = [y0]
    for i in range(1, count):
        at, reach = int(i * height / count), int(0.25 * height / count)
        window = ink[max(0, at - reach) : at + reach + 1]
        cuts.append(y0 + max(0, at - reach) + int(window.argmin()) if len(window) else y0 + at)
    cuts.append(y1)
    return [np.array([(x0, a), (x1, a), (x1, b), (x0, b)], np.float32) for a, b in pairwise(cuts)]


def _crop(image: Image, quad: Quad) -> Image:
    import cv2

    width, height = _sides(quad)
    w, h = max(1, round(width)), max(1, round(height))
    if w * h > 40_000_000:
        return image[:0, :0]
    flat = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), flat)
    return np.asarray(
        cv2.warpPerspective(image, matrix, (w, h), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC), np.uint8
    )


def _recognise(engine: Any, crops: Sequence[Image]) -> list[Line]:
    """Text, middles and confidences of each crop; lines of like length are read together."""
    if not crops:
        return []
    model = engine._load_rec_model()
    known = model.postprocess_op.character
    stops = {c: known.index(c) for c in _STOPS + _SEMICOLON if c in known}
    wide = [c.shape[1] / c.shape[0] for c in crops]
    order = sorted(range(len(crops)), key=wide.__getitem__)
    out: list[Line] = [("", (), ())] * len(crops)
    for at in range(0, len(order), _BATCH):
        part = order[at : at + _BATCH]
        most = max(320 / 48, *(wide[k] for k in part))
        batch = np.stack([model.resize_norm_img(np.ascontiguousarray(crops[k][:, :, ::-1]), most) for k in part])
        for k, row in zip(part, model.session(batch.astype(np.float32)), strict=True):
            out[k] = _decode(row, known, stops, wide[k] / most)
    return out


def _decode(chances: Floats, characters: Sequence[str], stops: Mapping[str, int], share: float) -> Line:
    """Characters of one line from the chances of each at each column; `share` of the columns is printed on.

    White space is dropped. A middle dot is rare, and in blurred print the usual misreading of a comma or a stop, a colon
    that of a semicolon; where print is clear these have no chance at all. So it is taken only where they are 500 times less
    likely; what is read instead is marked as unsure as it is. A point between Chinese characters is a comma or stop.
    """
    semicolon = {c: k for c, k in stops.items() if c == _SEMICOLON}
    stops = {c: k for c, k in stops.items() if c != _SEMICOLON}
    best = chances.argmax(1)
    columns = np.flatnonzero((best > 0) & np.concatenate(([True], best[1:] != best[:-1])))
    text, middles, confidence = [], [], []
    printed = max(1.0, len(best) * share)
    kept: list[int] = []
    for at in columns.tolist():
        char, sure = characters[best[at]], float(chances[at, best[at]])
        if char in _DOTS:
            char, sure = _stop(chances[at], stops, char, sure, least=_RIVAL)
        elif char in _COLONS:
            char, sure = _stop(chances[at], semicolon, char, sure, least=_RIVAL)
        if char.isspace():
            continue
        text.append(char[0])
        middles.append(min(1.0, (at + 0.5) / printed))
        confidence.append(sure)
        kept.append(at)
    for i in range(1, len(text) - 1):
        if text[i] == "." and min(ord(text[i - 1]), ord(text[i + 1])) >= 0x4E00:
            text[i], confidence[i] = _stop(chances[kept[i]], stops, ".", confidence[i], least=0.0)
    return "".join(text), tuple(middles), tuple(confidence)


def _stop(chances: Floats, stops: Mapping[str, int], char: str, sure: float, *, least: float) -> tuple[str, float]:
    """The likeliest comma or stop in place of a character, where it is at least so likely beside it."""
    others = {c: float(chances[k]) for c, k in stops.items()}
    if not others:
        return char, sure
    rival = max(others, key=others.__getitem__)
    return (rival, others[rival]) if others[rival] > least * sure else (char, sure)

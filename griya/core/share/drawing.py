"""Draws a share picture: photos or patterns to the left, a woven band, words and the mark of the house to the right.

The colours are those of `static/css/tokens.css`, the patterns those of `static/img/motif/`; tests compare.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from griya.core.share.card import Patch, ShareCard
from griya.core.share.lettering import drawable, font, wrapped

WIDTH: Final = 1200
HEIGHT: Final = 630
MAX_BYTES: Final = 290_000

COLOURS: Final = {
    "thread-0": "#fffdfa",
    "thread-2": "#f3ece0",
    "belian-6": "#5c463a",
    "belian-8": "#291a14",
    "engkudu-4": "#b05649",
    "engkudu-6": "#862419",
    "sungai-4": "#2c6c84",
    "kunyit-4": "#bc8737",
    "lidah-4": "#56764f",
    "tikar-4": "#836046",
}
# The patterns in the order of `motifs.png`, each with its dye, as static/css/components/motif.css has them.
MOTIFS: Final = {
    "aksesori-manik-manik": "engkudu-4",
    "anyaman": "tikar-4",
    "herbal-kosmetik": "lidah-4",
    "keramik-gerabah": "sungai-4",
    "logam-lainnya": "sungai-4",
    "madu-kopi-rempah": "kunyit-4",
    "makanan": "kunyit-4",
    "minuman": "lidah-4",
    "tenun-busana": "engkudu-4",
    "ukiran-kayu": "tikar-4",
}
_OTHER_MOTIF: Final = "anyaman"
_MOTIF_STRIP: Final = Path(__file__).resolve().parent / "motifs.png"
_MOTIF_SIZE: Final = 192
_TILE: Final = 90
_DYE_STRENGTH: Final = 0.72

_PICTURE_WIDTH: Final = 540
_BAND_WIDTH: Final = 18
_GAP: Final = 6
_LEFT: Final = _PICTURE_WIDTH + _BAND_WIDTH + 50
_COLUMN: Final = WIDTH - _LEFT - 54
_TOP: Final = 54
_BRAND_TOP: Final = HEIGHT - 54 - 60
_CHIP_HEIGHT: Final = 42
# Heights of title, first and further lines, tried in turn until everything stands between the head and the mark.
_STEPS: Final = (
    (64, 32, 27), (56, 31, 27), (50, 30, 26), (44, 28, 25), (38, 27, 24), (33, 25, 23), (29, 23, 21), (25, 21, 20),
    (22, 19, 18), (19, 17, 16),
)  # fmt: skip
# A title in large letters is a few words, not a column of them.
_LARGE, _MOST_LARGE_ROWS = 50, 3
_QUALITIES: Final = (84, 74, 62, 48)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words in its place below the head."""

    text: str
    y: int
    size: int
    weight: int
    colour: str


def draw(card: ShareCard, media: Path) -> bytes:
    """The picture as a JPEG of at most `MAX_BYTES`. A photo that is not in `media` gives way to its pattern."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT), COLOURS["thread-0"])
    for patch, box in zip(card.patches, _boxes(len(card.patches)), strict=False):
        canvas.paste(_patch(patch, (box[2] - box[0], box[3] - box[1]), media), box[:2])
    _band(canvas)
    pen = ImageDraw.Draw(canvas)
    lines, bottom = laid_out(card)
    for line in lines:
        pen.text((_LEFT, line.y), line.text, COLOURS[line.colour], font(line.size, line.weight), anchor="ls")
    _chips(pen, card.marks, bottom)
    _brand(canvas, card.brand)
    return _jpeg(canvas)


def laid_out(card: ShareCard) -> tuple[list[Line], int]:
    """Every line of words where it stands, and where the last one ends; the largest step at which all of it fits."""
    kicker, title = drawable(card.kicker), drawable(card.title)
    further = [line for line in map(drawable, card.lines) if line]
    room = _BRAND_TOP - 30 - (_CHIP_HEIGHT + 22 if card.marks else 0)
    for step in _STEPS:
        lines, bottom = _at_step(kicker, title, further, step)
        rows = sum(line.size == step[0] for line in lines)
        if bottom <= room and (rows <= _MOST_LARGE_ROWS or step[0] < _LARGE):
            break
    return lines, bottom


def _at_step(kicker: str, title: str, further: Sequence[str], step: tuple[int, int, int]) -> tuple[list[Line], int]:
    y = _TOP
    lines: list[Line] = []
    for text in wrapped(kicker, font(24, 700), _COLUMN)[:2]:
        y += 26
        lines.append(Line(text, y, 24, 700, "engkudu-6"))
    y += 14 if lines else 0
    for text in wrapped(title, font(step[0], 750), _COLUMN, is_balanced=True):
        y += round(step[0] * 1.17)
        lines.append(Line(text, y, step[0], 750, "belian-8"))
    y += 18
    for number, text in enumerate(further):
        size, weight, colour = (step[1], 600, "belian-8") if number == 0 else (step[2], 500, "belian-6")
        for part in wrapped(text, font(size, weight), _COLUMN):
            y += round(size * 1.34)
            lines.append(Line(part, y, size, weight, colour))
    return lines, y + step[2] // 3


def _boxes(count: int) -> list[tuple[int, int, int, int]]:
    """The fields of the left half: one, two above each other, or four."""
    across = 2 if count > 3 else 1
    down = 2 if count > 1 else 1
    xs = [round(_PICTURE_WIDTH * n / across) for n in range(across + 1)]
    ys = [round(HEIGHT * n / down) for n in range(down + 1)]
    half = _GAP // 2
    return [
        (
            xs[column] + (half if column else 0),
            ys[row] + (half if row else 0),
            xs[column + 1] - (half if column + 1 < across else 0),
            ys[row + 1] - (half if row + 1 < down else 0),
        )
        for row in range(down)
        for column in range(across)
    ]


def _patch(patch: Patch, size: tuple[int, int], media: Path) -> Image.Image:
    path = media / patch.photo
    if patch.photo and path.is_file():
        with Image.open(path, formats=("JPEG",)) as photo:
            photo.draft("RGB", (size[0] * 2, size[1] * 2))
            return ImageOps.fit(photo.convert("RGB"), size, Image.Resampling.LANCZOS, centering=_centre(patch.focal))
    return _weave(patch.motif, size)


def _centre(focal: str) -> tuple[float, float]:
    across = 0.0 if "left" in focal else 1.0 if "right" in focal else 0.5
    return across, 0.0 if "top" in focal else 1.0 if "bottom" in focal else 0.5


def _weave(motif: str, size: tuple[int, int]) -> Image.Image:
    """A wall of one pattern in its dye, begun in the middle so that it ends alike on both sides."""
    name = motif if motif in MOTIFS else _OTHER_MOTIF
    wall = Image.new("RGB", size, COLOURS["thread-2"])
    tile = _tile(name)
    dye = Image.new("RGB", tile.size, COLOURS[MOTIFS[name]])
    left, top = (-((-length // _TILE) * -_TILE - length) // 2 for length in size)
    for x in range(left - _TILE, size[0], _TILE):
        for y in range(top - _TILE, size[1], _TILE):
            wall.paste(dye, (x, y), tile)
    return wall


@cache
def _tile(name: str) -> Image.Image:
    with Image.open(_MOTIF_STRIP) as strip:
        left = list(MOTIFS).index(name) * _MOTIF_SIZE
        tile = strip.convert("L").crop((left, 0, left + _MOTIF_SIZE, _MOTIF_SIZE))
    return tile.resize((_TILE, _TILE), Image.Resampling.LANCZOS).point(lambda value: value * _DYE_STRENGTH)


def _band(canvas: Image.Image) -> None:
    """The woven edge of the site's header, turned upright: engkudu red with a thread of belian."""
    pen = ImageDraw.Draw(canvas)
    left, right = _PICTURE_WIDTH, _PICTURE_WIDTH + _BAND_WIDTH - 1
    pen.rectangle((left, 0, right, HEIGHT), COLOURS["belian-8"])
    period = 63
    for top in range(-period // 2, HEIGHT, period):
        pen.rectangle((left, top, right, top + round(period * 0.72)), COLOURS["engkudu-6"])


def _chips(pen: ImageDraw.ImageDraw, marks: Sequence[str], bottom: int) -> None:
    x, y = _LEFT, bottom + 18
    face = font(21, 600)
    for mark in map(drawable, marks):
        width = round(face.getlength(mark)) + 32
        pen.rounded_rectangle((x, y, x + width, y + _CHIP_HEIGHT), 8, outline=COLOURS["belian-6"], width=2)
        pen.text((x + 16, y + _CHIP_HEIGHT // 2 + 1), mark, COLOURS["belian-8"], face, anchor="lm")
        x += width + 12


def _brand(canvas: Image.Image, brand: tuple[str, str]) -> None:
    mark = _mark()
    canvas.paste(mark, (_LEFT, _BRAND_TOP), mark)
    pen = ImageDraw.Draw(canvas)
    x = _LEFT + mark.width + 16
    pen.text((x, _BRAND_TOP + 27), brand[0], COLOURS["belian-8"], font(26, 700), anchor="ls")
    pen.text((x, _BRAND_TOP + 53), brand[1], COLOURS["belian-6"], font(21, 500), anchor="ls")


@cache
def _mark() -> Image.Image:
    """`static/img/mark.svg` by hand: the bamboo shoot that is a house, drawn eight times as large and made smaller."""
    unit, size = 16, 60
    ground, thread = "#7a1c16", "#faf5ea"
    mark = Image.new("RGBA", (32 * unit, 32 * unit))
    pen = ImageDraw.Draw(mark)

    def polygon(*points: tuple[float, float], fill: str) -> None:
        pen.polygon([(x * unit, y * unit) for x, y in points], fill)

    pen.rounded_rectangle((0, 0, 32 * unit - 1, 32 * unit - 1), 6 * unit, ground)
    polygon((16, 2.5), (26, 24), (6, 24), fill=thread)
    polygon((0, 13.5), (4.9, 24), (0, 24), fill=thread)
    polygon((32, 13.5), (32, 24), (27.1, 24), fill=thread)
    polygon((3, 26.5), (29, 26.5), (29, 29), (3, 29), fill=thread)
    polygon((16, 9.5), (21.3, 21.5), (10.7, 21.5), fill=ground)
    polygon((16, 13.7), (18.4, 17.4), (16, 21.1), (13.6, 17.4), fill=thread)
    return mark.resize((size, size), Image.Resampling.LANCZOS)


def _jpeg(canvas: Image.Image) -> bytes:
    for quality in _QUALITIES:
        out = io.BytesIO()
        canvas.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
        if out.tell() <= MAX_BYTES:
            break
    return out.getvalue()

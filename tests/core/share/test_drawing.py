"""Share pictures: everything on them stands inside, colours and patterns are the site's, and they stay light."""

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from griya.core.share import drawing
from griya.core.share.card import Patch, ShareCard
from griya.core.share.drawing import COLOURS, MOTIFS, WIDTH, draw, laid_out
from griya.core.share.lettering import drawable, font
from tests.factories.photos import make_jpeg
from tests.house import source
from tests.house.test_tokens import OKLCH, TOKENS, linear_rgb

LONGEST = 120
TEXTS = {
    "short": "Amplang",
    "two words": "Songket Sambas",
    "120 letters": f"{'Songket Sambas Motif Pucuk Rebung Bertabur Bunga Tanjung Sepasang Kain dan Selendang':g<120}",
    "one word of 120": "W" * LONGEST,
    "120 small words": "a " * (LONGEST // 2),
    "capitals": "SONGKET " * 15,
    "foreign letters": "榴莲 Lempok 🍈 Ủrñ ‮abc",
    "empty": "",
}


def make_card(title: str = "Amplang", **changes: Any) -> ShareCard:
    values: dict[str, Any] = {
        "kicker": "Makanan", "title": title, "lines": ("Dapur Uji", "Kab. Sambas"), "patches": (Patch("makanan"),),
    }  # fmt: skip
    return ShareCard(**{**values, **changes})


@pytest.mark.parametrize("title", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("marks", [(), ("Tidak halal", "Data contoh")], ids=["unmarked", "marked"])
def test_every_line_stands_inside_and_no_letter_is_lost(title: str, marks: tuple[str, ...]) -> None:
    card = make_card(title, lines=(title, title), kicker=title[:80], marks=marks)
    lines, bottom = laid_out(card)
    for line in lines:
        left, top, right, end = font(line.size, line.weight).getbbox(line.text, anchor="ls")
        assert drawing._LEFT + left >= drawing._LEFT - 4 and drawing._LEFT + right <= WIDTH - 40, line
        assert line.y + top > 30 and line.y + end < drawing._BRAND_TOP, line
    assert bottom + (60 if marks else 0) <= drawing._BRAND_TOP
    said = "".join("".join(line.text for line in lines).split())
    for part in (card.title, *card.lines):
        assert "".join(drawable(part).split()) in said
    assert all(one.y < other.y for one, other in pairwise(lines))


def test_a_short_name_is_large_and_a_long_one_small_but_readable() -> None:
    sizes = [max(line.size for line in laid_out(make_card(TEXTS[name]))[0]) for name in ("short", "120 letters")]
    assert sizes[0] == 64
    assert 30 <= sizes[1] < 64


def test_what_the_font_has_no_letter_for_is_left_out_and_accents_fall_back() -> None:
    assert drawable("Ủrñ 榴莲 é\x00 🍈 “x”") == "Urñ é “x”"


@pytest.mark.parametrize("title", TEXTS.values(), ids=TEXTS)
def test_a_picture_is_a_jpeg_of_the_right_size_below_300_kb(title: str, tmp_path: Path) -> None:
    noise = Image.effect_noise((1080, 810), 90).convert("RGB")
    noise.save(tmp_path / "noise.jpg", quality=95)
    content = draw(make_card(title, patches=(Patch("makanan", "noise.jpg"),)), tmp_path)
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (1200, 630), "RGB")
    assert len(content) < 300_000


@pytest.mark.parametrize(("count", "fields"), [(1, 1), (2, 2), (4, 4)])
def test_photos_fill_their_fields(count: int, fields: int, tmp_path: Path) -> None:
    colours = [(200, 20, 20), (20, 160, 20), (20, 20, 200), (200, 200, 20)][:count]
    for number, colour in enumerate(colours):
        (tmp_path / f"{number}.jpg").write_bytes(make_jpeg((640, 480), colour))
    content = draw(make_card(patches=tuple(Patch("makanan", f"{n}.jpg") for n in range(count))), tmp_path)
    with Image.open(io.BytesIO(content)) as picture:
        boxes = drawing._boxes(count)
        assert len(boxes) == fields
        for (left, top, right, bottom), colour in zip(boxes, colours, strict=True):
            for x, y in ((left + 12, top + 12), (right - 12, bottom - 12)):
                found = picture.getpixel((x, y))
                assert isinstance(found, tuple)
                assert all(abs(a - b) < 24 for a, b in zip(found, colour, strict=True)), (x, y, found)


def test_the_focal_place_stays_in_sight(tmp_path: Path) -> None:
    wide = Image.new("RGB", (1920, 640), (10, 10, 10))
    wide.paste((240, 240, 240), (0, 0, 400, 640))
    wide.save(tmp_path / "wide.jpg")
    shown = {}
    for focal in ("left", "right"):
        content = draw(make_card(patches=(Patch("makanan", "wide.jpg", focal),)), tmp_path)
        with Image.open(io.BytesIO(content)) as picture:
            shown[focal] = picture.convert("L").getpixel((100, 300))
    assert int(str(shown["left"])) > 200 > 60 > int(str(shown["right"]))


def test_a_photo_that_is_missing_gives_way_to_the_pattern_of_its_shelf(tmp_path: Path) -> None:
    assert draw(make_card(patches=(Patch("makanan", "gone.jpg"),)), tmp_path) == draw(make_card(), tmp_path)


def test_everything_on_the_picture_changes_its_digest_and_nothing_else_does() -> None:
    changed = [
        make_card("Amplang "), make_card(kicker="Minuman"), make_card(lines=("Dapur Uji",)), make_card(marks=("x",)),
        make_card(patches=(Patch("minuman"),)), make_card(patches=(Patch("makanan", "a.jpg"),)),
        make_card(patches=(Patch("makanan", "a.jpg", "left"),)), make_card(brand=("Griya IKM", "West Kalimantan")),
    ]  # fmt: skip
    digests = {card.digest for card in (make_card(), *changed)}
    assert len(digests) == len(changed) + 1
    assert make_card().digest == make_card().digest


@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_is_the_one_of_the_tokens(name: str) -> None:
    found = [match for match in OKLCH.finditer(TOKENS) if TOKENS[: match.start()].endswith(f"--{name}: ")]
    parts = linear_rgb(*(float(found[0][n]) for n in (1, 2, 3)))
    rgb = (round(255 * (12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055)) for c in parts)
    assert COLOURS[name] == "#{:02x}{:02x}{:02x}".format(*rgb)


def test_patterns_and_dyes_are_those_of_the_style_sheet() -> None:
    sheet = (source.ROOT / "static/css/components/motif.css").read_text(encoding="utf-8")
    dyes = {"red": "engkudu-4", "blue": "sungai-4", "yellow": "kunyit-4", "green": "lidah-4", "brown": "tikar-4"}
    for name, dye in MOTIFS.items():
        rule = sheet.partition(f".motif--{name} {{")[2].partition("}")[0]
        assert rule and dyes[rule.partition("var(--dye-")[2].partition(")")[0]] == dye, name
    assert sorted(MOTIFS) == sorted(path.stem for path in source.files("static/img/motif", "*.svg"))


def test_the_font_is_small_and_has_its_licence_beside_it() -> None:
    folder = source.ROOT / "griya/core/share"
    assert (folder / "plus-jakarta-sans.ttf").stat().st_size < 60_000
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")


def test_height_and_width_are_what_chats_ask_for() -> None:
    assert (drawing.WIDTH, drawing.HEIGHT) == (1200, 630)

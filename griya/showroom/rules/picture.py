"""A picture of the sizes on a surface, to scale: what the desk shows beside a screen's profile."""

from dataclasses import dataclass
from typing import Final

from griya.core.text import number
from griya.showroom.rules.profile import Sizes, Surface, sizes_of

# Letters that have to be larger than this part of the height leave no room for a picture.
LARGEST_OF_HEIGHT: Final = 0.14
SAMPLE_NAME: Final = "Songket Sambas"
SAMPLE_TEXT: Final = "Rumah Tenun, Kab. Sambas"
# A letter is about half as wide as it is high.
_LETTER: Final = 0.55


@dataclass(frozen=True, slots=True)
class Picture:
    """Where things stand on the surface, in its CSS pixels, and what they are in words."""

    surface: Surface
    sizes: Sizes
    edge: float
    name_y: float
    text_y: float
    code_x: float
    code_y: float
    key_x: float
    words: tuple[str, ...]
    faults: tuple[str, ...]


def picture_of(surface: Surface) -> Picture:
    """The picture of a surface, and what is wrong with it for whoever stands at its distance."""
    sizes = sizes_of(surface)
    width, height = surface.width_px, surface.height_px
    edge = min(width, height) * 0.05
    faults = []
    if sizes.large > height * LARGEST_OF_HEIGHT or sizes.large * _LETTER * len(SAMPLE_NAME) > width - 2 * edge:
        faults.append("Nama produk hampir tidak muat: layar ini terlalu kecil untuk jarak itu.")
    if sizes.code > min(width, height) * 0.6:
        faults.append("Kode QR memenuhi layar: dekatkan penonton atau pakai layar yang lebih besar.")
    return Picture(
        surface=surface,
        sizes=sizes,
        edge=edge,
        name_y=edge + sizes.large,
        text_y=edge + sizes.large * 1.4 + sizes.text,
        code_x=width - edge - sizes.code,
        code_y=height - edge - sizes.code,
        key_x=edge,
        words=_words(surface, sizes),
        faults=tuple(faults),
    )


def _words(surface: Surface, sizes: Sizes) -> tuple[str, ...]:
    told = [
        f"Nama produk: huruf {_px(sizes.large)}, kapitalnya {_mm(sizes.read, sizes)}.",
        f"Teks terkecil: huruf {_px(sizes.text)}, kapitalnya {_mm(sizes.text * 0.7, sizes)}.",
        f"Kode QR: {_px(sizes.code)}, {_mm(sizes.code, sizes)}.",
    ]
    if surface.is_within_reach:
        told.append(f"Tombol terkecil: {_px(sizes.key)}, {_mm(sizes.key, sizes)}.")
    return tuple(told)


def _px(value: float) -> str:
    return f"{number(round(value))} px"


def _mm(value: float, sizes: Sizes) -> str:
    return f"{number(round(value / sizes.mm))} mm"

"""How large things are on a screen: from its diagonal, its pixels and the distance from which it is looked at.

A size is never a constant: the same 44 px are 11 mm on a desk's monitor and 8 mm on a tablet. The rules are those of
EN 301 549 (a capital of 0.7°), Section 508 §402.4 (a capital of 4.8 mm), Colle and Hiszem 2004 (a key of 20 mm), and of
signage (capitals of 0.5 % of the distance, a code of a tenth of it).
"""

import re
from dataclasses import dataclass
from math import hypot, radians, tan
from typing import Final

MM_PER_INCH: Final = 25.4
# A capital letter is so much of the letters' size.
CAPITAL: Final = 0.70
# A capital that is seen under 0.7 degrees is so much of the distance: 12.2 mm for each metre.
READ_ANGLE: Final = tan(radians(0.7))
SIGN_RULE: Final = 0.005
LEAST_CAPITAL_MM: Final = 4.8
KEY_MM: Final = 20
HAND_CODE_MM: Final = 50
CODE_OF_DISTANCE: Final = 10
# Whoever wants to scan a code comes as near as this.
SCAN_DISTANCE_CM: Final = 150
# Of the screen's height, and of its short side: what is smaller is lost beside a picture, at any distance.
TEXT_OF_HEIGHT: Final = 0.035
CODE_OF_SHORT_SIDE: Final = 240 / 1080
# What stands nearer than this is touched, not looked at from afar.
REACH_CM: Final = 100

# Tenths of an inch, CSS pixels, centimetres.
DIAGONALS: Final = range(70, 1501)
PIXELS: Final = range(320, 7681)
DISTANCES: Final = range(30, 2001)
RATIOS: Final = range(50, 401)  # device pixels for a hundred CSS pixels
ROTATIONS: Final = (0, 90, 180, 270)
_SPEC: Final = re.compile(r"([1-9][0-9]{1,3})-([1-9][0-9]{2,3})x([1-9][0-9]{2,3})-([1-9][0-9]{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Surface:
    """A screen as somebody looks at it: its diagonal in tenths of an inch, its CSS pixels, the distance in cm."""

    diagonal_tenths: int
    width_px: int
    height_px: int
    distance_cm: int

    @property
    def spec(self) -> str:
        """What stands in the address of its style sheet: `550-1920x1080-300`."""
        return f"{self.diagonal_tenths}-{self.width_px}x{self.height_px}-{self.distance_cm}"

    @property
    def is_within_reach(self) -> bool:
        """Whether somebody stands in front of it and touches it."""
        return self.distance_cm <= REACH_CM


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes on a surface in CSS pixels; `read` and `text` are heights of a capital and of letters as CSS counts them.

    `read` is the capital of what has to be read from the surface's distance, `large` the size of letters that have it;
    `text` is the smallest size of any letters, `code` the side of a QR code without its quiet zone, `key` the smallest
    side of what is touched.
    """

    mm: float
    read: float
    large: float
    text: float
    code: float
    key: float


@dataclass(frozen=True, slots=True)
class Profile:
    """A screen as it hangs: the panel's own pixels, how many of them make a CSS pixel, and how it is turned.

    `rotation` is by how many degrees the page is turned because the panel hangs so and its system cannot turn the
    picture. A quiet one shows no motion at all.
    """

    diagonal_tenths: int = 550
    distance_cm: int = 300
    width_px: int = 1920
    height_px: int = 1080
    ratio_percent: int = 100
    rotation: int = 0
    is_quiet: bool = False

    @property
    def surface(self) -> Surface:
        """The screen as people see it, upright."""
        width, height = (side * 100 // self.ratio_percent for side in (self.width_px, self.height_px))
        if self.rotation in {90, 270}:
            width, height = height, width
        return Surface(self.diagonal_tenths, width, height, self.distance_cm)


SCREEN: Final = Profile()
KIOSK: Final = Profile(diagonal_tenths=215, distance_cm=60, width_px=1080, height_px=1920)


def profile_faults(profile: Profile) -> list[str]:
    """What is wrong with a profile, in words for whoever types it."""
    faults = []
    if profile.diagonal_tenths not in DIAGONALS:
        faults.append("Ukuran layar antara 7 dan 150 inci.")
    if profile.distance_cm not in DISTANCES:
        faults.append("Jarak penonton antara 0,3 dan 20 meter.")
    if profile.rotation not in ROTATIONS:
        faults.append("Putaran hanya 0, 90, 180, atau 270 derajat.")
    if profile.ratio_percent not in RATIOS:
        faults.append("Skala tampilan antara 0,5 dan 4.")
    elif profile.surface.width_px not in PIXELS or profile.surface.height_px not in PIXELS:
        faults.append("Lebar dan tinggi layar antara 320 dan 7.680 piksel.")
    return faults


def read_spec(spec: str) -> Surface | None:
    """The surface that an address names; None where it names none within the limits."""
    found = _SPEC.fullmatch(spec)
    if found is None:
        return None
    surface = Surface(*map(int, found.groups()))
    is_known = (
        surface.diagonal_tenths in DIAGONALS
        and surface.width_px in PIXELS
        and surface.height_px in PIXELS
        and surface.distance_cm in DISTANCES
    )
    return surface if is_known else None


def sizes_of(surface: Surface) -> Sizes:
    """How large things are on this surface.

    On a wall a text is at least 3.5 % of the height, and a code is as large as it must be for somebody who has come to
    1.5 m. Within reach a hand's rules hold instead: a key of 20 mm, a capital of 4.8 mm, a code of 50 mm.
    """
    mm = hypot(surface.width_px, surface.height_px) / (surface.diagonal_tenths / 10 * MM_PER_INCH)
    distance_mm = surface.distance_cm * 10
    read = distance_mm * READ_ANGLE * mm
    text = max(distance_mm * SIGN_RULE, LEAST_CAPITAL_MM) * mm / CAPITAL
    code = HAND_CODE_MM * mm
    if not surface.is_within_reach:
        text = max(text, surface.height_px * TEXT_OF_HEIGHT)
        nearest_mm = min(surface.distance_cm, SCAN_DISTANCE_CM) * 10
        short_side = min(surface.width_px, surface.height_px)
        code = max(nearest_mm / CODE_OF_DISTANCE * mm, short_side * CODE_OF_SHORT_SIDE)
    return Sizes(mm=mm, read=read, large=read / CAPITAL, text=text, code=code, key=KEY_MM * mm)


def style_sheet(surface: Surface) -> str:
    """The sizes as custom properties, outside every layer: they come before what a sheet says for any screen."""
    sizes = sizes_of(surface)
    told = (
        ("mm", sizes.mm),
        ("read", sizes.read),
        ("read-text", sizes.large),
        ("text", sizes.text),
        ("qr", sizes.code),
        ("key", sizes.key),
    )
    return ":root{" + ";".join(f"--{name}:{value:.3f}px" for name, value in told) + "}\n"

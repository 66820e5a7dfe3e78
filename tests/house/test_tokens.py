"""Tokens: every ink on every ground it may stand on, in both schemes, and a font that fits the budget."""

import math
import re

import pytest

from tests.house import source

TOKENS = (source.ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
SCHEMES = ("light", "dark")
DECLARATION = re.compile(r"(--[a-z0-9-]+|color-scheme):\s*([^;]+);")
OKLCH = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")

READING_GROUNDS = ("ground", "surface", "surface-sunk")
TINTED_GROUNDS = ("good-ground", "warning-ground", "error-ground", "info-ground")
PAIRS = (
    *((ink, ground) for ink in ("ink", "ink-soft", "heading") for ground in (*READING_GROUNDS, *TINTED_GROUNDS)),
    *((ink, ground) for ink in ("link", "link-hover", "accent") for ground in (*READING_GROUNDS, *TINTED_GROUNDS)),
    *((ink, ground) for ink in ("error", "good") for ground in READING_GROUNDS),
    ("error", "error-ground"), ("good", "good-ground"),
    ("on-accent", "accent"), ("on-accent", "accent-hover"), ("on-accent", "good"),
    ("on-action", "action"), ("on-action", "action-hover"),
    ("on-dark", "dark"),
    ("dark", "on-dark"),
)  # fmt: skip
# What is seen and not read: borders of fields and the focus ring need 3:1 (WCAG 1.4.11).
LINES = (
    *(("line-strong", ground) for ground in READING_GROUNDS),
    *(("focus", ground) for ground in (*READING_GROUNDS, *TINTED_GROUNDS)),
    *(("action-line", ground) for ground in READING_GROUNDS),
    ("warning-line", "warning-ground"),
)


def tokens(scheme: str) -> dict[str, str]:
    """Every token of a scheme; the dark one is the light one with some assigned again."""
    light, _, dark = TOKENS.partition("@media screen and (prefers-color-scheme: dark)")
    assert dark, "tokens.css has no dark scheme"
    return dict(DECLARATION.findall(light)) | (dict(DECLARATION.findall(dark)) if scheme == "dark" else {})


def linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """OKLCH to linear sRGB, clipped to what a screen can show (Ottosson 2020)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return tuple(min(1.0, max(0.0, part)) for part in (red, green, blue))  # type: ignore[return-value]


def luminance(scheme: str, meaning: str) -> float:
    values = tokens(scheme)
    value = values[f"--color-{meaning}"]
    while reference := re.fullmatch(r"var\((--[a-z0-9-]+)\)", value.strip()):
        value = values[reference[1]]
    parts = OKLCH.fullmatch(value.strip())
    assert parts, f"--color-{meaning} is {value!r}, not an opaque oklch() colour"
    red, green, blue = linear_rgb(*(float(part) for part in parts.groups()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(scheme: str, one: str, other: str) -> float:
    high, low = sorted((luminance(scheme, one), luminance(scheme, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_conversion_knows_black_white_and_a_known_grey() -> None:
    assert linear_rgb(1, 0, 0) == pytest.approx((1, 1, 1), abs=1e-4)
    assert linear_rgb(0, 0, 0) == (0, 0, 0)
    # oklch(0.62796 0.25768 29.234) is sRGB red.
    assert linear_rgb(0.62796, 0.25768, 29.234) == pytest.approx((1, 0, 0), abs=1e-3)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_has_a_contrast_of_seven(scheme: str, ink: str, ground: str) -> None:
    found = contrast(scheme, ink, ground)
    assert found >= 7, f"{scheme}: --color-{ink} on --color-{ground} has {found:.2f}:1"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_a_line_that_means_something_has_a_contrast_of_three(scheme: str, line: str, ground: str) -> None:
    found = contrast(scheme, line, ground)
    assert found >= 3, f"{scheme}: --color-{line} on --color-{ground} has {found:.2f}:1"


def test_the_dark_scheme_assigns_every_colour_again() -> None:
    light, _, dark = TOKENS.partition("@media screen and (prefers-color-scheme: dark)")
    meanings = {name for name, _ in DECLARATION.findall(light) if name.startswith(("--color-", "--dye-", "--motif-"))}
    again = {name for name, _ in DECLARATION.findall(dark)}
    assert meanings <= again, f"not assigned in the dark: {sorted(meanings - again)}"


def test_the_dark_scheme_leaves_walls_kiosk_and_paper_in_daylight() -> None:
    assert "@media screen and (prefers-color-scheme: dark) {\n    :root:not(.screen-root, .kiosk-root)" in TOKENS


def test_every_raw_colour_is_used() -> None:
    defined = set(re.findall(r"(--[a-z]+-\d+): oklch", TOKENS))
    used = set(re.findall(r"var\((--[a-z]+-\d+)\)", TOKENS))
    assert defined <= used, f"threads nobody weaves with: {sorted(defined - used)}"


def test_the_fonts_fit_their_budget_and_carry_their_licence() -> None:
    fonts = source.files("static/fonts", "*.woff2")
    assert 1 <= len(fonts) <= 2
    assert sum(path.stat().st_size for path in fonts) <= 40_000
    assert "SIL Open Font License" in (source.ROOT / "static/fonts/OFL.txt").read_text(encoding="utf-8")

"""Sizes by the diagonal and the distance: the numbers of the specification's table, and the sheet that tells them."""

import gzip

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from griya.showroom.rules.profile import (
    DIAGONALS,
    DISTANCES,
    KIOSK,
    PIXELS,
    SCREEN,
    SIGN_RULE,
    Profile,
    Surface,
    profile_faults,
    read_spec,
    sizes_of,
    style_sheet,
)
from griya.showroom.views.sizes import KIOSK_COOKIE
from tests.page import PageClient

surfaces = st.builds(
    Surface,
    st.integers(DIAGONALS[0], DIAGONALS[-1]),
    st.integers(PIXELS[0], PIXELS[-1]),
    st.integers(PIXELS[0], PIXELS[-1]),
    st.integers(DISTANCES[0], DISTANCES[-1]),
)


@pytest.mark.parametrize(
    ("diagonal", "distance", "read", "of_height", "sign", "code"),
    [
        (650, 300, 70, 6.5, 29, 400),
        (550, 300, 83, 7.6, 34, 473),
        (430, 300, 106, 9.8, 43, 606),
        (320, 200, 95, 8.8, 39, 542),
    ],
)
def test_a_screens_sizes_are_those_of_the_table(
    diagonal: int, distance: int, read: int, of_height: float, sign: int, code: int
) -> None:
    sizes = sizes_of(Surface(diagonal, 1920, 1080, distance))
    assert sizes.large == pytest.approx(read, abs=0.6)
    assert sizes.large / 10.80 == pytest.approx(of_height, abs=0.06)
    assert distance * 10 * SIGN_RULE * sizes.mm / 0.7 == pytest.approx(sign, abs=0.6)
    assert distance * sizes.mm == pytest.approx(code, abs=1)  # a tenth of the distance, in mm


@pytest.mark.parametrize(
    ("surface", "key", "body", "large", "code"),
    [
        (Surface(101, 1280, 800, 60), 118, 40, 62, 294),
        (Surface(156, 1920, 1080, 60), 111, 38, 58, 278),
        (Surface(215, 1920, 1080, 60), 81, 28, 42, 202),
        (Surface(270, 1920, 1080, 60), 64, 22, 34, 161),
        (Surface(320, 1920, 1080, 60), 54, 19, 28, 136),
    ],
)
def test_a_kiosks_sizes_are_those_of_the_table(surface: Surface, key: int, body: int, large: int, code: int) -> None:
    sizes = sizes_of(surface)
    assert (sizes.key, sizes.text, sizes.large, sizes.code) == pytest.approx((key, body, large, code), abs=0.6)


def test_on_a_wall_no_text_is_lost_and_a_code_is_for_who_comes_to_a_metre_and_a_half() -> None:
    near_and_far = sizes_of(Surface(550, 1920, 1080, 300)), sizes_of(Surface(550, 1920, 1080, 900))
    assert near_and_far[0].code == near_and_far[1].code == 240  # 237 for 1.5 m, and never less than this
    assert near_and_far[0].text == pytest.approx(1080 * 0.035)
    assert near_and_far[1].text == pytest.approx(45 * near_and_far[1].mm / 0.7)
    assert sizes_of(Surface(320, 1920, 1080, 200)).code == pytest.approx(
        150 * sizes_of(Surface(320, 1920, 1080, 200)).mm
    )


@given(surfaces)
def test_a_size_in_millimetres_is_the_same_on_every_surface(surface: Surface) -> None:
    sizes = sizes_of(surface)
    diagonal_mm = surface.diagonal_tenths * 2.54
    assert (surface.width_px**2 + surface.height_px**2) ** 0.5 / sizes.mm == pytest.approx(diagonal_mm)
    assert sizes.key / sizes.mm == pytest.approx(20)
    assert sizes.text / sizes.mm * 0.7 >= 4.8 - 1e-9
    assert read_spec(surface.spec) == surface


@pytest.mark.parametrize(
    "spec",
    [
        "", "550-1920x1080", "550-1920x1080-300-1", "0550-1920x1080-300", "69-1920x1080-300", "1501-1920x1080-300",
        "550-319x1080-300", "550-1920x7681-300", "550-1920x1080-29", "550-1920x1080-2001", "٥٥٠-1920x1080-300",
        "550-1920X1080-300", "550-1920x1080-300 ", "a",
    ],
)  # fmt: skip
def test_what_is_no_surface_has_no_sheet(client: FlaskClient, spec: str) -> None:
    assert read_spec(spec) is None
    answer = client.get(f"/ukuran/{spec}.css")
    assert answer.status_code == 404 and answer.headers["Cache-Control"] in {"no-store", "private, no-store"}


def test_a_sheet_is_for_everybody_and_for_ever(page: PageClient) -> None:
    answer = page.get("/ukuran/550-1920x1080-300.css").response
    assert answer.mimetype == "text/css" and answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.text == (
        ":root{--mm:1.577px;--read:57.799px;--read-text:82.570px;--text:37.800px;--qr:240.000px;--key:31.538px}\n"
    )
    assert len(gzip.compress(answer.data)) < 200
    same = page.client.get("/ukuran/550-1920x1080-300.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304


def test_a_kiosk_gets_its_own_sizes_and_its_pages_stay_the_same_for_everybody(client: FlaskClient) -> None:
    unpaired = client.get("/kios/ukuran.css")
    assert unpaired.text == style_sheet(KIOSK.surface)
    home = client.get("/kios/").headers["ETag"]
    client.set_cookie(KIOSK_COOKIE, "pintu.320-1920x1080-60.90", path="/kios/")
    paired = client.get("/kios/ukuran.css")
    assert paired.text == style_sheet(Surface(320, 1920, 1080, 60))
    assert paired.headers["Cache-Control"] == "private, no-cache" and paired.headers["ETag"] != unpaired.headers["ETag"]
    assert client.get("/kios/").headers["ETag"] == home
    for strange in ("", "pintu", "pintu.", "pintu.x.y", ".....", "pintu.1-1x1-1.60", "\x7f" * 40):
        client.set_cookie(KIOSK_COOKIE, strange, path="/kios/")
        assert client.get("/kios/ukuran.css").text == style_sheet(KIOSK.surface)


def test_a_turned_panel_is_reckoned_as_it_is_seen() -> None:
    assert Profile(rotation=90).surface.spec == Profile(rotation=270).surface.spec == "550-1080x1920-300"
    assert Profile(rotation=180).surface.spec == SCREEN.surface.spec == "550-1920x1080-300"
    assert Profile(width_px=3840, height_px=2160, ratio_percent=200).surface == SCREEN.surface


def test_a_profile_that_cannot_be_is_told_what_is_wrong() -> None:
    assert profile_faults(SCREEN) == profile_faults(KIOSK) == []
    assert len(profile_faults(Profile(69, 29, 100, 100, 100, 45))) == 4
    assert profile_faults(Profile(ratio_percent=0)) == ["Skala tampilan antara 0,5 dan 4."]

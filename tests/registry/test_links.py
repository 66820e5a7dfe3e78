"""Marketplace links: where they may point, how they are kept, and what a closed marketplace means."""

from datetime import date

import pytest

from griya.registry.reference.load import load_marketplaces
from griya.registry.rules.links import LinkCheck, check_marketplace_link, sells_goods

MARKETPLACES = load_marketplaces()
TODAY = date(2026, 11, 22)


def check(url: str, on: date = TODAY) -> LinkCheck:
    return check_marketplace_link(url, MARKETPLACES, on=on)


@pytest.mark.parametrize(
    ("url", "marketplace"),
    [
        ("https://shopee.co.id/amplang.ketapang", "shopee"),
        ("https://shopee.co.id/Amplang-Tenggiri-i.12345.67890", "shopee"),
        ("https://shopee.co.id/product/12345/67890", "shopee"),
        ("https://s.shopee.co.id/AbCd", "shopee"),
        ("https://shope.ee/AbCd", "shopee"),
        ("https://www.tokopedia.com/tenunsambas/kain-cual", "tokopedia"),
        ("https://tokopedia.link/AbCd", "tokopedia"),
        ("https://shop-id.tokopedia.com/view/1", "tiktok"),
        ("https://www.tiktok.com/@tenun.sidan", "tiktok"),
        ("https://vt.tiktok.com/AbCd", "tiktok"),
        ("https://www.lazada.co.id/products/amplang-i123-s456.html", "lazada"),
        ("https://www.blibli.com/p/amplang/ps--AMP-123", "blibli"),
        ("https://padiumkm.id/store/1", "padi"),
    ],
)
def test_a_link_to_a_listed_host_is_taken_as_it_is(url: str, marketplace: str) -> None:
    result = check(url)
    assert (result.marketplace, result.url, result.errors, result.warnings) == (marketplace, url, (), ())


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "belum diisi"),
        ("http://shopee.co.id/toko", "https://"),
        ("shopee.co.id/toko", "https://"),
        ("//shopee.co.id/toko", "https://"),
        ("javascript:alert(1)//shopee.co.id", "https://"),
        ("data:text/html,shopee.co.id", "https://"),
        ("https://shopee.co.id.evil.id/toko", "lokapasar"),
        ("https://evilshopee.co.id/toko", "lokapasar"),
        ("https://evil.id/https://shopee.co.id/toko", "lokapasar"),
        ("https://evil.id?shopee.co.id", "lokapasar"),
        ("https://shopee.co.id./toko", "lokapasar"),
        ("https:///toko", "lokapasar"),
        ("https://shopee.co.id@evil.id/toko", "nama pengguna"),
        ("https://user:pass@shopee.co.id/toko", "nama pengguna"),
        ("https://shopee.co.id:8443/toko", "port"),
        ("https://[::1]/toko", "port"),
        ("https://[shopee.co.id/toko", "tidak terbaca"),
        ("https://shopee.co.id/to ko", "spasi"),
        ("https://shopee.co.id/to\nko", "spasi"),
        ("https://evil.id\\@shopee.co.id/toko", "spasi"),
        ('https://shopee.co.id/"><script>', "spasi"),
        (f"https://shopee.co.id/{'a' * 500}", "terlalu panjang"),
        (f"https://shopee.co.id/{'a' * 5000}", "terlalu panjang"),
    ],
)
def test_a_link_elsewhere_or_in_another_form_is_refused(url: str, why: str) -> None:
    result = check(url)
    assert not result.is_accepted
    assert why in " ".join(result.errors)


def test_a_link_of_just_the_greatest_length_passes() -> None:
    url = "https://shopee.co.id/".ljust(500, "a")
    assert check(url).is_accepted
    assert not check(f"{url}a").is_accepted


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("  https://SHOPEE.co.id/Toko/  ", "https://shopee.co.id/Toko"),
        ("https://shopee.co.id/A-i.1.2?sp_atk=x&xptdk=y", "https://shopee.co.id/A-i.1.2"),
        ("https://shopee.co.id/A-i.1.2?utm_source=an_1&utm_medium=affiliates&variant=3", None),
        ("https://www.tokopedia.com/a/b?aff_unique_id=x&trackid=y#reviews", "https://www.tokopedia.com/a/b"),
        ("https://www.tiktok.com/@a?_t=8&_r=1&is_from_webapp=1", "https://www.tiktok.com/@a"),
        ("https://www.lazada.co.id/p-i1.html?spm=a.b&scm=1", "https://www.lazada.co.id/p-i1.html"),
        (f"https://shopee.co.id/A-i.1.2?sp_atk={'x' * 900}", "https://shopee.co.id/A-i.1.2"),
        ("https://shopee.co.id/Kué-i.1.2", "https://shopee.co.id/Ku%C3%A9-i.1.2"),
        ("https://shopee.co.id/Ku%C3%A9-i.1.2", "https://shopee.co.id/Ku%C3%A9-i.1.2"),
    ],
)
def test_tracking_is_cut_and_the_canonical_form_kept(pasted: str, kept: str | None) -> None:
    result = check(pasted)
    assert result.is_accepted
    assert result.url == (kept or "https://shopee.co.id/A-i.1.2?variant=3")
    assert check(result.url).url == result.url


def test_a_front_page_is_taken_with_a_warning() -> None:
    result = check("https://www.tokopedia.com/")
    assert result.is_accepted
    assert "halaman depan" in result.warnings[0]


def test_bukalapak_is_recorded_as_closed_since_its_last_order_day() -> None:
    result = check("https://www.bukalapak.com/p/makanan/amplang")
    assert result.errors == ("Bukalapak tidak lagi menjual barang sejak 9 Februari 2025.",)
    assert (result.marketplace, result.closed_on) == ("bukalapak", date(2025, 2, 9))
    assert result.url == "https://www.bukalapak.com/p/makanan/amplang"


def test_bukalapak_still_sold_goods_on_its_last_day() -> None:
    (bukalapak,) = (each for each in MARKETPLACES if each.code == "bukalapak")
    assert sells_goods(bukalapak, on=date(2025, 2, 9))
    assert not sells_goods(bukalapak, on=date(2025, 2, 10))
    assert check("https://www.bukalapak.com/u/toko", on=date(2025, 2, 9)).is_accepted


def test_the_refusal_names_only_marketplaces_that_are_open() -> None:
    (reason,) = check("https://example.com/x").errors
    assert reason.endswith("Shopee, Tokopedia, Lazada, Blibli, TikTok Shop, PaDi UMKM.")

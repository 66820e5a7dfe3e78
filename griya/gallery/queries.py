"""The gallery's examples: values such as the features' queries give, the longest and the emptiest among them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from griya.accounts.queries.own import OwnSession
from griya.catalog.models import PhotoRole
from griya.catalog.queries.cards import Price, ProductCard, list_newest_cards
from griya.catalog.queries.credentials import Badge
from griya.catalog.queries.index.shown import FacetValue
from griya.catalog.queries.inquirable import InquirableProduct
from griya.catalog.queries.links import ShopLink
from griya.catalog.queries.photos import Photo
from griya.catalog.queries.producers import ProducerCard
from griya.catalog.rules.facets import FACET_LABELS, Facet
from griya.catalog.rules.photos import PHOTO_ROLE_LABELS
from griya.core.paging import Page
from griya.core.words import N_, Bilingual
from griya.registry.rules.regions import region_label
from griya.registry.rules.tile_map import Cell
from griya.selection.queries.meter import FairTile
from griya.selection.rules.fairness import Dimension, dimension
from griya.stats.queries import CatalogueCounts, DatedStatement, Figure

LONGEST_NAME = "Songket Sambas Motif Pucuk Rebung Bertabur Bunga Tanjung, Sepasang Kain dan Selendang Pernikahan"
LONGEST_ENGLISH_NAME = (
    "Sambas Songket in the Bamboo Shoot Pattern Scattered with Tanjung Blossoms, a Wedding Pair of Cloth and Shawl"
)
LONGEST_ROLE = N_("Perbandingan ukuran dengan telapak tangan orang dewasa dan sebatang pensil yang belum pernah diraut")
LONGEST_REASON = Bilingual(
    "Tabur benangnya rata, warnanya dari engkudu, dan waktu jadinya disebut dengan jujur oleh pembuatnya sejak awal.",
    "The scattered threads lie even, the red comes from engkudu root, and its maker says from the start how long it "
    "will take.",
)
STATEMENT = DatedStatement(
    title=Bilingual("Industri kecil dan menengah", "Small and medium industries"),
    as_of=date(2019, 5, 2),
    source_title=Bilingual("Pernyataan pemerintah provinsi", "Statement of the provincial government"),
    figures=(
        Figure("ikm", Bilingual("Industri kecil dan menengah (IKM)", "Small and medium industries (IKM)"), 5815),
        Figure("ovop", Bilingual("IKM penerima penghargaan OVOP", "IKM that received an OVOP award"), 9),
    ),
    breakdown=(Figure("ovop_3", Bilingual("OVOP bintang 3 (dari skala 5)", "OVOP three stars (of five)"), 4),),
)
REFUSAL = N_("Dua barang di daftar ini baru saja ditarik oleh pembuatnya.")
LONGEST_SHELF = Bilingual("Aksesori dan Manik-manik Keberlanjutan", "Accessories, Beadwork and Border Handicrafts")
# Among so many of the newest products the gallery looks for some with a photo.
NEWEST = 100
LONGEST_MAKER = "Kelompok Usaha Bersama Pemberdayaan Perajin Anyaman Keberlanjutan Perbatasan Jagoi Babang"


@dataclass(frozen=True, slots=True)
class ExampleStory:
    """A line of a maker's story beside one of its products, as the front door has it."""

    slug: str
    name: str
    line: Bilingual
    card: ProductCard


_PLACES = {
    "less": ("regency", "Kepulauan Kapuas Hulu Selatan"),
    "even": ("regency", "Sambas"),
    "more": ("city", "Pontianak"),
    "none": ("regency", "Melawi"),
}


@dataclass(frozen=True, slots=True)
class Examples:
    """What the gallery's pieces show. `catalogue` holds real cards with a photo, three at most."""

    prices: tuple[Price, ...]
    cards: tuple[ProductCard, ...]
    catalogue: tuple[ProductCard, ...]
    # As the photos of one product: those of `catalogue`.
    photos: tuple[Photo, ...]
    photo_roles: Mapping[PhotoRole, str]
    longest_roles: Mapping[PhotoRole, str]
    # A curator's sentence, and why a form was refused.
    reason: Bilingual
    shelf: Bilingual
    refusal: str
    counts: CatalogueCounts
    statement: DatedStatement
    inquired: InquirableProduct
    makers: tuple[ProducerCard, ...]
    stories: tuple[ExampleStory, ...]
    badges: tuple[Badge, ...]
    links: tuple[ShopLink, ...]
    pages: tuple[Page[int], ...]
    facets: tuple[tuple[str, tuple[FacetValue, ...]], ...]
    day: date
    sessions: tuple[OwnSession, ...]
    # Recovery codes; nobody's.
    codes: tuple[str, ...]
    # A balance with a group below, at and above its share, one without any, and what is not known.
    shares: Dimension
    fair_tiles: tuple[FairTile, ...]


def list_examples() -> Examples:
    """All of them."""
    longest_place = region_label("regency", "Kepulauan Kapuas Hulu Selatan")
    prices = (Price("tampil", 25_000, "pak"), Price("mulai", 3_850_000, "set"), Price("tanya", None, "lembar"))
    cards = _cards(prices, longest_place)
    catalogue = tuple([card for card in list_newest_cards(NEWEST) if card.photo][:3])
    shown = [card.photo for card in catalogue if card.photo]
    return Examples(
        prices=prices,
        cards=cards,
        catalogue=catalogue,
        photos=tuple(replace(photo, role=role) for photo, role in zip(shown, PHOTO_ROLE_LABELS, strict=False)),
        photo_roles=PHOTO_ROLE_LABELS,
        longest_roles=dict.fromkeys(PhotoRole, LONGEST_ROLE),
        reason=LONGEST_REASON,
        shelf=LONGEST_SHELF,
        refusal=REFUSAL,
        counts=CatalogueCounts(products=1_234_567, producers=0, regencies=14),
        statement=STATEMENT,
        inquired=_inquired(prices[1], longest_place),
        makers=(
            ProducerCard("tenun", "Tenun Sui", region_label("regency", "Sintang"), 1, False),
            ProducerCard("kub", LONGEST_MAKER, longest_place, 1_234, True),
            ProducerCard("baru", "Ale", region_label("regency", "Ketapang"), 0, False),
        ),
        stories=_stories(cards),
        badges=_badges(),
        links=(
            ShopLink("Tokopedia", "https://www.tokopedia.com/contoh/songket", False),
            ShopLink("Shopee", "https://shopee.co.id/contoh", True),
        ),
        facets=_facets(longest_place),
        pages=(_page(1, 1), _page(1, 3), _page(7, 20), _page(20, 20)),
        day=date(2026, 11, 3),
        sessions=_sessions(),
        codes=tuple(f"{number}-abcde-fghjk" for number in range(1, 11)),
        shares=_shares(),
        fair_tiles=tuple(
            FairTile(_PLACES[group.key][1], Cell(column, 1), group)
            for column, group in enumerate(_shares().groups, start=1)
        ),
    )


def _sessions() -> tuple[OwnSession, ...]:
    """The browser that is in use, and one with the longest name."""
    began = datetime(2026, 11, 3, 1, 5, tzinfo=UTC)
    return (
        OwnSession("bcdfghjk", "Chrome di Android", began, began + timedelta(minutes=12), True),
        OwnSession("lmnpqrst", "Samsung Internet di ChromeOS", began - timedelta(hours=3), began, False),
    )


def _shares() -> Dimension:
    labels = {key: region_label(*place) for key, place in _PLACES.items()}
    return dimension(labels, {"even": 3, "more": 9}, {"less": 400, "even": 300, "more": 500, "none": 0}, unknown=2)


def _facets(longest_place: Bilingual) -> tuple[tuple[str, tuple[FacetValue, ...]], ...]:
    """A facet that stands open, one that is closed, one with a part chosen, one at zero, one without values."""
    food = FacetValue("makanan", Bilingual("Makanan", "Food"), 1_234, False)
    cloth = FacetValue("tenun", Bilingual("Tenun dan busana", "Weaving and clothing"), 31, False)
    parts = (
        FacetValue("songket", Bilingual("Songket"), 12, True),
        FacetValue("kain-panjang", Bilingual(LONGEST_NAME, LONGEST_ENGLISH_NAME), 7, False),
        FacetValue("selendang", Bilingual("Selendang", "Shawls"), 0, False),
    )
    places = (
        FacetValue("kota-pontianak", region_label("city", "Pontianak"), 7, False),
        FacetValue("panjang", longest_place, 1, False),
    )
    materials = tuple(
        FacetValue(f"bahan-{number}", Bilingual(f"Rotan {number}", f"Rattan {number}"), 40 - number, False)
        for number in range(1, 31)
    )
    return (
        (FACET_LABELS[Facet.SHELF], (food, cloth, FacetValue("logam", LONGEST_SHELF, 0, False))),
        (FACET_LABELS[Facet.PLACE], places),
        (FACET_LABELS[Facet.CREDENTIAL], (food, cloth._replace(parts=parts))),
        (FACET_LABELS[Facet.OVOP], (FacetValue("ada", Bilingual("Penghargaan OVOP", "OVOP award"), 0, True),)),
        (FACET_LABELS[Facet.MATERIAL], (materials[0]._replace(is_chosen=True), *materials[1:])),
        (FACET_LABELS[Facet.TECHNIQUE], (FacetValue("anyam", Bilingual("Anyam", "Plaiting"), 0, False),)),
        (FACET_LABELS[Facet.SHOWROOM], ()),
    )


def _page(number: int, count: int) -> Page[int]:
    return Page(items=range(24), number=number, size=24, total=24 * count)


def _cards(prices: tuple[Price, ...], longest_place: Bilingual) -> tuple[ProductCard, ...]:
    plain = ProductCard(
        product_id=0,
        slug="contoh",
        code="GI-0000",
        name=Bilingual("Lempok", "Durian lempok"),
        summary=Bilingual("Lempok durian.", "Durian paste."),
        producer_name="Dapur Seroja",
        producer_slug="dapur-seroja",
        place=region_label("city", "Pontianak"),
        regency_slug="pontianak",
        category_name=Bilingual("Makanan", "Food"),
        category_slug="makanan",
        price=prices[0],
        availability="siap",
        halal_status="belum",
        is_sample=False,
        photo=None,
        shelf_slug="makanan",
    )
    longest = replace(
        plain,
        name=Bilingual(LONGEST_NAME, LONGEST_ENGLISH_NAME),
        producer_name=LONGEST_MAKER,
        place=longest_place,
        price=prices[1],
        availability="habis",
        halal_status="tidak_halal",
        is_sample=True,
        shelf_slug="tenun-busana",
    )
    word = "Pengkeberlanjutanmempertanggungjawabkannya"
    return plain, longest, replace(plain, name=Bilingual(word), price=prices[2], shelf_slug="aksesori-manik-manik")


def _stories(cards: tuple[ProductCard, ...]) -> tuple[ExampleStory, ...]:
    short = Bilingual(
        "Ibu dan dua anaknya mencelup benang dengan akar engkudu.",
        "A mother and her two children dye the thread with engkudu root.",
    )
    long = Bilingual(
        "Dua puluh tiga perajin di empat dusun menganyam bersama sejak 1998; pesanan besar dibagi menurut giliran, dan "
        "setiap bidai membawa nama penganyamnya.",
        "Twenty-three weavers in four hamlets have worked together since 1998; large orders go round in turns, and "
        "every bidai mat carries its weaver's name.",
    )
    return (
        ExampleStory("contoh", "Tenun Sui", short, cards[0]),
        ExampleStory("contoh-panjang", LONGEST_MAKER, long, cards[1]),
    )


def _inquired(price: Price, place: Bilingual) -> InquirableProduct:
    return InquirableProduct(
        product_id=0,
        revision_id=0,
        producer_id=0,
        producer_name=LONGEST_MAKER,
        producer_slug="kub",
        producer_email=None,
        name=Bilingual(LONGEST_NAME, LONGEST_ENGLISH_NAME),
        slug="contoh",
        price=price,
        place=place,
        moq=10,
        is_sample=True,
    )


def _badges() -> tuple[Badge, ...]:
    halal = Badge(
        kind="halal",
        label=N_("Sertifikat halal"),
        number="ID61110001234560723",
        checked_on=date(2026, 7, 14),
        checked_how=N_("lewat situs penerbit"),
        register="bpjph.halal.go.id",
        expires_on=None,
        stars=None,
        scale=None,
        year=None,
        covers_all_products=False,
    )
    ovop = replace(
        halal, kind="ovop", label=N_("OVOP"), number=None, checked_how="",
        register=None, expires_on=date(2027, 12, 31), stars=3, scale=5, year=2018, group=N_("tenun"),
    )  # fmt: skip
    return halal, ovop

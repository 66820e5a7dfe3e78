"""Screens at the desk: set up, grouped, opened and closed by the hour, overridden, counted, told truly."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from griya.accounts.models import Event, Role
from griya.core import clock
from griya.core.errors import Refused
from griya.desk.tasks import Viewer
from griya.desk.tasks.kinds import screens as screen_tasks
from griya.selection.actions import load_slots
from griya.selection.models import Selection
from griya.showroom.actions import retire_screen
from griya.showroom.actions.emergencies import end_emergency, send_emergency
from griya.showroom.actions.places import PlaceContent, update_place
from griya.showroom.models import Device, Emergency, Place, Screen
from griya.showroom.queries.board import find_place, list_board
from griya.showroom.queries.devices import find_paired
from griya.showroom.queries.programme import find_programme
from griya.showroom.queries.rounds import find_round
from griya.showroom.rules.air import Kind
from griya.showroom.rules.hours import Special, Weekly, special_words
from griya.showroom.rules.reports import Life
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer
from tests.factories.selection import make_version
from tests.factories.showroom import a_report, make_screen, send_report
from tests.page import PageClient

NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)  # Thursday, 12.00 WIB
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PROFILE = {
    "name": "Lobi utama", "group": "layar-ruang-pamer", "place": "ruang-pamer", "diagonal": "21,5", "distance": "0,6",
    "width": "1080", "height": "1920", "scale": "1", "rotation": "90", "idle": "60",
}  # fmt: skip
SCREEN = "/meja/layar/perangkat/lobi"


@pytest.fixture
def desk(page: PageClient, context: Session) -> PageClient:
    """Somebody at the desk, a paired screen, and two products that take turns."""
    load_slots()
    account = make_account()
    for name in ("Songket", "Bidai"):
        make_product(name)
    make_screen()
    context.commit()
    sign_in(page, account)
    return page


def events(session: Session, verb: str) -> int:
    return session.scalar(select(func.count()).select_from(Event).where(Event.verb == verb)) or 0


def test_a_profile_is_saved_and_moves_the_screens_style_sheet(desk: PageClient, context: Session) -> None:
    assert "/ukuran/550-1920x1080-300.css" in desk.get("/layar/lobi/").html
    saved = desk.submit(SCREEN, PROFILE, action=SCREEN)
    assert saved.response.headers["Location"] == f"{SCREEN}?tersimpan=1"
    assert "/ukuran/215-1920x1080-60.css" in desk.get("/layar/lobi/").html, "reckoned as it is seen, turned"
    assert events(context, "screen.changed") == 1
    desk.submit(SCREEN, PROFILE, action=SCREEN)
    assert events(context, "screen.changed") == 1, "nothing changed, nothing is told"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Beri nama"), ("diagonal", "besar", "Tulis ukuran dalam inci"),
        ("diagonal", "200", "antara 7 dan 150"),
        ("diagonal", "1e400", "Tulis ukuran dalam inci"), ("distance", "0", "antara 0,3 dan 20"),
        ("width", "1", "antara 320 dan 7.680"), ("width", "x", "Tulis angka bulat"), ("scale", "NaN", "Tulis skala"),
        ("rotation", "45", "Pilih salah satu"), ("idle", "29", "antara 30 dan 300"),
        ("group", "lain", "Pilih salah satu"),
    ],
)  # fmt: skip
def test_a_profile_that_cannot_be_is_refused_and_kept(desk: PageClient, field: str, value: str, said: str) -> None:
    told = desk.submit(SCREEN, PROFILE | {field: value}, expect=422, action=SCREEN)
    assert said in told.text
    assert told.field("name") == (PROFILE | {field: value})["name"]


def test_two_people_change_one_screen_and_the_second_sees_both(desk: PageClient, context: Session) -> None:
    old = desk.get(SCREEN).field("row_version")
    desk.submit(SCREEN, PROFILE, action=SCREEN)
    told = desk.submit(SCREEN, PROFILE | {"name": "Pintu timur", "row_version": old}, expect=409, action=SCREEN)
    assert "Yang tersimpan sekarang" in told.text and "Lobi utama" in told.text
    assert told.field("name") == "Pintu timur"
    desk.submit(SCREEN, PROFILE | {"name": "Pintu timur", "row_version": told.field("row_version")}, action=SCREEN)
    assert context.scalars(select(Screen.name).execution_options(populate_existing=True)).one() == "Pintu timur"


def test_the_picture_of_sizes_follows_what_is_typed(desk: PageClient) -> None:
    asked = "/meja/layar/gambar?diagonal=55&distance=3&width=1920&height=1080&scale=1&rotation=0"
    drawn = desk.get(asked)
    assert drawn.select('svg[viewBox="0 0 1920 1080"] text[font-size="82.6"]')
    assert "Kode QR: 240 px, 152 mm." in drawn.text
    assert "hampir tidak muat" in desk.get(asked.replace("distance=3", "distance=9")).text
    assert "Lengkapi ukuran" in desk.get(asked.replace("diagonal=55", "diagonal=")).text
    shown = desk.submit(SCREEN, PROFILE | {"do": "lihat", "diagonal": "55"}, expect=200, action=SCREEN)
    assert shown.select(".size-picture__screen") and shown.field("diagonal") == "55"


def test_a_retired_screen_is_gone_for_visitors_and_stays_on_record(desk: PageClient, context: Session) -> None:
    assert "Tulis alasannya" in desk.submit(SCREEN, {"reason": ""}, expect=422, action=f"{SCREEN}/berhenti").text
    desk.submit(SCREEN, {"reason": "Dijual."}, action=f"{SCREEN}/berhenti")
    assert desk.client.get("/layar/lobi/").status_code == desk.client.get("/layar/lobi/daftar.json").status_code == 404
    assert "tidak dipakai lagi" in desk.get(SCREEN).text and "Lobi" not in desk.get("/meja/layar").text
    assert events(context, "screen.retired") == 1
    row = context.scalars(select(Screen).execution_options(populate_existing=True)).one()
    with pytest.raises(Refused, match="sudah tidak dipakai"):
        retire_screen(screen=row, reason="Lagi.")
    other, _ = make_screen("Lobi")
    assert other.code == "lobi-2", "an address is never another screen's"


def test_a_screen_follows_its_groups_slot_and_may_stand_still(desk: PageClient, context: Session) -> None:
    make_version(
        [make_product("Tanjak")], slot="ekspor", starts_at=datetime.now(UTC) - HOUR, ends_at=datetime.now(UTC) + HOUR
    )
    context.commit()
    desk.submit("/meja/layar/kelompok", {"name": "Lorong", "slot": "ekspor", "is_still": "y"})
    desk.submit(SCREEN, PROFILE | {"group": "lorong", "name": "Lobi"}, action=SCREEN)
    assert "data-quiet" in desk.get("/layar/lobi/").html
    told = desk.client.get("/layar/lobi/daftar.json").get_json()
    assert "Tanjak" in " ".join(slide["html"] for slide in told["slides"].values())
    address = "/meja/layar/kelompok/lorong"
    old = desk.get(address).field("row_version")
    desk.submit(address, {"name": "Lorong timur", "slot": "layar"})
    late = desk.submit(address, {"name": "Lain", "slot": "layar", "row_version": old}, expect=409)
    assert "Lorong timur" in late.text and late.field("name") == "Lain"
    assert "data-quiet" not in desk.get("/layar/lobi/").html
    desk.submit("/meja/layar/kelompok", {"name": "…", "slot": "layar"}, expect=422)


def test_opening_hours_are_typed_kept_and_played(desk: PageClient, context: Session) -> None:
    address = "/meja/layar/tempat/ruang-pamer"
    hours = {f"jam-0-hari-{day}": "1" for day in range(5)} | {"jam-0-buka": "08.00", "jam-0-tutup": "16.00"}
    friday = clock.today() + timedelta(days=32 - clock.today().weekday())  # A day that is over is no longer listed.
    closed = special_words(Special(friday, friday, reason="Natal"))
    holiday = {"khusus-0-mulai": f"{friday}", "khusus-0-sebab": "Natal"}
    wrong = desk.submit(address, {"name": "Ruang pamer", "night": "jam", **hours, "jam-0-tutup": "sore"}, expect=422)
    assert "tulis jam seperti 08.00" in wrong.text and wrong.field("jam-0-tutup") == "sore"
    more = desk.submit(address, {"name": "Ruang pamer", "night": "jam", **hours, "do": "baris"}, expect=200)
    assert more.field("jam-0-buka") == "08.00" and more.select('[name="jam-1-buka"]')
    old = desk.get(address).field("row_version")
    desk.submit(address, {"name": "Ruang pamer", "night": "jam", **hours, **holiday})
    late = desk.submit(address, {"name": "Lain", "night": "hitam", "row_version": old}, expect=409)
    assert "Senin–Jumat 08.00–16.00" in late.text and "tutup (Natal)" in late.text
    listed = desk.get("/meja/layar/tempat").text
    assert "Senin–Jumat 08.00–16.00" in listed and closed in listed
    context.expire_all()
    assert context.scalars(select(Place)).one().night == "jam"
    told = desk.client.get("/layar/lobi/daftar.json").get_json()
    assert [one["days"] for one in told["hours"] if "days" in one] == [0b11111, 0b11111]
    assert "Senin–Jumat 08.00–16.00" in told["slides"]["night"]["html"]
    night = desk.get(f"/meja/layar/tayang?layar=lobi&hari={friday}&jam=12.00").text
    assert "Gambar malam" in night and "Tempatnya tutup sampai" in night and "Songket" in night
    assert "Gambar malam" not in desk.get(f"/meja/layar/tayang?hari={friday}&jam=12.00").text


def test_a_message_is_on_every_screen_in_one_press_and_taken_back_in_one(desk: PageClient, context: Session) -> None:
    def told(address: str) -> list[str]:
        plan = desk.client.get(address).get_json()
        return [plan["slides"][one["id"]]["html"] for one in plan["takeovers"]]

    rev = desk.client.get("/layar/lobi/daftar.json").get_json()["rev"]
    desk.submit("/meja/layar", {"siap": "0", "group": "", "minutes": "15"}, action="/meja/layar/darurat")
    for address in ("/layar/lobi/daftar.json", "/layar/daftar.json"):
        assert "Mohon keluar lewat pintu terdekat." in told(address)[0]
    # Where nobody said how the screen hangs, both languages may be too much for one that stands.
    assert "nearest exit" in told("/layar/lobi/daftar.json")[0]
    assert desk.client.get("/layar/lobi/daftar.json").get_json()["rev"] != rev
    board = desk.get("/meja/layar")
    assert "berakhir sendiri" in board.text and "Akhiri sekarang" in board.text
    assert "Pesan darurat: Mohon keluar" in desk.get("/meja/layar/tayang?layar=lobi").text
    number = context.scalars(select(Emergency.id)).one()
    desk.submit("/meja/layar", {}, action=f"/meja/layar/darurat/{number}/akhiri")
    assert told("/layar/lobi/daftar.json") == []
    assert desk.client.get("/layar/lobi/daftar.json").get_json()["rev"] == rev
    token = desk.get("/meja/layar/darurat").field("csrf_token")
    late = desk.post(f"/meja/layar/darurat/{number}/akhiri", {"csrf_token": token}, expect=409)
    assert "sudah berakhir" in late.text
    assert (events(context, "emergency.sent"), events(context, "emergency.ended")) == (1, 1)


def test_a_message_needs_words_and_an_end_and_may_be_for_one_group(desk: PageClient, context: Session) -> None:
    form = {"group": "", "minutes": "60", "message_id": " "}
    assert "Tulis pesannya" in desk.submit("/meja/layar/darurat", form, expect=422).text
    desk.submit("/meja/layar/darurat", form | {"minutes": "", "message_id": "Uji"}, expect=422)
    desk.submit("/meja/layar/darurat", form | {"minutes": "99999", "message_id": "Uji"}, expect=422)
    desk.submit("/meja/layar/darurat", form | {"message_id": "x" * 121}, expect=422)
    account = make_account()
    for life in (timedelta(0), timedelta(hours=24, seconds=1)):
        with pytest.raises(Refused):
            send_emergency(message_id="Uji", ends_at=NOON + life, actor_id=account.id, at=NOON)
    assert context.scalars(select(Emergency)).all() == []
    kiosk, _ = make_screen("Pintu", kind=Device.KIOSK)
    send_emergency(message_id="Kios tutup", ends_at=NOON + HOUR, actor_id=account.id, group_code="kios-sentuh", at=NOON)
    wall, touch = find_paired("lobi", NOON), find_paired(kiosk.code, NOON)
    assert wall and touch and wall.standing.takeovers == () and len(touch.standing.takeovers) == 1
    assert touch.standing.takeovers[0].times.ends == int((NOON + HOUR).timestamp() * 1000)
    assert find_paired(kiosk.code, NOON + HOUR) and not find_paired(kiosk.code, NOON + HOUR).standing.takeovers  # type: ignore[union-attr]
    emergency = context.scalars(select(Emergency)).one()
    end_emergency(emergency=emergency, actor_id=account.id, at=NOON + MINUTE)
    past = find_paired(kiosk.code, NOON + MINUTE / 2)
    assert past and past.standing.takeovers[0].times.ends == int((NOON + MINUTE).timestamp() * 1000)


def test_what_was_shown_is_told_to_the_desk_the_maker_and_a_file(client: FlaskClient, context: Session) -> None:
    load_slots()
    account = make_account()
    maker = make_producer("Rumah Tenun")
    product = make_product("=Songket", producer=maker, category=make_category())
    screen, secret = make_screen()
    context.commit()
    shown = {product.code: [214, 35 * 60_000]}
    send_report(client, screen.code, secret, a_report(shown=shown))
    page = PageClient(client)
    sign_in(page, account)
    listed = page.get("/meja/layar/hitungan").text
    assert "214 kali, 35 menit seluruhnya" in listed and "=Songket" in listed and "Rumah Tenun" in listed
    assert "Belum ada yang tercatat" in page.get("/meja/layar/hitungan?sejak=2020-01-01&sampai=2020-01-07").text
    assert "Belum ada yang tercatat" in page.get("/meja/layar/hitungan?q=tidak%25ada").text
    page.get("/meja/layar/hitungan?layar=tidak-ada&sejak=salah&hal=99")
    file = page.submit("/meja/layar/hitungan", {}, expect=200)
    assert file.response.mimetype == "text/csv" and '"\'=Songket"' in file.html and '"214","2100"' in file.html
    assert events(context, "screen_day.taken") == 1
    sentence = "tayang 214 kali, 35 menit, minggu ini."
    assert f"Produk Anda {sentence}" in page.get(f"/meja/ikm/{maker.code}").text
    assert f"Produk ini {sentence}" in page.get(f"/meja/produk/{product.code}").text


def test_a_silent_screen_is_somebodys_task_while_its_place_is_open(client: FlaskClient, context: Session) -> None:
    for name in ("Songket", "Bidai"):
        make_product(name)
    viewer = Viewer(make_account().id, Role.CURATOR)
    with time_machine.travel(NOON, tick=False) as clock:
        screen, secret = make_screen()
        context.commit()
        assert screen_tasks(viewer, NOON) == []
        assert [task.what for task in screen_tasks(viewer, NOON + 3 * MINUTE)] == ["Periksa layar Lobi"]
        clock.shift(180)
        send_report(client, screen.code, secret, a_report(1))
        context.expire_all()
        assert screen_tasks(viewer, NOON + 4 * MINUTE) == []
        (task,) = screen_tasks(viewer, NOON + 30 * MINUTE)
        assert "mati" in task.why and "Periksa listrik dan internetnya" in task.why
        place = find_place("ruang-pamer")
        assert place is not None
        for days, opens, closes, count in ((127, 0, 720, 0), (127, 720, 0, 1)):
            update_place(
                code="ruang-pamer",
                row_version=place.row_version,
                content=PlaceContent("Ruang pamer", "hitam", [Weekly(days, opens, closes)]),
            )
            context.expire_all()
            assert len(screen_tasks(viewer, NOON + 30 * MINUTE)) == count
            place = find_place("ruang-pamer")
            assert place is not None


def test_the_board_tells_each_screen_in_one_line(desk: PageClient, context: Session) -> None:
    screen = context.scalars(select(Screen)).one()
    assert "belum melapor" in desk.get("/meja/layar").text
    other, secret = make_screen("Lorong")
    context.commit()
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        rev = desk.client.get(f"/layar/{other.code}/daftar.json").get_json()["rev"]
        send_report(desk.client, other.code, secret, a_report(1, rev=rev))
        context.expire_all()
        told = {one.code: one for one in list_board(datetime.now(UTC))}
        assert told[other.code].life is Life.ONLINE and not told[other.code].is_behind
        assert told[screen.code].life is Life.SILENT
        board = desk.get("/meja/layar").text
        assert "Semua 1 layar yang terdengar memakai isi terbaru" in board
        for seq, wait in ((2, 60), (3, 90)):
            clock.shift(wait)
            send_report(desk.client, other.code, secret, a_report(seq, n=9 * seq, rev="ffffffffffff"))
        clock.shift(60)
        board = desk.get("/meja/layar").text
        assert "hidup, isi lama" in board and "0 dari 1 layar yang terdengar sudah memakai isi terbaru" in board


def test_a_screen_shows_night_by_its_own_clock(desk: PageClient, context: Session) -> None:
    """What the list says, the rule shows: on any screen, with or without a server."""
    update_place(
        code="ruang-pamer", row_version=1, content=PlaceContent("Ruang pamer", "hitam", [Weekly(127, 480, 960)])
    )
    paired = find_paired("lobi", NOON)
    assert paired is not None
    programme = find_programme(paired.slot_code, NOON, standing=paired.standing)
    assert programme.showing(NOON).kind is Kind.SLIDE
    assert programme.showing(NOON + 4 * HOUR).kind is Kind.NIGHT
    assert programme.showing(NOON + 20 * HOUR).kind is Kind.SLIDE


def test_a_round_is_told_while_somebody_chooses(desk: PageClient, context: Session) -> None:
    products = [make_product(name) for name in ("Tanjak", "Madu hutan", "Keripik keladi")]
    version = make_version(
        products, slot="layar", starts_at=datetime.now(UTC) + HOUR, ends_at=datetime.now(UTC) + 24 * HOUR,
        is_approved=False,
    )  # fmt: skip
    context.commit()
    selection = context.scalars(select(Selection).where(Selection.id == version.selection_id)).one()
    told = desk.get(f"/meja/pilihan/{selection.slug}/{version.number}/ubah").text
    words = find_round([product.id for product in products])
    assert "detik" in words or "menit" in words
    assert f"di layar satu putaran {words}" in told
    assert find_round([]) == find_round([0]) == ""

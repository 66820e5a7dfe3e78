"""`griya import` from end to end, on both databases: what it shows, what it writes, what it never does."""

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import event, select

from griya.accounts.models import Event
from griya.catalog.models import Category, Product, ProductRevision
from griya.core.db import db
from griya.registry.models import Producer, ProducerContact, Region
from tests.intake.conftest import FILES, REAL, Run, code_in, counts

ABROAD = ("--outside", "Kota Probolinggo, Jawa Timur", "--category", "makanan")
NAUGHTY = (
    *("'; DROP TABLE producer; --", "<script>alert(1)</script>", "{{ 7*7 }}", "%s%n", "Ｄapur", "دكان", "陈记饼家"),
    *("👩‍🍳 Dapur 🌶️", "A" * 120, "\u202egnirts", "Zalgo\u0310\u0311\u0312", "NULL", "ﬁlet"),
)


def write_csv(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_real_list_comes_in_and_each_refused_row_says_why(run: Run) -> None:
    dry = run(REAL, *ABROAD)
    assert dry.exit_code == 0
    assert "baris 47, 53, 58, kolom PERUSAHAAN: Isinya hanya “-”; tulis nama IKM." in dry.output
    assert dry.output.count("rusak oleh lembar kerja") == 6
    for line in ("Baris dibaca        68", "masuk             65", "ditolak           3", "Produk baru         82"):
        assert line in dry.output
    done = run(REAL, *ABROAD, "--confirm", code_in(dry))
    assert "Ditulis: 65 IKM dan 82 produk (draf)." in done.output
    assert counts()["producer"] == 65
    assert counts()["product"] == 82


def test_what_came_in_is_as_a_person_would_have_written_it(run: Run) -> None:
    run(REAL, *ABROAD, "--confirm", code_in(run(REAL, *ABROAD)))
    maker = db.session.scalars(select(Producer).where(Producer.name == "UD. Agung Sentosa")).one()
    assert maker.outside_region == "Kota Probolinggo, Jawa Timur"
    assert (maker.regency_id, maker.region_id, maker.standing) == (None, None, "listed")
    assert maker.address == "Jalan Argopuro III/1 RT.03 RW.04, Kel. Ketapang, Kec. Kademangan"
    contacts = db.session.execute(
        select(ProducerContact.channel, ProducerContact.value, ProducerContact.is_public)
        .where(ProducerContact.producer_id == maker.id)
        .order_by(ProducerContact.value)
    ).all()
    assert [tuple(row) for row in contacts] == [("phone", "+62335425943", False), ("phone", "+6281266321671", False)]
    names = db.session.scalars(
        select(ProductRevision.name_id).join(Product, ProductRevision.product_id == Product.id).order_by(Product.id)
    ).all()
    assert "Rengginang (Ikan, Udang, Cumi, Kepiting)" in names
    assert "Krupuk dan Kripik" in names
    revision = db.session.scalars(select(ProductRevision)).first()
    assert revision is not None
    assert (revision.number, revision.price_mode, revision.price_idr, revision.unit, revision.halal_status) == (
        1, "tanya", None, "pcs", "belum",
    )  # fmt: skip
    assert set(db.session.scalars(select(Product.state))) == {"draft"}


def test_two_makers_of_one_name_stay_two_with_slugs_of_their_own(run: Run) -> None:
    run(REAL, *ABROAD, "--confirm", code_in(run(REAL, *ABROAD)))
    found = db.session.execute(select(Producer.slug).where(Producer.name == "Terasi").order_by(Producer.id)).scalars()
    assert list(found) == ["terasi", "terasi-2"]


def test_an_outside_list_is_refused_row_by_row_until_it_is_told(run: Run) -> None:
    dry = run(REAL, "--category", "makanan")
    assert "ditolak           68" in dry.output
    assert "Kecamatan “Mayangan” tidak ada di Kalimantan Barat. Daerah luar hanya diterima" in dry.output
    assert "--confirm " not in dry.output


def test_a_dry_run_writes_nothing(run: Run) -> None:
    before = counts()
    run(REAL, *ABROAD)
    assert counts() == before


def test_importing_twice_adds_nothing(run: Run) -> None:
    code = code_in(run(REAL, *ABROAD))
    run(REAL, *ABROAD, "--confirm", code)
    before = counts()
    again = run(REAL, *ABROAD)
    assert "sudah ada         65" in again.output
    assert run(REAL, *ABROAD, "--confirm", code).exit_code == 1
    assert counts() == before


@pytest.mark.parametrize("change", ["file", "options", "mapping", "code"])
def test_a_code_is_good_for_one_file_read_in_one_way(run: Run, tmp_path: Path, change: str) -> None:
    file = tmp_path / "daftar.csv"
    file.write_bytes(REAL.read_bytes())
    arguments = [file, *ABROAD]
    code = code_in(run(*arguments))
    if change == "file":
        file.write_bytes(REAL.read_bytes().replace(b"SARI ASIH", b"SARI ASIK"))
    elif change == "options":
        arguments[2] = "Kab. Probolinggo, Jawa Timur"
    elif change == "mapping":
        arguments += ["--map", "TELP=abaikan"]
    else:
        code = "0000-0000"
    before = counts()
    refused = run(*arguments, "--confirm", code)
    assert refused.exit_code == 1
    assert "bukan untuk berkas, kolom dan pilihan ini" in refused.output
    assert counts() == before


def test_a_batch_is_one_event_that_names_the_file_and_the_sums(run: Run) -> None:
    code = code_in(run(REAL, *ABROAD))
    run(REAL, *ABROAD, "--confirm", code)
    batch = db.session.scalars(select(Event).where(Event.verb == "intake.imported")).one()
    assert batch.object_key == code
    assert batch.after is not None
    assert (batch.after["file"], batch.after["rows"], batch.after["refused"]) == ("ikm_olahan_ikan.csv", 68, 3)
    reasons = set(db.session.scalars(select(Event.reason).where(Event.verb != "intake.imported")))
    assert reasons == {f"Impor {code}"}


def test_a_failure_half_way_leaves_nothing(run: Run) -> None:
    code = code_in(run(REAL, *ABROAD))
    before = counts()

    written: list[Product] = []

    def fail(_mapper: object, _connection: object, product: Product) -> None:
        written.append(product)
        if len(written) == 30:
            raise OSError("disk full")

    event.listen(Product, "before_insert", fail)
    try:
        with pytest.raises(OSError, match="disk full"):
            run(REAL, *ABROAD, "--confirm", code)
    finally:
        event.remove(Product, "before_insert", fail)
    assert counts() == before


def test_each_problem_names_its_row_and_its_column(run: Run) -> None:
    output = run(FILES / "kode_kembar_nib_salah.csv").output
    for expected in (
        "baris 3, kolom Kode IKM: Sama dengan baris 2, tetapi nama IKM-nya lain.",
        "baris 4, kolom NIB: NIB terdiri atas tepat 13 angka dan boleh diawali 0. Angka 0 di depan mungkin hilang",
        "baris 5, kolom Harga: Harga “2.5000” bisa berarti lebih dari satu jumlah.",
        "baris 5, kolom Status Halal: Status halal “ya” belum jelas artinya.",
        "baris 6, kolom Harga: Mode harga meminta harga, tetapi harganya kosong.",
        "baris 6, kolom Berat Bersih: Berat “banyak” tidak terbaca",
        "baris 6, kolom Pesanan Minimum: Tidak boleh nol",
        "baris 7, kolom Satuan: Satuan “ember” tidak ada dalam daftar; dicatat seperti tertulis.",
        "baris 7, kolom Harga: Harga tidak disimpan",
        "masuk             2",
        "ditolak           4",
    ):
        assert expected in output, expected


def test_a_comma_that_shifts_the_columns_is_noticed(run: Run) -> None:
    output = run(FILES / "koma_menggeser_kolom.csv", "--category", "makanan").output
    assert "baris 2: Ada isi di kanan kolom terakhir yang berjudul" in output


def test_a_list_below_its_title_comes_in_with_the_kabupaten_told(run: Run) -> None:
    file = FILES / "bom_dan_judul_di_baris_keempat.csv"
    arguments = (file, "--regency", "Kab. Sambas", "--category", "makanan")
    run(*arguments, "--confirm", code_in(run(*arguments)))
    maker = db.session.scalars(select(Producer)).one()
    region = db.session.get_one(Region, maker.region_id)
    assert (maker.name, region.code) == ("Dapur Tebas", "61.01.04")


def test_cells_that_look_like_formulas_stay_text(run: Run, tmp_path: Path) -> None:
    file = FILES / "rumus.csv"
    dry = run(file)
    assert "Diawali tanda rumus" in dry.output
    run(file, "--confirm", code_in(dry))
    assert set(db.session.scalars(select(Producer.name))) == {'=HYPERLINK("http://contoh.test","Dapur")', "=1+1"}


@pytest.mark.parametrize("name", NAUGHTY)
def test_no_name_breaks_the_import(run: Run, tmp_path: Path, name: str) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Nama IKM", "Kabupaten", "Kecamatan", "Telp", "Produk", "Rak", "Satuan", "Cerita", "Email"])
    sheet.append([name, "Sambas", "Tebas", name, "Amplang", "Makanan", name[:20], name * 20, name])
    sheet.append([f"Dapur {name[:100]}", *[name] * 8])
    workbook.save(tmp_path / "a.xlsx")
    errors = tmp_path / "salah.xlsx"
    dry = run(tmp_path / "a.xlsx", "--errors", errors)
    assert dry.exit_code == 0
    run(tmp_path / "a.xlsx", "--confirm", code_in(dry))
    assert counts()["producer"] == 1
    assert run(errors).exit_code == 0


def test_shelves_can_be_told_by_the_words_of_the_list(run: Run) -> None:
    arguments = (
        REAL, "--outside", "Kota Probolinggo, Jawa Timur", "--category", "olahan-ikan-daging",
        "--category", "ANEKA OLAHAN KERUPUK=kerupuk-keripik",
    )  # fmt: skip
    run(*arguments, "--confirm", code_in(run(*arguments)))
    shelf = (
        select(Category.slug)
        .join(Product, Product.category_id == Category.id)
        .join(ProductRevision, ProductRevision.product_id == Product.id)
    )
    assert db.session.scalars(shelf.where(ProductRevision.name_id == "Kerupuk Petulo")).one() == "kerupuk-keripik"
    assert db.session.scalars(shelf.where(ProductRevision.name_id == "Abon Tuna")).one() == "olahan-ikan-daging"


def test_products_of_a_registered_maker_are_added_to_it(run: Run, tmp_path: Path) -> None:
    first = write_csv(
        tmp_path / "a.csv", "Kode IKM,Nama IKM,Kabupaten,Produk,Rak", "SBS-1,Dapur Satu,Sambas,Amplang,Makanan"
    )
    run(first, "--confirm", code_in(run(first)))
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Produk"
    sheet.append(["Kode IKM", "Nama Produk", "Rak"])
    sheet.append(["sbs-1", "AMPLANG", "Makanan"])
    sheet.append(["SBS-1", "Kerupuk Basah", "Makanan"])
    sheet.append(["SBS-9", "Hantu", "Makanan"])
    workbook.save(tmp_path / "b.xlsx")
    dry = run(tmp_path / "b.xlsx")
    assert "lembar Produk, baris 4, kolom Kode IKM: Kode IKM “SBS-9” tidak ada" in dry.output
    assert "lembar Produk, baris 2, kolom Nama Produk: Produk ini sudah ada" in dry.output
    run(tmp_path / "b.xlsx", "--confirm", code_in(dry))
    assert counts()["producer"] == 1
    assert counts()["product"] == 2


def test_a_product_of_a_refused_maker_is_refused_with_it(run: Run, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    makers, products = workbook.worksheets[0], workbook.create_sheet("Produk")
    makers.title = "IKM"
    makers.append(["Kode IKM", "Nama IKM", "Kabupaten"])
    makers.append(["A-1", "Dapur Satu", "Atlantis"])
    makers.append([None, "Dapur Kembar", "Sambas"])
    makers.append([None, "Dapur Kembar", "Sintang"])
    products.append(["Kode IKM", "Nama IKM", "Nama Produk", "Rak"])
    products.append(["A-1", None, "Amplang", "Makanan"])
    products.append([None, "Dapur Kembar", "Kerupuk", "Makanan"])
    workbook.save(tmp_path / "a.xlsx")
    output = run(tmp_path / "a.xlsx").output
    assert "lembar Produk, baris 2, kolom Kode IKM: IKM-nya (baris 2) ditolak" in output
    assert "lembar Produk, baris 3, kolom Nama IKM: Ada 2 IKM bernama “Dapur Kembar”; isi Kode IKM." in output


def test_codes_that_griya_makes_itself_are_not_invented_by_a_file(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", "Kode IKM,Nama IKM,Kabupaten", "IKM-00002,Dapur Satu,Sambas")
    assert "dibuat oleh Griya" in run(file).output


def test_rows_of_one_maker_are_put_together(run: Run, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "a.csv",
        "Nama IKM,Kabupaten,Alamat,Produk,Rak,Harga",
        "Dapur Satu,Sambas,Jl. A,Amplang,Makanan,25000",
        "DAPUR SATU,Kab. Sambas,JL. A,Kerupuk,Makanan,15000",
    )
    dry = run(file)
    assert "baris 3, kolom Nama IKM: IKM yang sama dengan baris 2; produknya digabung." in dry.output
    run(file, "--confirm", code_in(dry))
    assert (counts()["producer"], counts()["product"]) == (1, 2)
    assert set(db.session.scalars(select(ProductRevision.price_idr))) == {25_000, 15_000}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Sebutkan berkasnya"),
        (("tidak-ada.xlsx",), "tidak ada"),
        ((REAL, "--mode", "perbarui"), "Mode perbarui belum tersedia"),
        ((REAL, "--category", "sepatu"), "rak “sepatu” tidak ada"),
        ((REAL, "--category", "makanan", "--category", "minuman"), "hanya boleh satu"),
        ((REAL, "--regency", "Atlantis"), "bukan kabupaten/kota di Kalimantan Barat"),
        ((REAL, "--regency", "Sambas", "--outside", "Kuching"), "tidak dapat dipakai bersama"),
        ((REAL, "--outside", " "), "nama tempat"),
        ((REAL, "--map", "PERUSAHAAN=entah"), "Tujuan “entah” tidak dikenal"),
        ((REAL, "--map", "PERUSAHAAN=abaikan"), "Tidak ada kolom nama IKM"),
        ((REAL, "--sheet", "IKM"), "tidak berlembar"),
        ((REAL, "--errors", "salah.pdf"), "harus berakhir dengan"),
        ((REAL, "--errors", REAL), "tidak ditimpa"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, arguments: tuple[object, ...], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_an_empty_database_asks_for_its_reference_data(context: object) -> None:
    from click.testing import CliRunner

    from griya.intake.cli import import_command

    result = CliRunner().invoke(import_command, [str(REAL), *ABROAD])
    assert result.exit_code == 1
    assert "Data wilayah belum dimuat" in result.output

"""`griya import`: a dry run that shows everything and writes nothing, and the confirmed run after it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError

from griya.core import unit_of_work
from griya.core.clock import today
from griya.core.db import db
from griya.core.errors import Refused
from griya.intake import actions, queries, refusals, report, template
from griya.intake.rules.cells import clean
from griya.intake.rules.columns import BadMapping, Column, map_columns, missing_fields, parse_told
from griya.intake.rules.places import NoPlace, Typed
from griya.intake.rules.plan import Options, Outcome, Plan, confirmation_code, make_plan
from griya.intake.rules.tables import Book
from griya.intake.sources import UnreadableFile, open_book

TEMPLATE_NAME = "templat-ikm.xlsx"
_MODES = ("tambah", "perbarui")
_PATH = click.Path(path_type=Path)


@click.command("import")
@click.argument("file", type=_PATH, required=False)
@click.option("--map", "pairs", multiple=True, metavar="KOLOM=TUJUAN", help="Arti sebuah kolom; boleh diulang.")
@click.option(
    "--category", "categories", multiple=True, metavar="RAK", help="Rak bawaan, atau TEKS=RAK; boleh diulang."
)
@click.option("--regency", metavar="NAMA", help="Kabupaten/kota untuk baris yang tidak menyebutnya.")
@click.option(
    "--outside",
    metavar="TEMPAT",
    help='Terima IKM dari luar Kalimantan Barat, misalnya "Kota Probolinggo, Jawa Timur".',
)
@click.option("--sheet", metavar="NAMA", help="Lembar yang dibaca, bila bukan IKM dan Produk.")
@click.option(
    "--mode", type=click.Choice(_MODES), default="tambah", show_default=True, help="Yang sudah ada: dilewati."
)
@click.option("--errors", type=_PATH, metavar="BERKAS", help="Tulis baris yang ditolak ke .csv atau .xlsx.")
@click.option("--confirm", "code", metavar="KODE", help="Tulis ke basis data; kodenya disebut oleh pemeriksaan.")
@click.option(
    "--template",
    "blank",
    type=_PATH,
    is_flag=False,
    flag_value=Path(TEMPLATE_NAME),
    metavar="[BERKAS]",
    help="Tulis buku kerja kosong untuk diisi.",
)
@with_appcontext
def import_command(
    file: Path | None,
    pairs: tuple[str, ...],
    categories: tuple[str, ...],
    regency: str | None,
    outside: str | None,
    sheet: str | None,
    mode: str,
    errors: Path | None,
    code: str | None,
    blank: Path | None,
) -> None:
    """Periksa daftar IKM dan produk dari Excel atau CSV, lalu masukkan sesudah dikonfirmasi.

    Tanpa --confirm tidak ada yang ditulis ke basis data. Tata letaknya ada di docs/import.md.
    """
    try:
        if blank is not None:
            _write_template(blank, file)
            return
        if file is None:
            raise click.UsageError("Sebutkan berkasnya, misalnya: griya import daftar.xlsx")
        if mode != "tambah":
            raise UnreadableFile("Mode perbarui belum tersedia. Pakai --mode tambah; yang sudah terdaftar dilewati.")
        if errors is not None:
            refusals.check_target(errors, (".csv", ".xlsx"), file)
        options = _options(mode=mode, outside=outside, regency=regency, categories=categories, sheet=sheet)
        book = open_book(file, sheet=options.sheet)
        mapping = _mapping(book, pairs)
        _run(file, book, mapping, options, errors=errors, code=code)
    except (UnreadableFile, BadMapping, NoPlace, Refused) as error:
        raise click.ClickException(_printable(str(error))) from error
    except IntegrityError as error:
        raise click.ClickException(
            "Basis data berubah sementara impor berjalan; tidak ada yang ditulis. Periksa sekali lagi tanpa --confirm."
        ) from error


def _options(
    *, mode: str, outside: str | None, regency: str | None, categories: Sequence[str], sheet: str | None
) -> Options:
    place = None if outside is None else clean(outside)
    if place is not None and not 3 <= len(place) <= 120:
        raise UnreadableFile(
            '--outside berisi nama tempat, 3 sampai 120 huruf, misalnya "Kota Probolinggo, Jawa Timur".'
        )
    if place and regency:
        raise UnreadableFile("--outside dan --regency tidak dapat dipakai bersama.")
    named = None if regency is None else clean(regency)
    return Options(mode, place, named, tuple(clean(value) for value in categories), sheet)


def _mapping(book: Book, pairs: Sequence[str]) -> dict[str, tuple[Column, ...]]:
    """The meaning of every column; shown before anything else, also when it cannot be used."""
    told = parse_told([clean(pair) for pair in pairs], [(table.kind, table.headings) for table in book.tables])
    mapping = {table.name: map_columns(table.headings, table.kind, told) for table in book.tables}
    for line in (*book.notes, *report.column_lines(book, mapping)):
        click.echo(_printable(line))
    missing = [text for table in book.tables for text in missing_fields(mapping[table.name], table.kind)]
    if missing:
        raise BadMapping(" ".join(missing))
    return mapping


def _run(
    file: Path,
    book: Book,
    mapping: Mapping[str, Sequence[Column]],
    options: Options,
    *,
    errors: Path | None,
    code: str | None,
) -> None:
    expected = confirmation_code(book, mapping, options)
    if code is None:
        plan = _plan(book, mapping, options)
        db.session.rollback()
        _show(plan, book, errors)
        _say_how_to_confirm(plan, expected)
        return
    if code.strip().upper().replace("-", "") != expected.replace("-", ""):
        raise UnreadableFile(
            f"Kode {_printable(code)[:20]} bukan untuk berkas, kolom dan pilihan ini. "
            "Tidak ada yang ditulis; periksa lagi tanpa --confirm."
        )
    with unit_of_work.command():
        plan = _plan(book, mapping, options)
        _show(plan, book, errors)
        if not plan.producers:
            raise UnreadableFile("Tidak ada yang baru untuk ditulis.")
        imported = _write(plan, expected, _source(file, book, options))
    click.echo(f"Ditulis: {imported.producers} IKM dan {imported.products} produk (draf). Kode impor {expected}.")


def _plan(book: Book, mapping: Mapping[str, Sequence[Column]], options: Options) -> Plan:
    known = queries.load_known(options.categories)
    if options.regency is not None:
        known.gazetteer.settle(Typed(regency=options.regency))  # refuses a name that is none, once and not per row
    return make_plan(book, mapping, options, known, on=today())


def _show(plan: Plan, book: Book, errors: Path | None) -> None:
    for line in (*report.finding_lines(plan), *report.summary_lines(plan)):
        click.echo(_printable(line))
    if errors is not None:
        written = refusals.write_refused(errors, book, plan, report.reasons_by_row(plan))
        said = f"{written} baris yang ditolak ditulis ke {errors}." if written else "Tidak ada baris yang ditolak."
        click.echo(_printable(said))


def _say_how_to_confirm(plan: Plan, code: str) -> None:
    click.echo("")
    if not plan.producers:
        click.echo("Belum ada yang ditulis, dan tidak ada yang baru untuk ditulis.")
        return
    refused = " (baris yang ditolak tidak ikut)" if plan.count(Outcome.REFUSED) else ""
    click.echo("Ini baru pemeriksaan; belum ada yang ditulis.")
    click.echo(f"Untuk memasukkannya{refused}, jalankan perintah yang sama ditambah: --confirm {code}")


def _write(plan: Plan, code: str, source: dict[str, Any]) -> actions.Imported:
    with click.progressbar(length=len(plan.producers), label="Menulis") as bar:
        return actions.import_plan(plan=plan, code=code, source=source, on_progress=lambda: bar.update(1))


def _source(file: Path, book: Book, options: Options) -> dict[str, Any]:
    return {
        "file": _printable(file.name)[:200],
        "sha256": book.digest,
        "mode": options.mode,
        "outside": options.outside,
        "regency": options.regency,
    }


def _write_template(path: Path, file: Path | None) -> None:
    if file is not None:
        raise click.UsageError("--template menulis buku kerja kosong; jangan menyebut berkas lain di sampingnya.")
    refusals.check_target(path, (".xlsx",))
    regencies, shelves = queries.regency_labels(), queries.category_names()
    db.session.rollback()
    if not shelves:
        raise UnreadableFile("Daftar rak belum dimuat di basis data ini; jalankan Griya sekali (make run) lebih dulu.")
    try:
        template.write_template(path, regencies=regencies, shelves=shelves)
    except OSError as error:
        raise UnreadableFile(f"Berkas {path} tidak dapat ditulis.") from error
    click.echo(_printable(f"Ditulis: {path}. Isi lembar IKM dan Produk, lalu jalankan: griya import {path}"))


def _printable(text: str) -> str:
    """Text from a file or a command line without what a terminal would obey or cannot print."""
    return "".join(c if c.isprintable() else " " for c in text.encode("utf-8", "replace").decode())

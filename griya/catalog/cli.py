"""Commands around the photos of products, the words of the search, and the upkeep of the catalogue's own records."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from griya.catalog import actions
from griya.catalog.actions import search_words
from griya.catalog.models import PhotoRole, Product
from griya.catalog.models.search import VariantKind
from griya.catalog.queries.lookup.upkeep import rebuild
from griya.catalog.queries.lookup.vocabulary import list_variants
from griya.catalog.queries.photos import find_product_by_slug, list_stored_photos
from griya.catalog.queries.search import search
from griya.catalog.queries.search_words import find_variant
from griya.catalog.rules.photos import PHOTO_ROLE_LABELS
from griya.core import pictures, unit_of_work
from griya.core.errors import Doubtful


@click.group("photo")
def photo_group() -> None:
    """Foto produk: tambah, daftar, hapus."""


@photo_group.command("add")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--role", type=click.Choice([role.value for role in PhotoRole]), required=True, help="Peran foto.")
@click.option("--alt-id", required=True, help="Apa yang terlihat di foto, dalam bahasa Indonesia.")
@click.option("--alt-en", default="", help="Yang sama dalam bahasa Inggris; wajib bila produk tayang.")
@click.option("--focal", nargs=2, type=float, default=(0.5, 0.5), help="Titik yang tidak boleh terpotong, 0 sampai 1.")
@click.option("--credit", default="", help="Nama pemotret.")
@click.option("--rights", default="", help="Izin pemakaian.")
@with_appcontext
def add_command(
    slug: str, file: Path, role: str, alt_id: str, alt_en: str, focal: tuple[float, float], credit: str, rights: str
) -> None:
    """Tambahkan FILE sebagai foto produk SLUG."""
    try:
        picture = pictures.render(pictures.read_file(file), _media_folder())
    except pictures.UnusablePicture as error:
        raise click.ClickException(str(error)) from error
    with unit_of_work.command():
        photo = actions.add_photo(
            product=_product(slug),
            source=picture,
            role=role,
            alt_id=alt_id,
            alt_en=alt_en,
            media_folder=_media_folder(),
            focal=focal,
            credit=credit,
            rights=rights,
        )
        number = photo.position
    kilobytes = sum(stored.size_bytes for stored in picture.files) // 1000
    click.echo(
        f"Foto {number} ditambahkan: {len(picture.files)} berkas, {kilobytes} kB, "
        f"{sum(picture.cpu.values()):.1f} detik prosesor."
    )


@photo_group.command("list")
@click.argument("slug")
@with_appcontext
def list_command(slug: str) -> None:
    """Daftar foto produk SLUG."""
    photos = list_stored_photos(_product(slug).id)
    for photo in photos:
        label = PHOTO_ROLE_LABELS[PhotoRole(photo.role)]
        click.echo(f"{photo.position}  {label}  {photo.width} × {photo.height}  {photo.alt_id}")
    if not photos:
        click.echo("Produk ini belum punya foto.")


@photo_group.command("remove")
@click.argument("slug")
@click.argument("number", type=int)
@with_appcontext
def remove_command(slug: str, number: int) -> None:
    """Hapus foto ke-NUMBER (lihat `griya photo list`) dari produk SLUG."""
    with unit_of_work.command():
        unused = actions.remove_photo(product=_product(slug), position=number)
    for name in unused:
        (_media_folder() / name).unlink(missing_ok=True)
    click.echo(f"Foto {number} dihapus.")


@click.group("search")
def search_group() -> None:
    """Pencarian: indeks dan padanan kata."""


@search_group.command("rebuild")
@with_appcontext
def rebuild_command() -> None:
    """Bangun ulang indeks pencarian dari katalog; perlu setelah data dimuat tanpa lewat Griya."""
    with unit_of_work.command():
        count = rebuild()
    click.echo(f"Indeks pencarian dibangun ulang: {count} dokumen.")


@search_group.command("find")
@click.argument("text")
@click.option("--literal", is_flag=True, help="Cari kata persis seperti diketik.")
@with_appcontext
def find_command(text: str, literal: bool) -> None:
    """Tampilkan cara TEXT dipahami dan apa yang ditemukan."""
    results = search(text, literal=literal)
    if results.corrected:
        click.echo(f"Menampilkan hasil untuk “{results.corrected}”")
    click.echo(f"{results.products.total} produk")
    for card in results.products.items:
        click.echo(f"  {card.code}  {card.name}  ({card.producer_name})")
    others = (*results.producers, *results.shelves)
    for name in (*(one.name for one in others), *(place.label for place in results.places)):
        click.echo(f"  {name}")


@search_group.command("variants")
@with_appcontext
def variants_command() -> None:
    """Daftar padanan kata."""
    for row in list_variants():
        off = ", dimatikan" if row.disabled_at else ""
        click.echo(f"{row.variant} = {row.canonical}  ({row.kind}{off})")


@search_group.command("put-variant")
@click.argument("variant")
@click.argument("canonical")
@click.option("--kind", type=click.Choice([kind.value for kind in VariantKind]), default="spelling", show_default=True)
@click.option("--reason", default="", help="Alasan, untuk riwayat.")
@click.option("--yes", is_flag=True, help="Catat juga bila ada yang perlu dipikirkan dulu.")
@with_appcontext
def put_variant_command(variant: str, canonical: str, kind: str, reason: str, yes: bool) -> None:
    """Catat bahwa VARIANT berarti CANONICAL."""
    try:
        with unit_of_work.command():
            search_words.create_variant(
                variant=variant, canonical=canonical, kind=kind, is_confirmed=yes, reason=reason
            )
    except Doubtful as doubt:
        raise click.ClickException(f"{doubt} Bila memang begitu, tambahkan --yes.") from doubt
    click.echo(f"Dicatat: {variant} = {canonical}.")


@search_group.command("remove-variant")
@click.argument("variant")
@click.argument("canonical")
@click.option("--reason", required=True, help="Alasan, untuk riwayat.")
@with_appcontext
def remove_variant_command(variant: str, canonical: str, reason: str) -> None:
    """Hapus padanan VARIANT = CANONICAL."""
    with unit_of_work.command():
        row = find_variant(variant, canonical)
        if row is None:
            raise click.ClickException("Tidak ada padanan kata itu.")
        search_words.remove_search_word(row=row, reason=reason)
    click.echo(f"Dihapus: {variant} = {canonical}.")


def _media_folder() -> Path:
    return Path(current_app.config["MEDIA_FOLDER"])


def _product(slug: str) -> Product:
    product = find_product_by_slug(slug)
    if product is None:
        raise click.ClickException(f"Tidak ada produk {slug}.")
    return product


@click.group("catalog")
def catalog_group() -> None:
    """Katalog: pemeliharaan."""


@catalog_group.command("prune-changes")
@click.option("--keep", type=click.IntRange(1), default=10_000, show_default=True, help="Perubahan yang disimpan.")
@with_appcontext
def prune_changes_command(keep: int) -> None:
    """Hapus catatan perubahan katalog yang lama. Aman dijalankan kapan saja, misalnya setiap malam."""
    with unit_of_work.command():
        forgotten = actions.prune_changes(keep=keep)
    click.echo(f"{forgotten} catatan perubahan dihapus.")

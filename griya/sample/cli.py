"""Commands around the sample catalogue."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from griya.core import unit_of_work
from griya.sample import actions
from griya.sample.curating import has_sample_reviews, load_sample_reviews
from griya.sample.illustrations import add_sample_pictures


@click.group("sample")
def sample_group() -> None:
    """Data contoh: muat atau hapus."""


@sample_group.command("load")
@with_appcontext
def load_command() -> None:
    """Muat katalog contoh, bila belum ada."""
    with unit_of_work.command():
        if actions.is_loaded():
            raise click.ClickException("Data contoh sudah ada.")
        loaded = actions.load_sample()
        if not has_sample_reviews():
            load_sample_reviews()
    click.echo(f"Dimuat: {loaded.producers} IKM, {loaded.products} produk, {loaded.selections} pilihan.")


@sample_group.command("remove")
@with_appcontext
def remove_command() -> None:
    """Hapus semua data contoh. Permintaan yang sudah masuk tetap ada."""
    with unit_of_work.command():
        removed = actions.remove_sample()
    click.echo(f"Dihapus: {removed.producers} IKM, {removed.products} produk, {removed.selections} pilihan.")


@sample_group.command("pictures")
@with_appcontext
def pictures_command() -> None:
    """Beri produk contoh gambarnya, bila belum ada. Boleh dihentikan dan diulang."""
    added = add_sample_pictures(media_folder=Path(current_app.config["MEDIA_FOLDER"]))
    click.echo(f"Ditambahkan: {added} gambar.")

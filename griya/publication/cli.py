"""Commands that publish: the nightly dump, and tidying the share pictures."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from griya.core.share import kept
from griya.publication.dump import dump


@click.command("dump")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder tujuan arsip."
)
@with_appcontext
def dump_command(folder: Path) -> None:
    """Tulis semua data terbuka ke satu arsip di FOLDER."""
    settings = current_app.config["SETTINGS"]
    with current_app.test_request_context(base_url=settings.public_url):
        written = dump(folder.absolute(), office=settings.office.name)
    told = ", ".join(f"{table} {count}" for table, count in written.rows.items())
    click.echo(f"{written.path.name}: {told} ({written.size_bytes:,} bita)")


@click.group("share")
def share_group() -> None:
    """Gambar bagikan."""


@share_group.command("tidy")
@click.option("--days", type=click.IntRange(1), default=30, show_default=True, help="Hapus yang lebih tua dari ini.")
@with_appcontext
def tidy_command(days: int) -> None:
    """Hapus gambar bagikan lama; yang masih dipakai digambar lagi saat diminta."""
    gone = kept.tidy(current_app.config["SETTINGS"].instance / kept.FOLDER, days=days)
    click.echo(f"{gone} gambar dihapus.")

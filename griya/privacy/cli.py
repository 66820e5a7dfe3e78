"""`griya privacy`: sweep what is past its term, and what a person may ask, from a shell."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from griya.config import Settings
from griya.core import unit_of_work
from griya.core.clock import now
from griya.core.db import db
from griya.core.private import references
from griya.privacy.actions.requests import erase_by_reference, erase_person
from griya.privacy.actions.sweep import forget_the_pages, remove_files, sweep
from griya.privacy.queries import list_erased
from griya.privacy.queries.due import count_due
from griya.privacy.queries.person import count_of, everything_about, person_called, readable
from griya.privacy.rules import TERMS, Kind


@click.group("privacy")
def privacy_group() -> None:
    """Data pribadi: masa simpan, hapus, salinan untuk orangnya."""


@privacy_group.command("sweep")
@click.option("--dry-run", is_flag=True, help="Hitung saja; tidak ada yang dihapus.")
@with_appcontext
def sweep_command(dry_run: bool) -> None:
    """Hapus yang habis masa simpannya dan laporkan; griya serve melakukannya tiap malam."""
    if dry_run:
        counts = {str(kind): number for kind, number in count_due(now()).items()}
        db.session.rollback()
    else:
        counts = sweep(letters_folder=letters_folder()).counts
        references.sweep(current_app.config["PRIVATE_FOLDER"])
    for kind, number in counts.items():
        click.echo(f"{TERMS[Kind(kind)].name}: {number}")
    click.echo(f"{'Akan dihapus' if dry_run else 'Dihapus'}: {sum(counts.values())}")


@privacy_group.command("export")
@click.argument("contact")
@click.option("--to", "target", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder baru.")
@with_appcontext
def export_command(contact: str, target: Path) -> None:
    """Tulis semua data tentang satu orang (telepon atau e-mail) sebagai JSON dan sebagai teks."""
    found = everything_about(person_called(contact))
    db.session.rollback()
    target.mkdir(parents=True, mode=0o700)
    (target / "data.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    (target / "data.txt").write_text(readable(found), encoding="utf-8")
    click.echo(f"{len(found['permintaan'])} permintaan, {len(found['surat'])} surat di {target}")


@privacy_group.command("erase")
@click.argument("contact")
@click.option("--yes", is_flag=True, help="Tanpa bertanya.")
@with_appcontext
def erase_command(contact: str, yes: bool) -> None:
    """Hapus data satu orang dari semua permintaan dan surat."""
    person = person_called(contact)
    counts = count_of(person)
    db.session.rollback()
    click.echo(", ".join(f"{number} {name}" for name, number in counts.items()))
    if not yes:
        click.confirm("Hapus? Ini tidak dapat dibatalkan", abort=True)
    with unit_of_work.command():
        number, message_ids = erase_person(person=person, actor_id=None)
    remove_files(folder=letters_folder(), message_ids=message_ids)
    forget_the_pages()
    click.echo(f"{number} permintaan dihapus datanya")


@privacy_group.command("erased")
@with_appcontext
def erased_command() -> None:
    """Nomor permintaan yang datanya sudah dihapus; simpan di samping cadangan."""
    for reference in list_erased():
        click.echo(reference)


@privacy_group.command("erase-again")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def erase_again_command(file: Path) -> None:
    """Hapus lagi, sesudah cadangan dipulihkan: FILE berisi keluaran griya privacy erased."""
    wanted = file.read_text(encoding="utf-8").split()
    with unit_of_work.command():
        number, message_ids = erase_by_reference(references=wanted)
    remove_files(folder=letters_folder(), message_ids=message_ids)
    forget_the_pages()
    click.echo(f"{number} permintaan dihapus datanya")


def letters_folder() -> Path:
    """Where letters lie as files when there is no mail server."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.instance / "outbox"

"""The `griya` command: composes the features' commands and adds those of the ground floor."""

import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from alembic.util.exc import CommandError
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import DBAPIError

from griya import chores, serving, upkeep
from griya.accounts.cli import account_group
from griya.accounts.queries.seals import list_broken_seals, missing_triggers, seal_state
from griya.app import create_app
from griya.catalog.cli import catalog_group, photo_group, search_group
from griya.catalog.queries.lookup.upkeep import follow_the_rules
from griya.config import Settings, SettingsError
from griya.core import outbox, schema, unit_of_work
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.private import references, store
from griya.core.text import moment
from griya.intake.cli import import_command
from griya.privacy.cli import privacy_group
from griya.publication.cli import dump_command, share_group
from griya.sample.cli import sample_group
from griya.serving import StartError
from griya.upkeep import UpkeepError

_OWN_ERRORS = (SettingsError, StartError, UpkeepError)
# What a look at the instance reads again; `griya record check` reads all of it.
NEWEST_SEALS = 20
_LEAST_FREE_BYTES = 500_000_000


class Griya(click.Group):
    """A group whose expected errors are one sentence, never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command named."""
        try:
            return super().invoke(ctx)
        except (*_OWN_ERRORS, Refused) as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            raise click.ClickException(serving.database_sentence(error)) from error


def _environ(instance: str | None, port: int | None = None) -> Mapping[str, str]:
    """The environment with what the command line says on top; without `GRIYA_MODE` the instance is a local one."""
    environ = dict(os.environ)
    environ.setdefault("GRIYA_MODE", "local")
    if instance:
        environ["GRIYA_INSTANCE"] = instance
    if port is not None and environ["GRIYA_MODE"] == "local" and not environ.get("GRIYA_PUBLIC_URL"):
        environ["GRIYA_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    return environ


def _settings(port: int | None = None) -> Settings:
    instance = click.get_current_context().find_root().params.get("instance")
    return Settings.from_env(_environ(instance, port))


@contextmanager
def _application() -> Iterator[Flask]:
    """The application for one command, with its context."""
    app = create_app(_settings())
    with app.app_context():
        yield app


@click.group(cls=Griya, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--instance", metavar="FOLDER", help="Folder basis data, media dan kotak keluar (GRIYA_INSTANCE).")
@click.pass_context
def griya(ctx: click.Context, instance: str | None) -> None:
    """Griya IKM: etalase dan katalog IKM Kalimantan Barat."""
    del instance
    # Features' commands use Flask's `with_appcontext`, which finds its application here.
    ctx.obj = ScriptInfo(create_app=lambda: create_app(_settings()))


@griya.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat yang didengarkan.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Porta; 0: sembarang.")
@click.option("--sample", type=click.Choice(["yes", "no"]), default="yes", help="Katalog contoh bila katalog kosong.")
@click.option("--worker/--no-worker", default=True, help="Kirim kotak keluar dari proses ini juga.")
def serve_command(host: str, port: int, sample: str, worker: bool) -> None:
    """Jalankan Griya; instans lokal disiapkan lebih dulu."""
    listener = serving.claim_port(host, port)
    settings = _settings(listener.getsockname()[1])
    serving.serve(settings, listener, sample=sample == "yes", worker=worker, say=_say)


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


@griya.command("load-reference")
def load_reference_command() -> None:
    """Muat data rujukan: wilayah, lokapasar, kosakata, slot. Mengulanginya tidak mengubah apa-apa."""
    with _application():
        serving.load_reference_data()
    click.echo("Data rujukan lengkap.")


@griya.group("db")
def db_group() -> None:
    """Skema basis data."""


@db_group.command("upgrade")
@click.argument("target", default="head")
def db_upgrade_command(target: str) -> None:
    """Naikkan skema ke TARGET, semua atau tidak sama sekali."""
    _migrate(target, down=False)


@db_group.command("downgrade")
@click.argument("target")
def db_downgrade_command(target: str) -> None:
    """Turunkan skema ke TARGET, misalnya -1 (tulis: griya db downgrade -- -1)."""
    _migrate(target, down=True)


def _migrate(target: str, *, down: bool) -> None:
    settings = _settings()
    serving.check_instance(settings)
    app = create_app(settings)
    with app.app_context():
        try:
            before, after = upkeep.migrate(db.engine, target, down=down)
        except CommandError as error:
            raise UpkeepError(f"Skema tidak berubah: {error}") from error
        if after == schema.head():
            with unit_of_work.command():
                follow_the_rules()
    click.echo(f"Skema: {before or 'kosong'} -> {after or 'kosong'}")


@db_group.command("current")
def db_current_command() -> None:
    """Tampilkan revisi basis data dan revisi program."""
    with _application(), db.engine.connect() as connection:
        click.echo(f"{schema.current(connection) or 'kosong'} (program: {schema.head()})")


@db_group.command("check")
def db_check_command() -> None:
    """Gagal bila model dan basis data tidak sama."""
    with _application(), db.engine.connect() as connection:
        try:
            schema.check(connection)
        except CommandError as error:
            raise UpkeepError(f"Model dan basis data berbeda: {error}") from error
    click.echo("Model dan basis data sama.")


@griya.group("outbox")
def outbox_group() -> None:
    """Kotak keluar: surat yang menunggu dikirim."""


@outbox_group.command("send")
@click.option("--watch", is_flag=True, help="Terus mengirim sampai dihentikan.")
@click.option("--interval", type=click.FloatRange(0.1, 3600), default=5.0, help="Detik antara putaran (5).")
@click.option("--limit", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="Surat per putaran.")
def outbox_send_command(watch: bool, interval: float, limit: int) -> None:
    """Kirim yang sudah waktunya. Status 1 bila ada yang gagal."""
    app = create_app(_settings())
    while True:
        sent, failed = serving.send_outbox(app, limit=limit)
        if not watch or sent or failed:
            _say(_outbox_line(app, sent, failed))
        if not watch:
            sys.exit(1 if failed else 0)
        time.sleep(interval)


def _outbox_line(app: Flask, sent: int, failed: int) -> str:
    with app.app_context():
        health = outbox.health()
        db.session.rollback()
    return (
        f"terkirim {sent}, gagal {failed}, menunggu {health.waiting}, menyerah {health.given_up}, "
        f"kembali {health.bounced}"
    )


@griya.command("backup")
@click.argument("target", type=click.Path(path_type=Path), metavar="OUT")
def backup_command(target: Path) -> None:
    """Salin instans ini ke folder OUT, juga selagi berjalan."""
    copied = upkeep.back_up(_settings(), target.absolute())
    click.echo(f"Cadangan lengkap dan utuh: {copied.files} berkas, {copied.size_bytes:,} bita di {target}")


@griya.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="IN")
@click.argument("target", type=click.Path(path_type=Path), metavar="NEWINSTANCE")
def restore_command(source: Path, target: Path) -> None:
    """Buat instans baru NEWINSTANCE dari cadangan IN."""
    copied = upkeep.restore(source.absolute(), target.absolute())
    click.echo(f"Pulih dan utuh: {copied.files} berkas. Jalankan dengan: make run INSTANCE={target}")


@griya.command("doctor")
def doctor_command() -> None:
    """Periksa instans ini: tampilkan keadaannya, status 1 bila ada yang perlu dibenahi."""
    settings = _settings()
    problems: list[str] = []
    click.echo(f"Python {sys.version.split()[0]}; modus {'local' if settings.is_local else 'production'}")
    click.echo(f"Instans: {settings.instance} ({upkeep.file_system(settings.instance) or 'tidak diketahui'})")
    for note in serving.storage_notes(settings):
        (problems.append if note.startswith("PERINGATAN") else click.echo)(note)
    serving.check_instance(settings)
    if (free := shutil.disk_usage(settings.instance).free) < _LEAST_FREE_BYTES:
        problems.append(f"PERINGATAN: tinggal {free // 1_000_000} MB di cakram instans.")
    with _application() as app:
        with db.engine.connect() as connection:
            current, head = schema.current(connection), schema.head()
        if current != head:
            problems.append(f"PERINGATAN: skema {current or 'kosong'}, program {head}: jalankan griya db upgrade.")
        else:
            click.echo(f"Skema: {current}")
            problems += _outbox_problems(app)
            problems += _record_problems(newest=NEWEST_SEALS)
            problems += _private_problems(app)
    for problem in problems:
        click.echo(problem)
    sys.exit(1 if problems else 0)


def _private_problems(app: Flask) -> list[str]:
    digests = references.referenced()
    db.session.rollback()
    lost = store.faults(app.config["PRIVATE_FOLDER"], digests)
    click.echo(f"Dokumen pribadi: {len(digests)} dipakai, {len(lost)} hilang atau berubah")
    return [f"PERINGATAN: dokumen pribadi {digest[:12]}… hilang atau berubah: ambil dari cadangan." for digest in lost]


@griya.group("files")
def files_group() -> None:
    """Dokumen pribadi: surat izin dan bukti yang hanya dilihat petugas."""


@files_group.command("tidy")
def files_tidy_command() -> None:
    """Hapus berkas yang tidak dipakai lagi; griya serve juga melakukannya tiap jam."""
    with _application() as app:
        click.echo(f"{references.sweep(app.config['PRIVATE_FOLDER'])} berkas dihapus")


@griya.group("record")
def record_group() -> None:
    """Catatan: siapa berbuat apa."""


@record_group.command("seal")
def record_seal_command() -> None:
    """Segel catatan yang sudah mapan; griya serve juga melakukannya tiap jam."""
    app = create_app(_settings())
    click.echo(f"{chores.seal_record(app)} catatan disegel")


@record_group.command("check")
def record_check_command() -> None:
    """Baca lagi seluruh catatan dan bandingkan dengan segelnya. Status 1 bila ada yang berubah."""
    with _application():
        problems = _record_problems()
    for problem in problems:
        click.echo(problem)
    sys.exit(1 if problems else 0)


def _record_problems(newest: int | None = None) -> list[str]:
    """What is wrong with the record: a trigger that is gone, or a seal that no longer fits."""
    missing = missing_triggers()
    problems = [f"PERINGATAN: pemicu {name} hilang; catatan dapat diubah." for name in missing]
    problems += [
        f"PERINGATAN: catatan nomor {one.first_id} sampai {one.last_id} tidak lagi sama dengan segelnya."
        for one in list_broken_seals(newest)
    ]
    events, sealed, digest = seal_state()
    click.echo(f"Catatan: {events}, {sealed} tersegel{f', segel terakhir {digest[:16]}…' if digest else ''}")
    return problems


def _outbox_problems(app: Flask) -> list[str]:
    settings: Settings = app.config["SETTINGS"]
    health = outbox.health()
    place = "SMTP" if settings.smtp_url else f"berkas di {settings.instance / 'outbox'} (GRIYA_SMTP_URL tidak diisi)"
    click.echo(f"Kotak keluar: {health.waiting} menunggu, {health.sent} terkirim, ke {place}")
    problems = []
    if late := outbox.waiting_since():
        problems.append(f"PERINGATAN: surat tertua menunggu sejak {moment(late)}: server surat atau pengirimnya diam.")
    if health.unreached:
        problems.append(f"PERINGATAN: {health.unreached} surat tidak sampai dan penerimanya belum dihubungi.")
    return problems


for _command in (
    account_group,
    catalog_group,
    dump_command,
    import_command,
    photo_group,
    privacy_group,
    sample_group,
    search_group,
    share_group,
):
    griya.add_command(_command)


def main() -> None:
    """Run the command line. What it writes is for its own user alone: an instance holds people's telephone numbers."""
    os.umask(0o077)
    griya(prog_name="griya")

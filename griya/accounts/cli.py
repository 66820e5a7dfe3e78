"""Commands around accounts: the first administrator is made here, because there is no default one."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import with_appcontext

from griya.accounts import actions, queries
from griya.accounts.actions import links, staff
from griya.accounts.letters import Site
from griya.accounts.models import Role
from griya.accounts.rules import ROLE_NAMES
from griya.accounts.rules.access import ASSIGNABLE
from griya.accounts.rules.staff import Step
from griya.config import Settings
from griya.core import unit_of_work
from griya.core.errors import Refused
from griya.core.text import day

_ROLE = click.Choice([role.value for role in ASSIGNABLE])
_REASON = click.option("--reason", default="", help="Alasan, untuk catatan audit.")


@click.group("account")
def account_group() -> None:
    """Akun meja: buat, undang, ganti peran, tutup, buka, ganti kata sandi, lepas kode kedua, daftar."""


@account_group.command("create")
@click.argument("email")
@click.option("--name", required=True, help="Nama orangnya, seperti yang tampil di meja.")
@click.option("--role", type=_ROLE, default=Role.CURATOR.value, show_default=True)
@click.option("--ask", is_flag=True, help="Tanyakan kata sandi, jangan buatkan.")
@with_appcontext
def create_command(email: str, name: str, role: str, ask: bool) -> None:
    """Buat akun EMAIL. Kata sandinya tampil sekali ini saja."""
    password = _password(ask)
    with _told():
        account = actions.create_account(email=email, name=name, password=password, role=role)
    click.echo(f"Akun {account.email} dibuat sebagai {ROLE_NAMES[Role(role)]}.")
    _show(password, ask)
    if role == Role.ADMINISTRATOR:
        click.echo("Saat pertama masuk, administrator memasang kode kedua di teleponnya.")


@account_group.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="Nama orangnya, seperti yang tampil di meja.")
@click.option("--role", type=_ROLE, default=Role.CURATOR.value, show_default=True)
@click.option("--mail", is_flag=True, help="Kirim juga lewat surat.")
@_REASON
@with_appcontext
def invite_command(email: str, name: str, role: str, mail: bool, reason: str) -> None:
    """Undang EMAIL: tampilkan tautan sekali pakai untuk membuat kata sandi pertama."""
    with _told():
        account, url = links.invite(
            email=email, name=name, role=role, actor_id=None, site=_site(), reason=reason or None, by_mail=mail
        )
    click.echo(f"Akun {account.email} diundang sebagai {ROLE_NAMES[Role(role)]}.")
    click.echo(f"Tautan (3 hari, sekali pakai): {url}")


@account_group.command("reset")
@click.argument("email")
@click.option("--ask", is_flag=True, help="Tanyakan kata sandi, jangan buatkan.")
@click.option("--link", is_flag=True, help="Tampilkan tautan sekali pakai; kata sandi lama tetap sampai dipakai.")
@with_appcontext
def reset_command(email: str, ask: bool, link: bool) -> None:
    """Beri akun EMAIL kata sandi baru; semua sesinya berakhir. Kode kedua tetap."""
    if link:
        with _told():
            url = links.give_password_link(
                account=staff.account_of(email=email), actor_id=None, site=_site(), by_mail=False
            )
        click.echo(f"Tautan sekali pakai: {url}")
        return
    password = _password(ask)
    with _told():
        actions.reset_password(email=email, password=password)
    click.echo("Kata sandi diganti dan semua sesi akun itu berakhir.")
    _show(password, ask)


@account_group.command("role")
@click.argument("email")
@click.argument("role", type=_ROLE)
@_REASON
@with_appcontext
def role_command(email: str, role: str, reason: str) -> None:
    """Ganti peran akun EMAIL menjadi ROLE; semua sesinya berakhir."""
    _step(Step.ROLE, email, reason, role)
    click.echo(f"Peran diganti menjadi {ROLE_NAMES[Role(role)]}.")


@account_group.command("disable")
@click.argument("email")
@_REASON
@with_appcontext
def disable_command(email: str, reason: str) -> None:
    """Tutup akun EMAIL: permintaan berikutnya ditolak, catatannya tetap ada."""
    _step(Step.DISABLE, email, reason)
    click.echo("Akun ditutup dan semua sesinya berakhir.")


@account_group.command("enable")
@click.argument("email")
@_REASON
@with_appcontext
def enable_command(email: str, reason: str) -> None:
    """Buka lagi akun EMAIL yang ditutup."""
    _step(Step.ENABLE, email, reason)
    click.echo("Akun dibuka lagi.")


@account_group.command("drop-factor")
@click.argument("email")
@_REASON
@with_appcontext
def drop_factor_command(email: str, reason: str) -> None:
    """Lepas kode kedua akun EMAIL, bila telepon dan kode cadangannya hilang; semua sesinya berakhir."""
    _step(Step.DROP_FACTOR, email, reason)
    click.echo("Kode kedua dilepas. Administrator memasang yang baru saat masuk berikutnya.")


@account_group.command("list")
@with_appcontext
def list_command() -> None:
    """Daftar semua akun."""
    rows = queries.list_accounts()
    if not rows:
        click.echo("Belum ada akun. Buat dengan: griya account create EMAIL --name NAMA --role administrator")
    for row in rows:
        state = "aktif" if row.has_password else "diundang"
        state = f"ditutup {day(row.disabled_at)}" if row.disabled_at else state
        factor = "kode kedua" if row.has_factor else "tanpa kode kedua"
        click.echo(f"{row.email}\t{row.name}\t{ROLE_NAMES[Role(row.role)]}\t{state}\t{factor}")


def _step(step: Step, email: str, reason: str, role: str = "") -> None:
    with _told():
        staff.take_step(
            step=step,
            account=staff.account_of(email=email),
            actor_id=None,
            reason=reason or None,
            site=_site(),
            role=role,
        )


@contextmanager
def _told() -> Iterator[None]:
    """One writing transaction, whose refusal is a sentence."""
    with unit_of_work.command():
        try:
            yield
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal


def _site() -> Site:
    settings: Settings = current_app.config["SETTINGS"]
    return Site(settings.public_url, settings.office.name, settings.office.email)


def _password(ask: bool) -> str:
    if ask:
        return str(click.prompt("Kata sandi", hide_input=True, confirmation_prompt=True))
    return actions.new_password()


def _show(password: str, ask: bool) -> None:
    if not ask:
        click.echo(f"Kata sandi (tampil sekali ini saja): {password}")

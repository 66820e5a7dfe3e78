"""Commands around accounts: the first administrator is made here, because there is no default one."""

import click
from flask.cli import with_appcontext

from griya.accounts import actions, queries
from griya.accounts.models import Role
from griya.accounts.rules import ROLE_NAMES
from griya.core import unit_of_work
from griya.core.errors import Refused
from griya.core.text import day


@click.group("account")
def account_group() -> None:
    """Akun meja: buat, ganti kata sandi, daftar, tutup."""


@account_group.command("create")
@click.argument("email")
@click.option("--name", required=True, help="Nama orangnya, seperti yang tampil di meja.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.CURATOR.value, show_default=True)
@click.option("--ask", is_flag=True, help="Tanyakan kata sandi, jangan buatkan.")
@with_appcontext
def create_command(email: str, name: str, role: str, ask: bool) -> None:
    """Buat akun EMAIL. Kata sandinya tampil sekali ini saja."""
    password = _password(ask)
    with unit_of_work.command():
        try:
            account = actions.create_account(email=email, name=name, password=password, role=role)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Akun {account.email} dibuat sebagai {ROLE_NAMES[Role(role)]}.")
    _show(password, ask)


@account_group.command("reset")
@click.argument("email")
@click.option("--ask", is_flag=True, help="Tanyakan kata sandi, jangan buatkan.")
@with_appcontext
def reset_command(email: str, ask: bool) -> None:
    """Beri akun EMAIL kata sandi baru; semua sesinya berakhir."""
    password = _password(ask)
    with unit_of_work.command():
        try:
            actions.reset_password(email=email, password=password)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
    click.echo("Kata sandi diganti dan semua sesi akun itu berakhir.")
    _show(password, ask)


@account_group.command("disable")
@click.argument("email")
@click.option("--reason", default="", help="Alasan, untuk catatan audit.")
@with_appcontext
def disable_command(email: str, reason: str) -> None:
    """Tutup akun EMAIL: permintaan berikutnya ditolak, catatannya tetap ada."""
    with unit_of_work.command():
        try:
            actions.disable_account(email=email, reason=reason or None)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
    click.echo("Akun ditutup dan semua sesinya berakhir.")


@account_group.command("list")
@with_appcontext
def list_command() -> None:
    """Daftar semua akun."""
    rows = queries.list_accounts()
    if not rows:
        click.echo("Belum ada akun. Buat dengan: griya account create EMAIL --name NAMA --role administrator")
    for row in rows:
        state = f"ditutup {day(row.disabled_at)}" if row.disabled_at else "aktif"
        click.echo(f"{row.email}\t{row.name}\t{ROLE_NAMES[Role(row.role)]}\t{state}")


def _password(ask: bool) -> str:
    if ask:
        return str(click.prompt("Kata sandi", hide_input=True, confirmation_prompt=True))
    return actions.new_password()


def _show(password: str, ask: bool) -> None:
    if not ask:
        click.echo(f"Kata sandi (tampil sekali ini saja): {password}")

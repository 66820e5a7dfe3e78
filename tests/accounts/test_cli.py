"""The commands around accounts."""

import re

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from griya.accounts.actions.links import set_password_by_link
from griya.accounts.cli import account_group
from griya.accounts.passwords import is_right
from griya.accounts.queries import find_account
from griya.core.db import db
from griya.core.outbox import OutboxMessage
from tests.factories.accounts import PASSWORD, SITE, make_account


def run(app: Flask, *arguments: str, input: str | None = None) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(account_group, list(arguments), input=input)
    return result.exit_code, result.output


def made_password(output: str) -> str:
    found = re.search(r"sekali ini saja\): (\S+)", output)
    assert found, output
    return found[1]


def test_the_first_administrator_is_made_with_a_password_shown_once(app: Flask, context: object) -> None:
    code, output = run(app, "create", "admin@contoh.test", "--name", "Sari Uji", "--role", "administrator")
    assert code == 0, output
    account = find_account("admin@contoh.test")
    assert account is not None and account.role == "administrator"
    assert is_right(made_password(output), account.password_hash)


def test_a_password_can_be_typed_and_weak_ones_are_refused(app: Flask, context: object) -> None:
    weak = "griyaikm2026\n" * 2
    code, output = run(app, "create", "a@contoh.test", "--name", "Sari", "--ask", input=weak)
    assert code == 1 and "mudah ditebak" in output
    assert find_account("a@contoh.test") is None
    good = "jendela kopi sore 99\n" * 2
    code, output = run(app, "create", "a@contoh.test", "--name", "Sari", "--ask", input=good)
    assert code == 0 and "jendela" not in output


def test_an_unknown_role_or_account_gets_a_sentence(app: Flask, context: object) -> None:
    assert run(app, "create", "a@contoh.test", "--name", "Sari", "--role", "root")[0] == 2
    assert "Tidak ada akun" in run(app, "reset", "tidak@contoh.test")[1]
    assert "Tidak ada akun" in run(app, "disable", "tidak@contoh.test")[1]


def test_reset_list_and_disable_do_what_they_say(app: Flask, context: Session) -> None:
    account = make_account("sari@contoh.test")
    context.commit()
    password = made_password(run(app, "reset", "sari@contoh.test")[1])
    found = find_account("sari@contoh.test")
    assert found is not None
    assert "sari@contoh.test\tSari Uji\tKurator\taktif\ttanpa kode kedua" in run(app, "list")[1]
    assert run(app, "disable", "sari@contoh.test", "--reason", "pindah")[0] == 0
    assert "ditutup" in run(app, "list")[1]
    assert password not in run(app, "list")[1]
    assert account.id == found.id


def test_an_empty_list_says_how_to_begin(app: Flask, context: object) -> None:
    assert "griya account create" in run(app, "list")[1]


def test_an_invitation_and_a_link_are_printed_and_work_once(app: Flask, context: Session) -> None:
    output = run(app, "invite", "b@contoh.test", "--name", "Budi", "--role", "administrator")[1]
    found = re.search(r"http://localhost/meja/sandi/(\S+)", output)
    assert found and "diundang" in run(app, "list")[1]
    with app.app_context():
        set_password_by_link(token=found[1], password=PASSWORD, site=SITE)
        db.session.commit()
    assert "b@contoh.test\tBudi\tAdministrator\taktif\ttanpa kode kedua" in run(app, "list")[1]
    again = re.search(r"/meja/sandi/(\S+)", run(app, "reset", "b@contoh.test", "--link")[1])
    assert again and again[1] != found[1]
    assert context.scalars(sa.select(OutboxMessage)).all() == [], "nothing was mailed that was not asked for"


def test_roles_closing_opening_and_factors_by_command(app: Flask, context: Session) -> None:
    make_account("sari@contoh.test", factor=True)
    context.commit()
    assert run(app, "role", "sari@contoh.test", "officer", "--reason", "rotasi")[0] == 0
    assert run(app, "role", "sari@contoh.test", "producer")[0] == 2
    assert "Petugas\taktif\tkode kedua" in run(app, "list")[1]
    assert run(app, "drop-factor", "sari@contoh.test")[0] == 0
    assert run(app, "drop-factor", "sari@contoh.test")[0] == 1
    assert run(app, "disable", "sari@contoh.test")[0] == 0
    assert run(app, "enable", "sari@contoh.test")[0] == 0
    assert "Petugas\taktif\ttanpa kode kedua" in run(app, "list")[1]


def test_no_command_leaves_the_desk_without_an_administrator(app: Flask, context: Session) -> None:
    make_account("satu@contoh.test", role="administrator")
    context.commit()
    for arguments in (("role", "satu@contoh.test", "curator"), ("disable", "satu@contoh.test")):
        code, output = run(app, *arguments)
        assert code == 1 and "terakhir" in output

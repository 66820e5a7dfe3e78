"""The commands around accounts."""

import re

from flask import Flask
from sqlalchemy.orm import Session

from griya.accounts.cli import account_group
from griya.accounts.passwords import is_right
from griya.accounts.queries import find_account
from tests.factories.accounts import make_account


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

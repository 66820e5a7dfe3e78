"""Builders for accounts and for a browser that is signed in."""

from itertools import count

import pyotp
from flask.testing import FlaskClient

from griya.accounts import factors
from griya.accounts.actions import create_account
from griya.accounts.letters import Site
from griya.accounts.models import Account, AccountFactor
from griya.core.clock import now
from griya.core.db import db
from tests.page import Opened, PageClient

PASSWORD = "jendela kopi sore 99"
SEED = "uji-uji-uji-uji-uji-uj"
SITE = Site("http://localhost", "Griya Uji", "kantor@contoh.test")
_numbers = count(1)


def make_account(
    email: str | None = None, *, role: str = "curator", name: str = "Sari Uji", factor: bool | None = None
) -> Account:
    """An account with the password `PASSWORD`, an administrator's with a second factor unless told otherwise."""
    email = email or f"meja{next(_numbers)}@contoh.test"
    account = create_account(email=email, name=name, password=PASSWORD, role=role)
    if factor or (factor is None and role == "administrator"):
        db.session.add(AccountFactor(account_id=account.id, seed=SEED, created_at=now(), last_step=0))
        db.session.flush()
    return account


def code_now(secret_key: str, account: Account) -> str:
    """What the account's app shows at this moment."""
    return pyotp.TOTP(factors.secret_of(secret_key, account.id, SEED)).at(now())


def sign_in(page: PageClient, account: Account, password: str = PASSWORD) -> Opened:
    """Sign `page` in as `account`, as a person would; with a second factor, by its code."""
    answer = page.submit("/meja/masuk", {"email": account.email, "password": password}, expect=303)
    if page.client.get("/meja/").headers.get("Location", "").startswith("/meja/masuk/kode"):
        return give_code(page, account)
    return answer


def give_code(page: PageClient, account: Account) -> Opened:
    """Give the code of this moment; that it may have been given before, in the same test, is forgotten."""
    db.session.query(AccountFactor).filter_by(account_id=account.id).update({"last_step": 0})
    db.session.commit()
    key = page.client.application.config["SECRET_KEY"]
    return page.submit("/meja/masuk/kode", {"code": code_now(key, account)}, expect=303)


def cookie_of(client: FlaskClient) -> str:
    """The value of the session cookie that the browser holds."""
    cookie = client.get_cookie("griya")
    assert cookie is not None, "the browser holds no session cookie"
    return cookie.value

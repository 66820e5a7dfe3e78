"""Builders for accounts and for a browser that is signed in."""

from itertools import count

from flask.testing import FlaskClient

from griya.accounts.actions import create_account
from griya.accounts.models import Account
from tests.page import Opened, PageClient

PASSWORD = "jendela kopi sore 99"
_numbers = count(1)


def make_account(email: str | None = None, *, role: str = "curator", name: str = "Sari Uji") -> Account:
    """An account with the password `PASSWORD`."""
    return create_account(email=email or f"meja{next(_numbers)}@contoh.test", name=name, password=PASSWORD, role=role)


def sign_in(page: PageClient, account: Account, password: str = PASSWORD) -> Opened:
    """Sign `page` in as `account`, as a person would."""
    return page.submit("/meja/masuk", {"email": account.email, "password": password}, expect=303)


def cookie_of(client: FlaskClient) -> str:
    """The value of the session cookie that the browser holds."""
    cookie = client.get_cookie("griya")
    assert cookie is not None, "the browser holds no session cookie"
    return cookie.value

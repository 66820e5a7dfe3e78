"""People at the desk, signed in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories.accounts import make_account, sign_in
from tests.page import PageClient


@pytest.fixture
def officer(page: PageClient, context: Session) -> PageClient:
    account = make_account(role="officer", name="Oki Petugas")
    context.commit()
    sign_in(page, account)
    return page


@pytest.fixture
def curator(app: Flask, client: FlaskClient, context: Session) -> PageClient:
    assert client.application is app, "the client fixture decides how every client of the app opens pages"
    account = make_account(role="curator", name="Kiki Kurator")
    context.commit()
    there = PageClient(app.test_client())
    sign_in(there, account)
    return there

"""People at the desk, signed in."""

import pytest
from flask import Flask
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
def curator(app: Flask, context: Session) -> PageClient:
    account = make_account(role="curator", name="Kiki Kurator")
    context.commit()
    there = PageClient(app.test_client())
    sign_in(there, account)
    return there

"""Numbers in addresses (`griya.core.addresses`)."""

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter

from griya.core.addresses import RowNumber
from tests.factories.accounts import make_account, sign_in
from tests.page import PageClient

GREATEST = 2**31 - 1


def test_every_number_in_an_address_is_one_that_a_row_can_have(built_app: Flask) -> None:
    found = [
        converter
        for rule in built_app.url_map.iter_rules()
        for converter in rule._converters.values()
        if isinstance(converter, IntegerConverter)
    ]
    assert len(found) > 20
    assert all(isinstance(one, RowNumber) and one.max == GREATEST for one in found)


def test_a_number_that_no_row_can_have_leads_to_no_page(page: PageClient, context: Session) -> None:
    curator = make_account(role="curator")
    context.commit()
    sign_in(page, curator)
    for number in (GREATEST, GREATEST + 1, 2**63, 10**400):
        for address in ("/meja/pilihan/sorotan/{}", "/meja/kurasi/rubrik/{}", "/meja/istilah/usulan/{}"):
            page.get(address.format(number), expect=404)

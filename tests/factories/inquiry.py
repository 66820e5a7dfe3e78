"""Builders for inquiries and the visitor's list."""

import secrets
from typing import Any

from griya.catalog.models import Product
from griya.core.tokens import derived_token
from griya.inquiry.actions import Receipt, submit_inquiry
from griya.inquiry.correspondence import Delivery
from griya.inquiry.notices import INQUIRY
from griya.inquiry.rules import Wanted, WantedLine

OFFICE = "kantor@contoh.test"


def new_key() -> str:
    """The key of a form that nobody has sent yet."""
    return secrets.token_urlsafe(16)


def make_wanted(*products: Product, **changes: Any) -> Wanted:
    """What a plain buyer asks: two units of each product, answered by either channel."""
    values: dict[str, Any] = {
        "name": "Sari Wulandari",
        "phone": "+6281234567890",
        "email": "sari@contoh.test",
        "place": "Kuching",
        "message": "Apakah masih ada?",
        "lines": tuple(WantedLine(product.slug, 2, "") for product in products),
    }
    return Wanted(**{**values, **changes})


def make_inquiry(
    *products: Product,
    key: str | None = None,
    office_email: str = OFFICE,
    list_token: str | None = None,
    last_token: str | None = None,
    **changes: Any,
) -> Receipt:
    """An inquiry about these products, sent as the form sends it."""
    key = key or new_key()
    token = status_token(key)
    return submit_inquiry(
        key=key,
        status_token=token,
        wanted=make_wanted(*products, **changes),
        notice=INQUIRY,
        delivery=Delivery(
            f"http://localhost/permintaan/{token}", "Griya IKM Uji", office_email, "contoh.test", "http://localhost"
        ),
        list_token=list_token,
        last_token=last_token,
    )


def status_token(key: str) -> str:
    """The token of the status page of the inquiry with this key."""
    return derived_token("kunci-pabrik-uji", "inquiry-status", key)

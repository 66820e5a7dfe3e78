"""Public addresses of what a screen or the kiosk shows: absolute, for a phone that reads them from a code."""

from flask import current_app, url_for


def public(path: str) -> str:
    """The address of a path on the public site."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def product_address(slug: str) -> str:
    """The public address of a product."""
    return public(url_for("catalog.product_show", slug=slug))


def typed(address: str) -> str:
    """An address as a person types it: without the scheme."""
    return address.partition("://")[2].rstrip("/")

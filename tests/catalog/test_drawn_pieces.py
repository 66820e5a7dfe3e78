"""What is drawn once may ask for nothing that it is not kept by."""

import pytest
from flask import Flask
from jinja2 import meta

# What the pieces are drawn of: the object they stay with, the further values of their key, and what never changes while
# a process runs. A name that is new here has to become a part of the key first (`views.pieces.drawn_once`).
ALLOWED = {
    "catalog/_product.html": {
        "product", "printed_on", "distinction",  # the object and its key
        "address", "qr", "shelf_slug", "maker_url",  # made of the product
        "availability_labels", "photo_roles", "question_labels",  # constants
    },
    "catalog/suggestion_index.html": {"suggested", "kinds", "address_of"},
    "layouts/_feed.html": set[str](),
    "layouts/_links.html": set[str](),
    "layouts/_site_footer.html": set[str](),
    "layouts/_site_scripts.html": set[str](),
    "layouts/_site_nav.html": {"place", "current"},
}  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_a_template_that_is_drawn_once_asks_for_known_names_only(built_app: Flask, name: str) -> None:
    environment = built_app.jinja_env
    assert environment.loader is not None
    source = environment.loader.get_source(environment, name)[0]
    asked = meta.find_undeclared_variables(environment.parse(source)) - environment.globals.keys()
    assert asked <= ALLOWED[name], f"{name}: make {asked - ALLOWED[name]} a part of what it is kept by"
    assert "request." not in source and "session." not in source

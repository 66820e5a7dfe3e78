"""What a draft's form would send, and a product begun by the form."""

from typing import Any

from sqlalchemy.orm import Session

from tests.factories.catalog import make_category
from tests.factories.registry import make_producer
from tests.page import Opened, PageClient, attributes


def fields(opened: Opened) -> dict[str, Any]:
    """Everything that the draft's form would send as it stands."""
    found: dict[str, Any] = {}
    form = opened.select("form.item-form")[0]
    for field in form.query("input, textarea, select"):
        told = attributes(field)
        if "name" not in told or told.get("type") in {"submit", "file"}:
            continue
        if told.get("type") in {"checkbox", "radio"}:
            if "checked" in told:
                found.setdefault(told["name"], []).append(told["value"])
        elif field.name == "textarea":
            found[told["name"]] = field.to_text()
        elif field.name == "select":
            chosen = [attributes(o)["value"] for o in field.query("option") if "selected" in attributes(o)]
            found[told["name"]] = chosen[0] if chosen else ""
        else:
            found[told["name"]] = told.get("value", "")
    return found


def code_of(opened: Opened) -> str:
    return opened.response.headers["Location"].split("/")[3]


def start(page: PageClient, context: Session) -> str:
    """A new product by the form; its code."""
    producer = make_producer(name="Dapur Amplang")
    shelf = make_category()
    context.commit()
    answer = page.submit(
        "/meja/produk/baru", {"producer": producer.code, "name": "Amplang Tenggiri", "category": shelf.slug}
    )
    return code_of(answer)

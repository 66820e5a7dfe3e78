"""Every string that has ever broken a form, through every field: a page, never a crash, and text stays text."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from justhtml import JustHTML
from sqlalchemy.orm import Session

from tests.factories.catalog import make_product
from tests.inquiry.test_views import BUYER, form_of
from tests.page import PageClient

NAUGHTY: list[str | bytes] = [
    *(
        "",
        " ",
        "\t\r\n",
        "\x00",
        "a\x00b",
        "a\x01\x08\x1b[31m\x7f",
        "\ufeffa",
        "\u202ea",
        "\u2028\u2029a",
        "\u200b\u200d",
    ),
    *("Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤ ", "👩‍👩‍👧‍👦🇮🇩", "ꦲꦏ꧀ꦱꦫꦗꦮ", "أهلا بالعالم", "ﷺ" * 50, "İıŞß", "\U0010ffff", "\ufdd0\ufffe"),
    *(b"\xed\xa0\x80a", b"\xff\xfe\xfa", b"\xc0\xbca\xc0\xbe"),
    *(
        "a" * 5000,
        "ä" * 20_000,
        "1" * 45 + "x",
        "9" * 10_000,
        "@" * 60,
        "a@" + "a." * 40,
        "a@b." + "c" * 300,
        "<" * 3000,
    ),
    *("(" * 3000, "[" * 3000, "\n" * 3000, " " * 20_000 + "x", "a" + "\u0301" * 500),
    *(
        "x\r\nBcc: korban@contoh.test\r\n\r\nhai",
        "x%0d%0aSet-Cookie:%20a=1",
        "../../../../etc/passwd",
        "//evil.example",
    ),
    *(
        "0",
        "-1",
        "-0",
        "1e309",
        "NaN",
        "Infinity",
        "9223372036854775808",
        "9" * 26,
        "0x7fffffff",
        "1,5",
        "1.5",
        "٣",
        "1_000",
        "²",
    ),
    *(
        "' OR '1'='1",
        "x\\",
        "x;--",
        "x%",
        "x_",
        'x NEAR/2 "',
        "{{7*191}}",
        "{%print(7*191)%}",
        "%(name)s %s %n",
        "{0.__class__}",
    ),
    *(
        "null",
        "None",
        "[]",
        "{}",
        '{"$gt":""}',
        "=1+1",
        "+1",
        "@SUM(1)",
        "<xq7z onclick=1>x</xq7z>",
        '"><xq7z a=1>',
        "</textarea><xq7z>",
    ),
    *("</title></style></script><xq7z>", "<!--><xq7z>-->", "javascript:xq7z", "&lt;xq7z&gt;", "<![CDATA[<xq7z>]]>"),
]
# Fields that fail together, fields that take any text, and those that are only looked at when the rest is good.
TOGETHER = (
    ("name", "phone", "email", "place", "message", "consent", "line-0-quantity", "line-0-note"),
    ("name", "place", "message", "line-0-note"),
    ("line-0-slug",),
    ("key",),
)


def check_text_stayed_text(html: str) -> None:
    document = JustHTML(html, sanitize=False)
    assert "<xq7z" not in html
    handlers = [e.name for e in document.query("*") if any(name.startswith("on") for name in e.attrs or {})]
    assert not handlers, handlers


def send(client: FlaskClient, path: str, data: Any, **options: Any) -> Any:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = client.post(path, data=data, headers=headers, **options)
    assert answer.status_code < 500, f"{answer.status_code} for {data!r:.200}"
    if answer.status_code == 422:
        check_text_stayed_text(answer.get_data(as_text=True))
    return answer


@pytest.fixture
def form(page: PageClient, context: Session) -> dict[str, str]:
    product = make_product()
    context.commit()
    page.submit(f"/permintaan/tambah/{product.slug}", {"quantity": "1", "note": ""})
    return form_of(page.get("/permintaan"), **BUYER)


@pytest.mark.parametrize(
    "fields", TOGETHER, ids=lambda fields: fields[0] if len(fields) < 3 else f"{len(fields)} fields"
)
def test_no_string_in_any_field_breaks_the_form(
    client: FlaskClient, form: dict[str, str], fields: tuple[str, ...]
) -> None:
    for number, string in enumerate(NAUGHTY):
        fresh = {**form, "key": f"{number:020}{len(fields)}"}
        answer = send(client, "/permintaan", {**fresh, **dict.fromkeys(fields, string)})
        if answer.status_code == 303:
            shown = client.get(answer.headers["Location"])
            assert shown.status_code == 200
            check_text_stayed_text(shown.get_data(as_text=True))


def test_no_string_breaks_the_list(client: FlaskClient, form: dict[str, str]) -> None:
    slug = form["line-0-slug"]
    token = {"csrf_token": form["csrf_token"]}
    for string in NAUGHTY:
        send(client, f"/permintaan/tambah/{slug}", {**token, "quantity": "1", "note": string})
        send(client, f"/permintaan/daftar/{slug}", {**form, "line-0-quantity": string, "line-0-note": string})


def test_no_shape_breaks_the_form(client: FlaskClient, form: dict[str, str]) -> None:
    token = {"csrf_token": form["csrf_token"]}
    rest = {name: value for name, value in form.items() if name != "csrf_token"}
    shapes: list[dict[str, Any]] = [
        token,
        {**token, **{name: [value, value] for name, value in rest.items()}},
        {**token, **{f"{name}[]": value for name, value in rest.items()}},
        {**token, **{f"{name}.x": value for name, value in rest.items()}},
        {**form, "a" * 5000: "1"},
        {**form, "__proto__": "1", "constructor": "1", "self": "1", "errors": "1", "data": "1"},
        {**form, **{f"line-{number}-slug": "x" for number in range(300)}},
        {
            **form,
            "line-²-slug": "x",
            "line-٣-slug": "x",
            "line--1-slug": "x",
            "line-01-slug": "x",
            "line-999999-slug": "x",
        },
        {
            **form,
            f"line-{'9' * 5000}-slug": "x",
            "line-0-slug-slug": "x",
            "line-": "x",
            "line-0-": "x",
            "line-0-csrf_token": "x",
        },
    ]
    for number, shape in enumerate(shapes):
        send(client, "/permintaan", {**shape, "key": f"{number:024}"})
    for kind in ("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", ""):
        send(client, "/permintaan", b"{}", content_type=kind)

"""Public text goes out gzipped, keeps its validator right, and a page with a token never does."""

import gzip

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from griya.core.compression import LARGEST_BYTES, Compression

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def sheet(app: Flask) -> str:
    return f"/static/{app.config['STATIC_VERSION']}/css/griya.flat.css"


def answering(body: bytes, **headers: str) -> Client:
    """A client of a small app behind the layer alone."""

    def app(_environ, start_response):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        start_response("200 OK", [*named.items(), ("Content-Length", str(len(body)))])
        return [body]

    return Client(Compression(app))


def test_a_public_page_is_a_fraction_of_its_size(client: FlaskClient) -> None:
    plain = client.get("/")
    packed = client.get("/", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert gzip.decompress(packed.data) == plain.data


def test_both_forms_say_that_they_vary(client: FlaskClient) -> None:
    assert client.get("/").headers["Vary"] == "Save-Data, Accept-Encoding"
    assert client.get("/", headers=GZIP).headers["Vary"] == "Save-Data, Accept-Encoding"


def test_a_second_visit_costs_a_304_in_either_form(client: FlaskClient) -> None:
    for headers in ({}, GZIP):
        tag = client.get("/", headers=headers).headers["ETag"]
        assert tag.startswith("W/") is bool(headers)
        again = client.get("/", headers={**headers, "If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
        assert "Content-Encoding" not in again.headers


def test_a_page_with_a_form_token_is_never_compressed(client: FlaskClient) -> None:
    for address in ("/permintaan", "/meja/masuk"):
        answer = client.get(address, headers=GZIP)
        assert "csrf_token" in answer.get_data(as_text=True)
        assert "Content-Encoding" not in answer.headers, address


def test_the_style_sheet_is_compressed_once_and_whole(built_app: Flask, client: FlaskClient) -> None:
    plain = client.get(sheet(built_app)).data
    first, second = (client.get(sheet(built_app), headers=GZIP) for _ in range(2))
    assert first.data == second.data and gzip.decompress(first.data) == plain
    assert "immutable" in first.headers["Cache-Control"]


def test_a_script_served_by_the_static_layer_is_compressed_too(built_app: Flask, client: FlaskClient) -> None:
    with client.get(f"/static/{built_app.config['STATIC_VERSION']}/js/kiosk.js", headers=GZIP) as answer:
        assert gzip.decompress(answer.data)
        assert answer.headers["Content-Encoding"] == "gzip" and "Accept-Ranges" not in answer.headers


def test_a_font_is_left_as_it_is(built_app: Flask, client: FlaskClient) -> None:
    address = f"/static/{built_app.config['STATIC_VERSION']}/fonts/plus-jakarta-sans.woff2"
    with client.get(address, headers=GZIP) as answer:
        assert answer.mimetype == "font/woff2"
        assert "Content-Encoding" not in answer.headers


def test_a_client_that_refuses_gzip_gets_plain_text(client: FlaskClient) -> None:
    for wish in ("gzip;q=0", "identity", "br"):
        assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": wish}).headers


def test_a_head_request_gets_the_headers_of_the_answer_and_no_length_that_is_wrong(client: FlaskClient) -> None:
    answer = client.head("/", headers=GZIP)
    assert answer.status_code == 200 and answer.data == b""
    assert answer.headers["Vary"] == "Save-Data, Accept-Encoding"
    assert "Content-Length" not in answer.headers


def test_small_and_huge_answers_and_private_ones_pass_untouched() -> None:
    text = {"Content_Type": "text/plain", "Cache_Control": "public, no-cache"}
    for body, headers in (
        (b"a" * 1023, text),
        (b"a" * (LARGEST_BYTES + 1), text),
        (b"a" * 5000, {**text, "Cache_Control": "private, no-store"}),
        (b"a" * 5000, {**text, "Content_Type": "image/avif"}),
        (b"a" * 5000, {**text, "Content_Encoding": "br"}),
    ):
        answer = answering(body, **headers).get("/", headers=GZIP)
        assert answer.data == body
        assert answer.headers.get("Content-Encoding") == headers.get("Content_Encoding")
    assert answering(b"a" * 1024, **text).get("/", headers=GZIP).headers["Content-Encoding"] == "gzip"

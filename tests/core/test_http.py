"""Headers, cache policies and error pages, as a visitor's browser meets them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from griya.core.error_pages import error_page
from tests.page import PageClient


@pytest.mark.parametrize("path", ["/tidak-ada", "/static/x/y.css", "/%00", "/produk/%2e%2e", "/media/x.exe"])
def test_an_unknown_address_is_a_page_of_the_site(page: PageClient, path: str) -> None:
    opened = page.get(path, expect=404)
    assert "Halaman tidak ditemukan" in opened.text
    assert "no-store" in opened.response.headers["Cache-Control"]


def test_a_wrong_method_names_the_right_one(page: PageClient) -> None:
    answer = page.client.delete("/", headers={"Origin": "http://localhost"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_body_that_is_too_large_is_a_page_and_not_a_crash(page: PageClient) -> None:
    opened = page.post("/permintaan/tambah/x", {"note": "x" * 1_100_000}, expect=413)
    assert "terlalu besar" in opened.text


def test_a_foreign_host_is_refused_and_not_repeated(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Host": "jahat.example"})
    assert answer.status_code == 400
    assert b"jahat" not in answer.data


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://jahat.example"}, {"Sec-Fetch-Site": "cross-site", "Origin": "null"}]
)
def test_a_form_sent_by_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/permintaan", data={"name": "x"}, headers=headers).status_code == 403


def test_a_form_without_its_token_is_refused_with_the_text_kept(page: PageClient) -> None:
    opened = page.post("/permintaan", {"name": "Sari", "message": "Apakah ada 50 lembar?"}, expect=400)
    assert "Apakah ada 50 lembar?" in opened.html


def test_a_cross_site_post_gets_nothing_it_could_press_again(client: FlaskClient) -> None:
    answer = client.post("/permintaan", data={"name": "Sari"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert b"csrf_token" not in answer.data


def test_an_answer_nobody_marked_is_private(page: PageClient) -> None:
    assert page.get("/meja/masuk").response.headers["Cache-Control"] == "private, no-store"


def test_a_public_page_answers_304_to_its_own_validator(page: PageClient) -> None:
    first = page.get("/produk")
    again = page.client.get("/produk", headers={"If-None-Match": first.response.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert "Content-Security-Policy" in again.headers


def test_static_files_are_immutable_under_their_version(built_app: Flask, client: FlaskClient) -> None:
    version = built_app.config["STATIC_VERSION"]
    with client.get(f"/static/{version}/css/griya.css") as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with client.get("/static/000000000000/css/griya.css") as old:
        assert old.status_code == 200
        assert old.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 418, 429, 500, 503])
def test_every_error_has_words_and_a_way_back(built_app: Flask, status: int) -> None:
    with built_app.test_request_context("/x"):
        response = error_page(status)
    assert response.status_code == status
    assert 'href="/"' in response.get_data(as_text=True)
    assert ("Retry-After" in response.headers) == (status in {429, 503})


def test_a_fault_in_the_program_is_a_calm_page(app: Flask, client: FlaskClient) -> None:
    def broken() -> str:
        raise RuntimeError("rahasia dapur")

    view = app.view_functions["site.home_show"]
    app.view_functions["site.home_show"] = broken
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = client.get("/")
    finally:
        app.view_functions["site.home_show"] = view
        app.config["PROPAGATE_EXCEPTIONS"] = True
    assert answer.status_code == 500
    assert b"rahasia dapur" not in answer.data
    assert "tercatat" in answer.get_data(as_text=True)


def test_the_application_can_be_built_twice_in_a_process(settings: object) -> None:
    from griya.app import create_app
    from griya.config import Settings

    assert isinstance(settings, Settings)
    assert create_app(settings).url_map is not create_app(settings).url_map


def test_cookies_are_host_locked_and_secure_behind_tls(settings: object) -> None:
    from dataclasses import replace

    from griya.app import create_app
    from griya.config import Settings

    assert isinstance(settings, Settings)
    app = create_app(replace(settings, public_url="https://griya.example"))
    answer = app.test_client().get("/meja/masuk", base_url="https://griya.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-griya=")
    assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")

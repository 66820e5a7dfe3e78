"""`griya serve` as its own process: what it prints, refuses, keeps and answers."""

import json
import os
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.running import Running, environment, run_griya

PRODUCTION = {
    "GRIYA_MODE": "production",
    "GRIYA_SECRET_KEY": "q7Zt2-vN8xW_4rLk0pYb6sHd9mJc3fGa",
    "GRIYA_PUBLIC_URL": "https://griya.test",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("serving") / "instance") as running:
        yield running


def counts(instance: Path) -> dict[str, int]:
    with closing(sqlite3.connect(instance / "griya.db")) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names from here.
            for table in ("region", "product", "account", "event", "alembic_version")
        }


def assert_one_sentence(text: str) -> None:
    assert "Traceback" not in text
    assert len(text.strip().splitlines()) == 1, text


def test_a_first_start_prints_the_addresses_and_a_password_and_a_second_start_loses_nothing(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with Running(instance) as first:
        for path in ("/", "/layar/", "/kios/", "/meja/"):
            assert f"{first.url}{path}" in first.output
        assert "masuk dengan meja@griya.test dan kata sandi " in first.output
        assert first.request("/sehat")[0] == 200
    kept = counts(instance)
    assert kept["account"] == 1
    assert kept["region"] > 2300
    with Running(instance) as second:
        assert "dan kata sandi " not in second.output
        assert second.request("/sehat")[0] == 200
    assert counts(instance) == kept


def test_the_printed_password_opens_the_account_and_is_kept_nowhere_in_clear(tmp_path: Path) -> None:
    with Running(tmp_path / "instance") as running:
        password = running.output.split("kata sandi ")[1].split()[0]
    assert len(password) >= 16
    for path in (tmp_path / "instance").rglob("*"):
        if path.is_file():
            assert password.encode() not in path.read_bytes(), path


def test_a_sample_catalogue_comes_only_into_an_empty_catalogue(tmp_path: Path) -> None:
    with Running(tmp_path / "instance", sample="no"):
        pass
    assert counts(tmp_path / "instance")["product"] == 0
    with Running(tmp_path / "instance", sample="yes"):
        pass
    filled = counts(tmp_path / "instance")
    assert filled["product"] >= 60
    with Running(tmp_path / "instance", sample="yes"):
        pass
    assert counts(tmp_path / "instance") == filled


def test_two_instances_run_side_by_side(server: Running, tmp_path: Path) -> None:
    with Running(tmp_path / "other") as other:
        assert other.port != server.port
        assert server.request("/sehat")[0] == other.request("/sehat")[0] == 200


def test_a_busy_port_is_one_sentence_that_says_how_to_choose_another(server: Running, tmp_path: Path) -> None:
    result = run_griya("--instance", tmp_path / "instance", "serve", "--port", str(server.port))
    assert result.returncode == 1
    assert_one_sentence(result.stderr)
    assert f"Porta {server.port}" in result.stderr
    assert "make run PORT=" in result.stderr
    assert not (tmp_path / "instance").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    result = run_griya("--instance", tmp_path / "file" / "instance", "serve", "--port", "0")
    assert result.returncode == 1
    assert_one_sentence(result.stderr)
    assert str(tmp_path / "file" / "instance") in result.stderr


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "griya.db").write_bytes(b"this is not a database, and it is longer than a header " * 40)
    result = run_griya("--instance", tmp_path, "serve", "--port", "0")
    assert result.returncode == 1
    assert_one_sentence(result.stderr)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_told_to(tmp_path: Path, how: signal.Signals) -> None:
    with Running(tmp_path / "instance") as running:
        assert running.request("/sehat")[0] == 200
        assert running.stop(how) == 0
        assert not any("Traceback" in line for line in running.errors)
    with closing(sqlite3.connect(tmp_path / "instance" / "griya.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_file_of_the_database_stays_open_in_the_process(server: Running) -> None:
    assert server.request("/sehat")[0] == 200
    folder = Path(f"/proc/{server.process.pid}/fd")
    if not folder.exists():
        pytest.skip(reason="this system does not tell open files")
    open_files = [os.readlink(link) for link in folder.iterdir() if link.is_symlink()]  # noqa: PTH115 - sockets too.
    assert any(name.endswith("/griya.db") for name in open_files)


def test_thirty_megabytes_get_the_sites_own_413_page(server: Running) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    status, answer, body = server.request("/meja/masuk", method="POST", body=b"a" * 30_000_000, headers=headers)
    assert status == 413
    assert "Content-Security-Policy" in answer
    assert b"<html" in body


def test_no_answer_names_the_server(server: Running) -> None:
    for path in ("/", "/tidak-ada", "/static/x/none.css"):
        _, headers, body = server.request(path)
        assert "Server" not in headers
        assert "Via" not in headers
        assert b"waitress" not in body.lower()


def test_a_request_with_two_lengths_is_refused_and_nothing_hidden_in_it_is_answered(server: Running) -> None:
    hidden = b"0\r\n\r\nGET /sehat?tersembunyi HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = b"POST /permintaan HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(hidden) + hidden)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))  # until the server closes
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_headers_of_a_proxy_are_not_believed_without_a_proxy(server: Running) -> None:
    forged = {"X-Forwarded-Host": "jahat.test", "X-Forwarded-Proto": "https", "Forwarded": "host=jahat.test"}
    status, headers, body = server.request("/", headers=forged)
    assert status == 200
    assert b"jahat.test" not in body
    assert "jahat" not in str(headers)


def test_requests_are_logged_as_json_without_their_address(tmp_path: Path) -> None:
    with Running(tmp_path / "instance") as running:
        running.request("/produk/rahasia-7?nama=Budi")
        running.stop()
        lines = [json.loads(line) for line in running.errors]
    requests = [line for line in lines if line["logger"] == "griya.request"]
    assert requests, "no request was logged: griya.core.log.init_app(app) belongs at the end of create_app"
    assert {"at", "level", "request", "method", "route", "status", "ms"} <= requests[-1].keys()
    assert "rahasia-7" not in str(lines)
    assert "Budi" not in str(lines)


def test_the_outbox_is_delivered_while_the_server_runs(tmp_path: Path) -> None:
    with Running(tmp_path / "instance"):
        with closing(sqlite3.connect(tmp_path / "instance" / "griya.db", timeout=20)) as connection, connection:
            connection.execute(
                "INSERT INTO outbox_message (cause, template, template_version, recipient, subject, body, message_id,"
                " created_at, next_try_at, tries) VALUES ('test:1', 'test', 1, 'a@contoh.test', 'Halo', 'Isi',"
                " '<1@griya.test>', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 0)"
            )
        until = time.monotonic() + 60
        while not list((tmp_path / "instance").glob("outbox/*.eml")):
            assert time.monotonic() < until, "the outbox thread delivered nothing"
            time.sleep(0.2)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"GRIYA_SECRET_KEY": ""}, "GRIYA_SECRET_KEY is not set"),
        ({"GRIYA_SECRET_KEY": "pendek"}, "GRIYA_SECRET_KEY is too simple"),
        ({"GRIYA_SECRET_KEY": "change-me-0123456789-abcdefghijklmn"}, "GRIYA_SECRET_KEY looks like a sample"),
        ({"GRIYA_PUBLIC_URL": ""}, "GRIYA_PUBLIC_URL is not set"),
        ({"GRIYA_THREADS": "banyak"}, "GRIYA_THREADS"),
        ({"GRIYA_MODE": "produksi"}, "GRIYA_MODE"),
    ],
)
def test_production_refuses_settings_that_are_missing_or_weak(
    tmp_path: Path, changes: dict[str, str], told: str
) -> None:
    env = environment(**(PRODUCTION | changes))
    result = run_griya("--instance", tmp_path / "instance", "serve", "--port", "0", env=env)
    assert result.returncode == 1
    assert_one_sentence(result.stderr)
    assert told in result.stderr


def test_production_does_not_migrate_by_itself(tmp_path: Path) -> None:
    env = environment(**PRODUCTION)
    result = run_griya("--instance", tmp_path, "serve", "--port", "0", env=env)
    assert result.returncode == 1
    assert_one_sentence(result.stderr)
    assert "griya db upgrade" in result.stderr
    assert run_griya("--instance", tmp_path, "db", "upgrade", env=env).returncode == 0
    assert counts(tmp_path)["account"] == 0


def test_a_port_opened_by_somebody_else_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run_griya("--instance", tmp_path / "new", "serve", "--port", str(taken.getsockname()[1]))
    assert result.returncode == 1
    assert not (tmp_path / "new").exists()

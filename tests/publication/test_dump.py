"""The nightly dump: the same rows as the addresses give, whole or not there at all."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from griya.core.db import db
from griya.publication import dump as dumping
from griya.publication.rules.licence import LICENCE
from griya.publication.rules.tables import TABLES
from griya.publication.writing import csv_text
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.page import PageClient


@pytest.fixture
def catalogue(context: Any) -> list[str]:
    """A few products."""
    maker = make_producer()
    codes = [make_product(f"Barang {n}", producer=maker, name_en=f"Thing {n}").code for n in range(7)]
    db.session.commit()
    return codes


def dump(app: Flask, folder: Path) -> dumping.Dumped:
    with app.test_request_context(base_url="http://localhost"):
        return dumping.dump(folder, office="Griya Uji")


def test_the_archive_holds_every_table_in_both_forms_as_the_addresses_give_them(
    page: PageClient, catalogue: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumping, "PIECE_ROWS", 3)
    written = dump(page.client.application, tmp_path / "baru")
    assert written.rows["produk"] == 7 and written.rows["ikm"] == 1
    with zipfile.ZipFile(written.path) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {"BACA.txt", "kamus.csv"} | {
            f"{key}.{ending}" for key in TABLES for ending in ("csv", "jsonl")
        }
        for key in TABLES:
            lines = [json.loads(line) for line in archive.read(f"{key}.jsonl").splitlines()]
            assert lines == json.loads(page.get(f"/{key}.json").response.data)["data"]
            assert archive.read(f"{key}.csv") == page.get(f"/{key}.csv").response.data
        about = archive.read("BACA.txt").decode()
        assert LICENCE.name in about and LICENCE.address in about and "Griya Uji" in about
        rows = list(csv.reader(io.StringIO(archive.read("kamus.csv").decode())))
        assert len(rows) == 1 + sum(len(table.columns) for table in TABLES.values())


def test_the_latest_is_the_same_file_and_nothing_else_lies_about(
    page: PageClient, catalogue: list[str], tmp_path: Path
) -> None:
    for _ in range(2):
        written = dump(page.client.application, tmp_path)
    assert (tmp_path / dumping.LATEST).samefile(written.path)
    assert written.path.stat().st_mode & 0o777 == 0o644, "a web server may read it, whatever the umask"
    assert {path.name for path in tmp_path.iterdir()} == {dumping.LATEST, written.path.name}


def test_a_dump_that_breaks_leaves_the_one_before_and_no_half_file(
    page: PageClient, catalogue: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(page.client.application, tmp_path).path.read_bytes()

    def broken(*arguments: Any) -> Any:
        yield from csv_text(*arguments)
        raise OSError("disk full")

    monkeypatch.setattr(dumping, "csv_text", broken)
    with pytest.raises(OSError, match="disk full"):
        dump(page.client.application, tmp_path)
    assert (tmp_path / dumping.LATEST).read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_the_command_says_what_it_wrote(built_app: Flask, app: Flask, catalogue: list[str], tmp_path: Path) -> None:
    from griya.publication.cli import dump_command, tidy_command

    result = built_app.test_cli_runner().invoke(dump_command, ["--to", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "produk 7" in result.output and (tmp_path / dumping.LATEST).exists()
    result = built_app.test_cli_runner().invoke(tidy_command, [])
    assert result.exit_code == 0 and "gambar dihapus" in result.output

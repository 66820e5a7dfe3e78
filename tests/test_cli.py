"""The command line's own commands about an instance."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from griya import upkeep
from griya.cli import griya
from griya.core.db import prepare_engine
from griya.core.private import references, store

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a migrated instance of its own."""
    instance = tmp_path / "instance"
    instance.mkdir()
    monkeypatch.setenv("GRIYA_MODE", "local")
    engine = sa.create_engine(f"sqlite:///{instance / 'griya.db'}")
    prepare_engine(engine)
    upkeep.migrate(engine)
    engine.dispose()

    def call(*words: str) -> Result:
        return CliRunner().invoke(griya, ["--instance", str(instance), *words])

    return call


def test_the_doctor_tells_of_a_document_that_is_lost(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "instance" / "private"
    digest = store.keep(folder, b"%PDF izin", "pdf")
    monkeypatch.setattr(references, "referenced", lambda: {digest})
    whole = run("doctor")
    assert "Dokumen pribadi: 1 dipakai, 0 hilang" in whole.output
    assert "dokumen pribadi" not in whole.output
    (folder / f"{digest}.pdf").unlink()
    broken = run("doctor")
    assert f"PERINGATAN: dokumen pribadi {digest[:12]}" in broken.output
    assert broken.exit_code == 1


def test_tidying_deletes_what_no_row_names(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "instance" / "private"
    digest = store.keep(folder, b"%PDF izin", "pdf")
    assert "0 berkas" in run("files", "tidy").output
    os.utime(folder / f"{digest}.pdf", (0, 0))
    assert "1 berkas" in run("files", "tidy").output
    assert not (folder / f"{digest}.pdf").exists()

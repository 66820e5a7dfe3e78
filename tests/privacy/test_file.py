"""The database's own files after a sweep: not one byte of who was erased is left in them."""

from pathlib import Path

import pytest
import time_machine
from flask import Flask

from griya import upkeep
from griya.app import create_app
from griya.chores import sweep_personal_data
from griya.config import Settings
from griya.core.clock import WIB, now
from griya.core.db import db, write_intent
from griya.serving import send_outbox
from tests.conftest import SECRET_KEY
from tests.privacy.test_erasure import EMAIL, MARK, PHONE, YEARS, make_person

MARKS = (MARK.lower().encode(), PHONE.removeprefix("+").encode())


def files_with_a_mark(folder: Path) -> set[str]:
    return {
        file.name for file in folder.rglob("*") if file.is_file() and any(m in file.read_bytes().lower() for m in MARKS)
    }


@pytest.fixture
def file_app(tmp_path: Path) -> Flask:
    settings = Settings(
        secret_key=SECRET_KEY,
        instance=tmp_path / "instance",
        database_url=f"sqlite:///{tmp_path / 'instance' / 'griya.db'}",
        public_url="http://localhost",
    )
    (tmp_path / "instance" / "outbox").mkdir(parents=True)
    return create_app(settings)


def test_no_file_of_the_instance_holds_a_swept_person_and_a_backup_neither(file_app: Flask, tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with file_app.app_context(), write_intent():
        upkeep.migrate(db.engine)
        with time_machine.travel(now() - YEARS, tick=False):
            make_person()
            db.session.commit()
            send_outbox(file_app)
    assert "griya.db" in files_with_a_mark(instance)
    assert any(name.endswith(".eml") for name in files_with_a_mark(instance))
    upkeep.back_up(file_app.config["SETTINGS"], tmp_path / "before")
    for hour, went in ((0, False), (2, True), (3, False)):
        with time_machine.travel(now().astimezone(WIB).replace(hour=hour, minute=30), tick=False):
            assert bool(sweep_personal_data(file_app)) is went, hour
    assert files_with_a_mark(instance) == set(), EMAIL
    upkeep.back_up(file_app.config["SETTINGS"], tmp_path / "after")
    assert files_with_a_mark(tmp_path / "after") == set()
    assert files_with_a_mark(tmp_path / "before"), "older backups keep what they had: their own term ends them"
    with file_app.app_context():
        db.engine.dispose()

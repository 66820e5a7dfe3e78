"""Share pictures on disk: drawn once, one at a time, whole or not at all, and never when too many wait."""

import os
import threading
import time
from pathlib import Path

import pytest

from griya.core.share import kept
from griya.core.share.card import Patch, ShareCard
from tests.factories.photos import make_jpeg

CARD = ShareCard("Makanan", "Amplang", ("Dapur Uji",), (Patch("makanan"),))


class Pen:
    """Draws a made-up picture, slowly if told to, and counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, is_held: bool = False) -> None:
        self.drawn = 0
        self.at_once = 0
        self.most_at_once = 0
        self.let_go = threading.Event()
        if not is_held:
            self.let_go.set()
        monkeypatch.setattr(kept, "draw", self)

    def __call__(self, card: ShareCard, media: Path) -> bytes:
        self.drawn += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.let_go.wait(10)
        time.sleep(0.01)
        self.at_once -= 1
        return card.title.encode()


def test_a_picture_is_drawn_once_and_then_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pen = Pen(monkeypatch)
    found = {kept.picture(CARD, folder=tmp_path / "share", media=tmp_path) for _ in range(3)}
    assert (found, pen.drawn) == ({b"Amplang"}, 1)
    assert [path.name for path in (tmp_path / "share").iterdir()] == [f"{CARD.digest}.jpg"]


def test_many_who_ask_at_once_get_one_drawing_or_are_sent_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pen = Pen(monkeypatch, is_held=True)
    answers: list[bytes | str] = []

    def ask() -> None:
        try:
            answers.append(kept.picture(CARD, folder=tmp_path, media=tmp_path))
        except kept.Busy:
            answers.append("busy")

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 5
    while answers.count("busy") < 17 and time.monotonic() < until:
        time.sleep(0.01)
    pen.let_go.set()
    for thread in threads:
        thread.join(10)
    assert answers.count("busy") == 17, "only one draws and two wait"
    assert (answers.count(b"Amplang"), pen.drawn, pen.most_at_once) == (3, 1, 1)


def test_different_pictures_are_drawn_one_after_the_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pen = Pen(monkeypatch)
    cards = [ShareCard("", str(n), (), ()) for n in range(3)]
    threads = [
        threading.Thread(target=kept.picture, args=(card,), kwargs={"folder": tmp_path, "media": tmp_path})
        for card in cards
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (pen.drawn, pen.most_at_once) == (3, 1)


def test_a_drawing_that_fails_leaves_the_pen_free_and_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(_card: ShareCard, _media: Path) -> bytes:
        raise MemoryError

    monkeypatch.setattr(kept, "draw", broken)
    for _ in range(5):
        with pytest.raises(MemoryError):
            kept.picture(CARD, folder=tmp_path, media=tmp_path)
    assert not list(tmp_path.iterdir())
    Pen(monkeypatch)
    assert kept.picture(CARD, folder=tmp_path, media=tmp_path) == b"Amplang"


def test_a_folder_that_cannot_be_written_costs_a_drawing_each_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pen = Pen(monkeypatch)
    (tmp_path / "share").write_text("a file, not a folder")
    for _ in range(2):
        assert kept.picture(CARD, folder=tmp_path / "share" / "x", media=tmp_path) == b"Amplang"
    assert pen.drawn == 2
    assert "could not be kept" in caplog.text


def test_a_picture_without_its_photo_is_shown_and_not_kept(tmp_path: Path) -> None:
    card = ShareCard("", "Amplang", (), (Patch("makanan", "gone.jpg"),))
    folder = tmp_path / "share"
    assert kept.picture(card, folder=folder, media=tmp_path).startswith(b"\xff\xd8")
    assert not folder.exists()
    (tmp_path / "gone.jpg").write_bytes(make_jpeg((640, 640)))
    assert kept.picture(card, folder=folder, media=tmp_path).startswith(b"\xff\xd8")
    assert folder.exists()


def test_tidying_takes_the_old_ones_only(tmp_path: Path) -> None:
    for name, days in (("old.jpg", 31), ("young.jpg", 29)):
        (tmp_path / name).write_bytes(b"x")
        moment = time.time() - days * 24 * 3600
        os.utime(tmp_path / name, (moment, moment))
    assert kept.tidy(tmp_path, days=30) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["young.jpg"]
    assert kept.tidy(tmp_path / "not there", days=30) == 0

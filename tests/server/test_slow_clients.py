"""Three hundred slow visitors at once do not keep the honest ones waiting. All on loopback, bounded in time."""

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.running import Running

ATTACKERS = 300
SECONDS_EACH = 2.5  # five attacks: well under 15 s in all.
SOAK_SECONDS_EACH = 30.0  # longer than the server keeps a silent connection.
PATIENCE_SECONDS = 5.0  # generous: without the tuning an honest visitor waits for ever.

FORM = b"POST /permintaan HTTP/1.1\r\nHost: 127.0.0.1\r\n"
ATTACKS = {
    "slow headers": (b"GET /sehat HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"X-a: b\r\n"),
    "slow body": (
        FORM + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\na=",
        b"b",
    ),
    "slow multipart": (
        FORM + b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 500000\r\n\r\n--x\r\n",
        b"C",
    ),
    "idle": (b"", b""),
    "idle keep-alive": (b"GET /sehat HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b""),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("slow") / "instance") as running:
        yield running


def attackers(port: int, opening: bytes) -> list[socket.socket]:
    sockets = []
    for _ in range(ATTACKERS):
        attacker = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
        attacker.sendall(opening)
        attacker.setblocking(False)
        sockets.append(attacker)
    return sockets


def drip(sockets: list[socket.socket], data: bytes) -> None:
    for attacker in sockets:
        with contextlib.suppress(OSError):  # one that the server has closed has lost.
            attacker.send(data)


def hold_out(server: Running, opening: bytes, data: bytes, seconds: float) -> list[float]:
    """How long honest visitors waited while the attack went on; a failed visit raises."""
    sockets, waits = attackers(server.port, opening), []
    try:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if data:
                drip(sockets, data)
            for path in ("/sehat", "/"):
                began = time.monotonic()
                assert server.request(path)[0] == 200
                waits.append(time.monotonic() - began)
            time.sleep(0.2)
    finally:
        for attacker in sockets:
            attacker.close()
    return waits


@pytest.mark.parametrize("name", ATTACKS)
def test_honest_visitors_are_answered_during(server: Running, name: str) -> None:
    opening, data = ATTACKS[name]
    waits = hold_out(server, opening, data, SECONDS_EACH)
    assert len(waits) >= 4
    assert max(waits) < PATIENCE_SECONDS


@pytest.mark.long
@pytest.mark.parametrize("name", ATTACKS)
def test_honest_visitors_are_answered_during_a_long(server: Running, name: str, tmp_path: Path) -> None:
    opening, data = ATTACKS[name]
    assert max(hold_out(server, opening, data, SOAK_SECONDS_EACH)) < PATIENCE_SECONDS

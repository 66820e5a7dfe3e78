"""How often one network may ask."""

from itertools import count

import pytest

from griya.core import pace
from griya.core.pace import Pace, is_own


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_then_so_many_a_second_for_each_network_alone() -> None:
    clock = Clock()
    limit = Pace(at_once=3, per_second=0.5, clock=clock)
    assert [limit.wait("a") for _ in range(4)] == [0, 0, 0, 2]
    assert limit.wait("b") == 0
    clock.now = 1.5
    assert limit.wait("a") == 0.5
    clock.now = 2
    assert [limit.wait("a"), limit.wait("a")] == [0, 2]
    clock.now = 1000
    assert [limit.wait("a") for _ in range(4)] == [0, 0, 0, 2], "it never fills up beyond its room"


def test_it_remembers_no_more_networks_than_it_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_MOST_NETWORKS", 5)
    limit = Pace(at_once=1, per_second=1, clock=Clock())
    for number in range(50):
        limit.wait(str(number))
    assert len(limit._left) == 5
    assert limit.wait("49") > 0 and limit.wait("1") == 0


def test_it_lets_out_exactly_what_it_should_over_a_long_time() -> None:
    clock, let_out = Clock(), 0
    limit = Pace(at_once=10, per_second=1, clock=clock)
    for step in count():
        clock.now = step / 8  # an eighth is exact
        if clock.now > 100:
            break
        let_out += not limit.wait("a")
    assert let_out == 10 + 100


@pytest.mark.parametrize(
    ("address", "expected"),
    [("127.0.0.1", True), ("::1", True), (None, True), ("", True), ("192.0.2.1", False), ("2001:db8::1", False)],
)
def test_this_machine_itself_is_never_slowed(address: str | None, expected: bool) -> None:
    assert is_own(address) is expected

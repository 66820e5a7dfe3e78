"""Every fault that `make plant` plants still has the place it is meant for, and a check of its own."""

import tomllib
from collections import Counter
from typing import Any

import pytest

from tests.house import source
from tests.house.plant import FAULTS

ALL: list[dict[str, Any]] = tomllib.loads(FAULTS.read_text(encoding="utf-8"))["faults"]


def name_of(fault: dict[str, Any]) -> str:
    return str(fault["name"])


@pytest.mark.parametrize("fault", ALL, ids=name_of)
def test_a_fault_has_its_place_and_its_check(fault: dict[str, Any]) -> None:
    place = source.ROOT / fault["file"]
    if "old" in fault:
        assert fault["old"] in place.read_text(encoding="utf-8"), f"{fault['file']} no longer holds what is replaced"
        assert fault["old"] != fault["new"]
    if fault["check"][0] == "pytest":
        files = [part for part in fault["check"][1:] if part.startswith("tests/")]
        assert files and all((source.ROOT / part.partition("::")[0]).exists() for part in files)


def test_each_fault_has_a_name_of_its_own() -> None:
    assert [name for name, times in Counter(map(name_of, ALL)).items() if times > 1] == []

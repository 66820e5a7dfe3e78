"""The code itself: size, words, docstrings, settings, secrets."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house import source

CEILINGS = {"griya/*.py": 400, "static/css/*.css": 200, "static/js/*.js": 150}
# A file may be longer only for a reason that stands here.
LONGER: dict[str, str] = {}
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "service",
    "services",
    "data",
}
TOP_LEVEL = {
    ".ci", ".gitignore", "Makefile", "README.md", "docs", "griya", "instance", "pyproject.toml", "requirements-dev.in",
    "requirements-dev.txt", "requirements.in", "requirements.txt", "static", "templates", "tests", "wsgi.py", "bench",
}  # fmt: skip


@pytest.mark.parametrize(("pattern", "ceiling"), CEILINGS.items())
def test_no_file_grows_past_its_ceiling(pattern: str, ceiling: int) -> None:
    folder, _, glob = pattern.rpartition("/")
    for path in source.files(folder, glob):
        if "versions" in path.parts or source.name(path) in LONGER:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= ceiling, (
            f"{source.name(path)} has {lines} lines: give part of it another room (ceiling {ceiling})"
        )


def test_every_module_says_in_a_docstring_what_it_owns() -> None:
    silent = [source.name(path) for path, tree in source.trees() if not ast.get_docstring(tree)]
    assert not silent, f"modules without a docstring: {silent}"


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = [source.name(p) for p in source.files("griya", "*.py") if p.stem in NAMES_THAT_SAY_NOTHING]
    assert not empty, f"name these after what they own: {empty}"


def test_only_the_settings_read_the_environment() -> None:
    readers = set()
    for path, tree in source.trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}:
                readers.add(source.name(path))
    assert readers <= {"griya/cli.py", "griya/bootstrap.py", "griya/__main__.py"}, (
        f"read settings through griya.config.Settings, not the environment: {readers}"
    )


def test_actions_never_commit() -> None:
    found = []
    for path, tree in source.trees():
        if "actions" not in path.parts and path.stem != "actions":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}:
                found.append(f"{source.name(path)}:{node.lineno}")
    assert not found, f"the edge settles transactions, actions flush: {found}"


def test_actions_take_keywords_only() -> None:
    found = []
    for path, tree in source.trees():
        if "actions" not in path.parts and path.stem != "actions":
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args:
                found.append(f"{source.name(path)}:{node.lineno} {node.name}")
    assert not found, f"actions are keyword-only: {found}"


def test_pages_hold_no_session() -> None:
    pages = re.compile(r"griya/[a-z]+/(views|desk)(/[a-z_]+)?\.py")
    found = []
    for path, tree in source.trees():
        if not pages.fullmatch(source.name(path)):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "griya.core.db":
                found.append(source.name(path))
    assert not found, f"pages ask queries and actions; they hold no session: {found}"


def test_nothing_unfinished_is_left_in_the_code() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    found = [
        f"{source.name(path)}:{number}"
        for folder, pattern in (("griya", "*.py"), ("templates", "*.html"), ("static", "*.*"))
        for path in source.files(folder, pattern)
        if path.suffix in {".py", ".html", ".css", ".js"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert not found, f"finish these: {found}"


def test_the_top_level_holds_what_was_agreed() -> None:
    present = {source.name(path).split("/")[0] for path in source.tracked()}
    assert present <= TOP_LEVEL, f"not agreed at the top level: {sorted(present - TOP_LEVEL)}"


def test_no_path_of_a_machine_stands_in_the_project() -> None:
    # Who clones into the folder that every system has, names no folder of his own.
    places = [f"{place}/" for place in {source.ROOT, source.ROOT.parent} - {Path("/"), Path("/tmp")}]
    found = [
        source.name(path)
        for path in source.tracked()
        if path.suffix in {".py", ".md", ".toml", ".html", ".css", ".js", ".txt", ".in", ".yml", ""}
        and any(place in path.read_text(encoding="utf-8", errors="replace") for place in places)
    ]
    assert places and not found, f"paths of this machine in: {found}"


def test_every_pinned_requirement_has_hashes() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (source.ROOT / file).read_text(encoding="utf-8")
        for block in re.split(r"\n(?=\S)", text):
            if "==" in block.split("\n")[0]:
                assert "--hash=sha256:" in block, f"{file}: {block.splitlines()[0]} has no hash; run make lock"
        assert "index-url" not in text and "://" not in re.sub(r"#.*", "", text), f"{file} names a registry's host"


def test_the_program_imports_only_what_its_own_requirements_install() -> None:
    """What the tests need is there when they run: an import of it would fail on a machine that only runs Griya."""
    lines = (source.ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    installed = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines if "==" in line}
    installed = {name.partition("[")[0] for name in installed}
    found = packages_distributions().items()
    homes = {name: {re.sub(r"[-_.]+", "-", home).lower() for home in of} for name, of in found}
    strangers = set()
    for path in sorted((source.ROOT / "griya").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in (name.partition(".")[0] for name in names):
                # `_typeshed` exists for the type checker alone.
                is_own = name in sys.stdlib_module_names or name in {"griya", "_typeshed"}
                if not is_own and not homes.get(name, set()) & installed:
                    strangers.add(f"{path.relative_to(source.ROOT)}: {name}")
    assert not strangers

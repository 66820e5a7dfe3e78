"""States are declared, and only commands write them: what the running guard refuses is not even written down."""

import ast
import re

from sqlalchemy import DateTime

import griya.app  # noqa: F401  every model is known once the program is
from griya.core.db import Base
from griya.core.state import list_states
from tests.house import source

# Columns that look like a state and are none, each for its reason. Whatever else looks like one is declared as one.
NO_STATE = {
    "account_link.ended_at": "a link ends by being used; accounts/actions/links.py records it",
    "account_session.ended_at": "a session ends; accounts/actions/sessions.py records it",
    "inquiry.status_token_digest": "the digest of a key",
    "product_photo.role": "what a photo shows",
    "product_revision.halal_status": "what a revision says; a revision never changes",
    "recovery_code.used_at": "a code is used up; accounts/actions/factors.py records it",
    "screen_report.behind_since": "what a screen says of itself; nobody decides it",
    "region.status": "a fact of the register of regions",
    "thread_event.state_after": "what happened; an event never changes",
    "thread_event.state_before": "what happened; an event never changes",
}
STATE_LIKE = re.compile(r"(^|_)(state|standing|status|stage|role)(_|$)")
# Who changes a state and leaves no event, and where it says why.
UNRECORDED = {"griya/core/outbox/delivery.py", "griya/privacy/actions/erasure.py"}
# What writes rows past the attributes of their class; nobody here has a use for it.
PAST_THE_GUARD = {
    "populate_obj", "bulk_update_mappings", "bulk_insert_mappings", "bulk_save_objects", "set_committed_value",
    "flag_modified", "set_attribute",
}  # fmt: skip


def test_whatever_looks_like_a_state_is_declared_as_one() -> None:
    declared = {(name, key) for name, keys in list_states().items() for key in keys}
    found = []
    for mapper in Base.registry.mappers:
        for prop in mapper.column_attrs:
            column = prop.columns[0]
            is_moment = isinstance(getattr(column.type, "impl", column.type), DateTime) and column.nullable
            if not (STATE_LIKE.search(prop.key) or is_moment):
                continue
            name = f"{mapper.class_.__tablename__}.{column.name}"
            if (mapper.class_.__name__, prop.key) not in declared and name not in NO_STATE:
                found.append(name)
    assert not found, (
        f"declare these by info=STATE (griya/core/state.py), or say in NO_STATE why they are none: {found}"
    )


def test_only_actions_write_states() -> None:
    names = {key for keys in list_states().values() for key in keys}
    found = []
    for path, tree in source.trees():
        where = source.name(path)
        if "actions" in path.parts or path.stem == "actions" or "migrations" in path.parts:
            continue
        for node in ast.walk(tree):
            for target in _targets(node):
                if isinstance(target, ast.Attribute) and target.attr in names and not _is_self(target.value):
                    found.append(f"{where}:{target.lineno} {target.attr}")
    assert not found, f"states are written by commands in actions alone: {found}"


def _targets(node: ast.AST) -> list[ast.expr]:
    """What a statement assigns to, one by one."""
    if isinstance(node, ast.Assign):
        groups = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        groups = [node.target]
    else:
        return []
    return [one for group in groups for one in (group.elts if isinstance(group, ast.Tuple) else [group])]


def _is_self(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id == "self"


def test_nobody_goes_past_the_guard() -> None:
    found = []
    for path, tree in source.trees():
        where = source.name(path)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in PAST_THE_GUARD or called == "setattr":
                found.append(f"{where}:{node.lineno} {called}")
            if called == "unrecorded_state_change" and where not in UNRECORDED:
                found.append(f"{where}:{node.lineno} leaves no event")
    assert not found, f"write attributes by their names, and states in a command: {found}"


def test_no_statement_in_plain_sql_writes_to_a_table_with_a_state() -> None:
    tables = {m.class_.__tablename__ for m in Base.registry.mappers if m.class_.__name__ in list_states()}
    writing = re.compile(rf"\b(?:UPDATE|INTO)\s+\"?({'|'.join(sorted(tables))})\b")
    found = []
    for path, tree in source.trees():
        if "migrations" in path.parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and writing.search(node.value):
                found.append(f"{source.name(path)}:{node.lineno}")
    assert not found, f"change states by commands: {found}"

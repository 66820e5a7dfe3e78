"""Puts the sample's reviews in by the same commands as the desk's: rounds, sheets, results of all kinds, an appeal.

Reviews need people who scored. The sample brings its own, whose accounts are closed at once: nobody signs in as them,
and what they did stays on record when the sample is taken out.
"""

import secrets
import tomllib
from datetime import timedelta
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import delete, exists, select

from griya.accounts.actions.staff import create_account, disable_account
from griya.accounts.models import Account, Role
from griya.catalog.models import Product
from griya.core.clock import WIB, now
from griya.core.db import db
from griya.curation.actions.appeals import OnBehalf, file_appeal
from griya.curation.actions.reviews import open_round, put_forward
from griya.curation.actions.sheets import declare, save_sheet
from griya.curation.actions.verdicts import Ruling, decide_review
from griya.curation.letters import Post
from griya.curation.models import Conflict, CurationReview, CurationRound, Result
from griya.curation.queries.reviews import Review, find_review
from griya.curation.rules import Condition
from griya.curation.rules.scoring import GateAnswer, Sheet
from griya.registry.models import Producer

ROUND_MARK: Final = "Putaran contoh: "
# Address, name, role. The last one files appeals.
PEOPLE: Final = (
    ("kurator-a@contoh.test", "Kurator contoh A", Role.CURATOR),
    ("kurator-b@contoh.test", "Kurator contoh B", Role.CURATOR),
    ("petugas@contoh.test", "Petugas contoh", Role.OFFICER),
)
_SEEN: Final = "Diperiksa langsung pada barangnya (data contoh)."
_REASON: Final = "Data contoh"
# Nobody reads it: no maker of a sample review has an address.
_NO_POST: Final = Post("", "", "", "", "", "")


def has_sample_reviews() -> bool:
    """Whether the sample is there and its reviews with it; True where there is no sample to review."""
    if not db.session.scalar(select(exists().where(Producer.is_sample))):
        return True
    return bool(db.session.scalar(select(exists().where(CurationRound.name.startswith(ROUND_MARK)))))


def load_sample_reviews() -> int:
    """Load the sample's rounds and reviews. Returns how many reviews."""
    document = tomllib.loads(files("griya.sample.data").joinpath("curation.toml").read_text(encoding="utf-8"))
    people = [_person(*one) for one in PEOPLE]
    rounds = {row["name"]: _open(row, people[0]) for row in document["rounds"]}
    slugs = [row["product_slug"] for row in document["reviews"]]
    products = dict(db.session.execute(select(Product.slug, Product.id).where(Product.slug.in_(slugs))).all())
    for row in document["reviews"]:
        _review(row, products[row["product_slug"]], rounds[row["round"]], people)
    for email, _, _ in PEOPLE:
        disable_account(email=email, reason=_REASON)
    return len(document["reviews"])


def remove_sample_rounds() -> None:
    """Remove the sample's rounds; their reviews went with their products."""
    db.session.execute(
        delete(CurationRound)
        .where(CurationRound.name.startswith(ROUND_MARK), ~exists().where(CurationReview.round_id == CurationRound.id))
        .execution_options(synchronize_session=False)
    )


def _person(email: str, name: str, role: Role) -> int:
    found = db.session.scalar(select(Account.id).where(Account.email == email))
    return found or create_account(email=email, name=name, password=secrets.token_urlsafe(24), role=role).id


def _open(row: dict[str, Any], actor_id: int) -> str:
    at = now() - timedelta(days=row["opened_days_ago"])
    closes_on = (now().astimezone(WIB) + timedelta(days=row["closes_in_days"])).date()
    return open_round(name=row["name"], closes_on=closes_on, actor_id=actor_id, at=at).code


def _review(row: dict[str, Any], product_id: int, round_code: str, people: list[int]) -> None:
    at = now() - timedelta(days=row["days_ago"])
    (review,) = put_forward(product_ids=[product_id], actor_id=people[0], note=_REASON, round_code=round_code, at=at)
    for place, scores in enumerate(row["scores"]):
        at += timedelta(hours=3)
        _score(review, scores, people[place], at)
    if "result" not in row:
        return
    at += timedelta(hours=3)
    ruling = Ruling(
        result=Result(row["result"]),
        reason=row["reason"],
        improvement=row.get("improvement", ""),
        conditions=[
            Condition(one["text"], (now().astimezone(WIB) + timedelta(days=one["due_in_days"])).date())
            for one in row.get("conditions", ())
        ],
    )
    decide_review(
        review=review, row_version=review.row_version, ruling=ruling, post=_NO_POST, actor_id=people[1], at=at
    )
    if appeal := row.get("appeal"):
        behalf = OnBehalf(people[2], appeal["acting_for"], appeal["proof"])
        file_appeal(
            review=review, number=1, grounds=appeal["grounds"], post=_NO_POST, on_behalf=behalf,
            at=now() - timedelta(days=appeal["days_ago"]),
        )  # fmt: skip


def _score(review: CurationReview, scores: list[int], curator_id: int, at: Any) -> None:
    sheet = declare(review=review, conflict=Conflict.NONE, actor_id=curator_id, at=at)
    found = _read(review)
    gates = {gate.code: GateAnswer(True, _SEEN) for gate in found.rubric.gates_for(is_food=found.product.is_food)}
    codes = [one.code for one in found.rubric.criteria]
    save_sheet(
        review=review,
        row_version=sheet.row_version,
        content=Sheet(dict(zip(codes, scores, strict=True)), gates),
        note="",
        is_final=True,
        actor_id=curator_id,
        at=at,
    )


def _read(review: CurationReview) -> Review:
    found = find_review(review.code)
    if found is None:
        raise LookupError(review.code)
    return found

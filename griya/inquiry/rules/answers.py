"""What an answer has to say before it counts, and reading what was typed for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from griya.core.words import N_, Sentence
from griya.inquiry.models.threads import AnswerKind
from griya.inquiry.rules.threads import MAX_DAYS, MAX_PRICE, NOTE_LENGTH
from griya.inquiry.rules.wording import CANNOT_REASONS
from griya.registry.rules.unreadable import Unreadable

FACT_LENGTH: Final = 300
_GROUPED: Final = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+")
_PRICE: Final = re.compile(r"(?:rp\.?)?\s*([0-9.,]+?)(?:,-|,00|\.00)?\s*(rb|ribu|k|jt|juta)?", re.IGNORECASE)
_TIMES: Final = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}


@dataclass(frozen=True, slots=True)
class LineDraft:
    """What somebody says of one line, already read."""

    line_id: int
    kind: AnswerKind
    price_idr: int | None = None
    moq: int | None = None
    lead_days: int | None = None
    valid_until: date | None = None
    promised_on: date | None = None
    reason_code: str | None = None
    note: str = ""
    alternative_slug: str | None = None
    facts: dict[str, str] = field(default_factory=dict)


def read_price(raw: str) -> int | None:
    """Rupiah as people write them: `25.000`, `Rp25.000`, `25rb`, `1,5 juta`. None for nothing. Raises `Unreadable`."""
    typed = raw.strip()
    if not typed:
        return None
    match = _PRICE.fullmatch(typed)
    word = (match[2] or "").lower() if match else ""
    digits = match[1] if match else ""
    if word and re.fullmatch(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?", digits):
        price = round(float(digits.replace(",", ".")) * _TIMES[word])
    elif _GROUPED.fullmatch(digits) and not word:
        price = int(re.sub("[.,]", "", digits))
    else:
        raise Unreadable(N_("Tulis harga dalam rupiah, misalnya 25.000."))
    if not 0 < price <= MAX_PRICE:
        raise Unreadable(N_("Harga ini tidak masuk akal. Tulis dalam rupiah, misalnya 25.000."))
    return price


def read_whole(raw: str, *, most: int) -> int | None:
    """A whole number from 0 on; None for nothing. Raises `Unreadable`."""
    typed = raw.strip()
    if not typed:
        return None
    if not _GROUPED.fullmatch(typed) or int(re.sub("[.,]", "", typed)) > most:
        raise Unreadable(Sentence("Tulis angka bulat, paling banyak %(most)d.", most=most))
    return int(re.sub("[.,]", "", typed))


def check_answer(draft: LineDraft, *, label: str, today: date) -> list[str]:
    """Why this cannot be said of a line; empty when it can."""
    faults: list[str] = []
    if draft.kind is AnswerKind.TIME:
        if draft.promised_on is None or not today < draft.promised_on <= today + timedelta(days=MAX_DAYS):
            faults.append(Sentence("%(product)s: tulis sampai tanggal berapa Anda perlu waktu.", product=label))
    elif draft.kind is AnswerKind.CANNOT:
        if draft.reason_code not in CANNOT_REASONS:
            faults.append(Sentence("%(product)s: pilih alasan mengapa tidak bisa.", product=label))
    elif draft.kind is AnswerKind.ALTERNATIVE and not (draft.note.strip() or draft.alternative_slug):
        faults.append(Sentence("%(product)s: tulis alternatifnya.", product=label))
    if draft.valid_until is not None and not today <= draft.valid_until <= today + timedelta(days=MAX_DAYS):
        faults.append(Sentence("%(product)s: “berlaku sampai” harus hari ini atau sesudahnya.", product=label))
    if len(draft.note) > NOTE_LENGTH or any(len(text) > FACT_LENGTH for text in draft.facts.values()):
        faults.append(Sentence("%(product)s: keterangannya terlalu panjang.", product=label))
    return faults


def check_message(body: str, *, most: int) -> list[str]:
    """Why these words cannot be sent; empty when they can."""
    if not any(c.isalnum() for c in body):
        return [N_("Tulis pesannya dahulu.")]
    return [Sentence("Pesan paling panjang %(most)d huruf.", most=most)] if len(body) > most else []


def first_of(codes: Sequence[str], known: dict[str, str]) -> dict[str, str]:
    """The standing facts that answer these questions, in their order."""
    return {code: known[code] for code in codes if code in known}

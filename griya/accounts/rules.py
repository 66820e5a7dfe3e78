"""Decisions about accounts: who may be one, which password will do, when a session ends, where a sign-in may lead."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from email_validator import EmailNotValidError, validate_email

from griya.accounts.models import Role

LONGEST_EMAIL = 254
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD_BYTES = 4096
# What must be left of a password when common words, context words and runs of digits are taken out of it.
_LEAST_OWN_CHARACTERS = 8
# Words that everybody who aims at this site tries first.
CONTEXT_WORDS = (
    "griya", "ikm", "umkm", "disperindag", "perindag", "dinas", "industri", "perindustrian", "perdagangan", "kalbar",
    "kalimantan", "barat", "borneo", "pontianak", "singkawang", "sambas", "mempawah", "landak", "sanggau", "sintang",
    "ketapang", "kapuas", "hulu", "bengkayang", "sekadau", "melawi", "kayong", "kuburaya", "khatulistiwa", "provinsi",
    "kurator", "petugas", "kantor", "showroom", "dekranasda", "produk", "terseleksi",
)  # fmt: skip

# "P@55w0rd" is "password" to everybody who guesses.
_DISGUISES = str.maketrans("@4031!$57", "aaoeiisst")

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
# How stale "last seen" may grow before it is written again: at most one small write a minute for each person.
REFRESH_AFTER = timedelta(minutes=1)

ROLE_NAMES = {Role.CURATOR: "Kurator", Role.OFFICER: "Petugas", Role.ADMINISTRATOR: "Administrator"}

# Whoever answers inquiries sees how the search understands its words; choosing them is part of choosing what is shown.
_SEARCH_WORD_EDITORS = frozenset({Role.CURATOR, Role.ADMINISTRATOR})

SIGN_IN_REFUSED = "E-mail atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."

_LONGEST_PATH = 500
_OWN_PATH = re.compile(r"/meja/[A-Za-z0-9/_.~?=&%+-]*")


def fold_email(raw: str) -> str:
    """The one way in which an address is written and compared; it may still be no address at all."""
    return unicodedata.normalize("NFC", raw).strip().lower()


def is_possible_email(email: str) -> bool:
    """Whether an account could have this address at all, so that nothing else ever reaches the database."""
    return 0 < len(email) <= LONGEST_EMAIL and email.isascii() and email.isprintable()


def check_account(*, email: str, name: str, role: str) -> list[str]:
    """Why this cannot be an account; empty when it can."""
    reasons = []
    try:
        validate_email(email, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        reasons.append("Alamat e-mail ini tidak lengkap; contoh: nama@contoh.id.")
    if len(email) > LONGEST_EMAIL:
        reasons.append(f"Alamat e-mail paling banyak {LONGEST_EMAIL} huruf.")
    if not name or len(name) > 120:
        reasons.append("Nama perlu diisi, paling banyak 120 huruf.")
    if role not in ROLE_NAMES:
        reasons.append(f"Peran harus salah satu dari: {', '.join(Role)}.")
    return reasons


def check_password(password: str, *, own_words: Iterable[str] = ()) -> list[str]:
    """Why this password will not do; empty when it will. `own_words` are the person's e-mail and name.

    Length and a list of words, no composition rule, nothing trimmed or cut (NIST SP 800-63B, OWASP ASVS 6.2).
    """
    if is_too_long(password):
        return [f"Kata sandi paling banyak {LONGEST_PASSWORD_BYTES} bita."]
    if len(password) < SHORTEST_PASSWORD:
        return [f"Kata sandi paling sedikit {SHORTEST_PASSWORD} karakter. Beberapa kata acak lebih mudah diingat."]
    if _is_guessable(password, own_words):
        return ["Kata sandi ini mudah ditebak. Pakai beberapa kata yang tidak berhubungan, atau kata sandi acak."]
    return []


def is_too_long(password: str) -> bool:
    """Whether the password is refused before anything is hashed."""
    return len(password) > LONGEST_PASSWORD_BYTES or len(password_bytes(password)) > LONGEST_PASSWORD_BYTES


def password_bytes(password: str) -> bytes:
    """What is hashed: NFC, so that two keyboards that compose an accent differently write the same password."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _is_guessable(password: str, own_words: Iterable[str]) -> bool:
    """Whether too little is left once the words and digit runs that are tried first are taken out."""
    folded = unicodedata.normalize("NFKC", password).lower()
    own = {part for word in own_words for part in re.findall(r"\w{3,}", word.lower())}
    words = sorted({*common_passwords(), *CONTEXT_WORDS, *own}, key=len, reverse=True)
    left = min(len(_without(words, text)) for text in (folded, folded.translate(_DISGUISES)))
    return left < _LEAST_OWN_CHARACTERS or len(set(folded)) < 5


def _without(words: Sequence[str], text: str) -> str:
    for word in words:
        text = text.replace(word, "\0")
    return re.sub(r"\d{4,}|\0|(.)\1{2,}", "", text)


@cache
def common_passwords() -> frozenset[str]:
    """Words and patterns that head every published list of leaked passwords, lower case, written down by hand."""
    text = files(__package__).joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def may_edit_search_words(role: str) -> bool:
    """Whether somebody in this role may change what the search takes for the same, and what it leaves out."""
    return role in _SEARCH_WORD_EDITORS


def is_session_alive(*, created_at: datetime, seen_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Whether a session still signs somebody in: not ended, used within 30 minutes, begun within 12 hours."""
    return ended_at is None and at - seen_at < IDLE_LIMIT and at - created_at < ABSOLUTE_LIMIT


def is_refresh_due(*, seen_at: datetime, at: datetime) -> bool:
    """Whether "last seen" has grown stale enough to be written again."""
    return at - seen_at >= REFRESH_AFTER


def own_path(raw: str | None) -> str | None:
    """`raw` when it leads to a page of the desk and nowhere else, else None.

    Everything a browser might read as another host is outside the pattern: `//host`, a backslash, `@`, `:`, a line
    break. A dot segment is refused too, because it would leave the desk.
    """
    if raw is None or len(raw) > _LONGEST_PATH or not _OWN_PATH.fullmatch(raw):
        return None
    path = raw.partition("?")[0].lower()
    if "//" in path or "%" in path or any(part in {".", ".."} for part in path.split("/")):
        return None
    return raw

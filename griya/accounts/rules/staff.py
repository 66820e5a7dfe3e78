"""What an administrator may do to an account, and why not."""

from dataclasses import dataclass
from enum import StrEnum

from griya.accounts.models import Role
from griya.accounts.rules import ROLE_NAMES
from griya.accounts.rules.access import ASSIGNABLE

SHORTEST_REASON, LONGEST_REASON = 5, 300

NOT_ADMINISTRATOR = "Hanya administrator yang masih aktif dapat melakukan ini."


class Step(StrEnum):
    """A change an administrator makes to an account, as it stands in the address."""

    ROLE = "peran"
    DISABLE = "tutup"
    ENABLE = "buka"
    LETTER = "surat"
    END_SESSIONS = "akhiri-sesi"
    DROP_FACTOR = "lepas-kode"


class AccountState(StrEnum):
    """Where an account stands, read from its values."""

    ACTIVE = "aktif"
    INVITED = "diundang"
    DISABLED = "ditutup"


STATE_NAMES = {
    AccountState.ACTIVE: "Aktif",
    AccountState.INVITED: "Diundang",
    AccountState.DISABLED: "Ditutup",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """The account that a step is about, and what else the decision needs to know."""

    is_oneself: bool
    role: str
    is_disabled: bool
    has_password: bool
    has_factor: bool
    is_last_administrator: bool


def account_state(*, is_disabled: bool, has_password: bool) -> AccountState:
    """The state of an account."""
    if is_disabled:
        return AccountState.DISABLED
    return AccountState.ACTIVE if has_password else AccountState.INVITED


def check_reason(reason: str) -> list[str]:
    """Why these words are no reason; the record needs one that somebody else understands later."""
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        return [f"Tulis alasannya, {SHORTEST_REASON} sampai {LONGEST_REASON} huruf."]
    return []


def step_faults(step: Step, subject: Subject, *, new_role: str = "") -> list[str]:
    """Why a step cannot be taken; empty when it can."""
    return {
        Step.ROLE: _role_faults,
        Step.DISABLE: _disable_faults,
        Step.ENABLE: _enable_faults,
        Step.LETTER: _letter_faults,
        Step.END_SESSIONS: lambda *_: [],
        Step.DROP_FACTOR: _factor_faults,
    }[step](subject, new_role)


def _role_faults(subject: Subject, new_role: str) -> list[str]:
    if new_role not in ASSIGNABLE:
        return [f"Peran harus salah satu dari: {', '.join(ROLE_NAMES[role] for role in ASSIGNABLE)}."]
    if new_role == subject.role:
        return [f"Akun ini sudah {ROLE_NAMES[Role(new_role)].lower()}."]
    if subject.role == Role.ADMINISTRATOR:
        if subject.is_oneself:
            return ["Anda tidak dapat melepas peran administrator Anda sendiri. Minta administrator lain."]
        if subject.is_last_administrator:
            return ["Ini administrator aktif yang terakhir. Angkat administrator lain lebih dulu."]
    return []


def _disable_faults(subject: Subject, _role: str) -> list[str]:
    if subject.is_oneself:
        return ["Anda tidak dapat menutup akun Anda sendiri. Minta administrator lain."]
    if subject.is_disabled:
        return ["Akun ini sudah ditutup."]
    if subject.is_last_administrator:
        return ["Ini administrator aktif yang terakhir. Angkat administrator lain lebih dulu."]
    return []


def _enable_faults(subject: Subject, _role: str) -> list[str]:
    return [] if subject.is_disabled else ["Akun ini tidak ditutup."]


def _letter_faults(subject: Subject, _role: str) -> list[str]:
    return ["Akun ini ditutup. Buka lebih dulu."] if subject.is_disabled else []


def _factor_faults(subject: Subject, _role: str) -> list[str]:
    if subject.is_oneself:
        return ["Kode Anda sendiri hanya dapat dilepas oleh administrator lain, atau lewat griya account drop-factor."]
    return [] if subject.has_factor else ["Akun ini tidak memakai kode kedua."]

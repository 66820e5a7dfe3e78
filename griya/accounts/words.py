"""How the desk says what happens to an account: the steps an administrator takes, and the lines of its history."""

from dataclasses import dataclass

from griya.accounts.queries.staff import HistoryRow
from griya.accounts.rules import ROLE_NAMES
from griya.accounts.rules.staff import Step


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step: its heading, what it will do, the word on its button, what is said afterwards."""

    title: str
    effect: str
    button: str
    done: str


STEP_WORDS = {
    Step.ROLE: StepWords(
        "Ganti peran",
        "Peran menentukan halaman yang dapat dibuka. Semua sesinya berakhir, dan orangnya diberi tahu lewat surat.",
        "Ganti peran",
        "Peran diganti.",
    ),
    Step.DISABLE: StepWords(
        "Tutup akun",
        "Orangnya langsung keluar dan tidak dapat masuk lagi. Yang pernah dilakukannya tetap tercatat.",
        "Tutup akun",
        "Akun ditutup.",
    ),
    Step.ENABLE: StepWords(
        "Buka lagi akun",
        "Orangnya dapat masuk lagi dengan kata sandi dan peran yang lama.",
        "Buka lagi",
        "Akun dibuka lagi.",
    ),
    Step.LETTER: StepWords(
        "Kirim tautan kata sandi",
        "Orangnya mendapat surat dengan tautan untuk membuat kata sandi. Anda tidak melihat kata sandinya.",
        "Kirim tautan",
        "Surat dengan tautan kata sandi ditulis ke kotak keluar.",
    ),
    Step.END_SESSIONS: StepWords(
        "Akhiri semua sesi",
        "Orangnya keluar di semua perangkat dan perlu masuk lagi.",
        "Akhiri semua sesi",
        "Semua sesinya berakhir.",
    ),
    Step.DROP_FACTOR: StepWords(
        "Lepas kode kedua",
        "Untuk orang yang kehilangan telepon dan kode cadangannya. Pastikan dulu bahwa ini memang orangnya, misalnya "
        "dengan bertemu. Semua sesinya berakhir.",
        "Lepas kode kedua",
        "Kode kedua dilepas.",
    ),
}

HISTORY_WORDS = {
    "account.created": "Akun dibuat",
    "account.invited": "Diundang",
    "account.link_given": "Tautan kata sandi diberikan",
    "account.password_set": "Kata sandi pertama dibuat",
    "account.password_reset": "Kata sandi diganti lewat tautan atau perintah",
    "account.password_changed": "Kata sandi diganti pemiliknya",
    "account.address_requested": "Meminta alamat e-mail baru",
    "account.address_changed": "Alamat e-mail diganti",
    "account.renamed": "Nama diganti",
    "account.role_changed": "Peran diganti",
    "account.disabled": "Akun ditutup",
    "account.enabled": "Akun dibuka lagi",
    "session.created": "Masuk",
    "session.password_accepted": "Kata sandi benar, menunggu kode",
    "session.refused": "Percobaan masuk ditolak",
    "session.renewed": "Kata sandi diminta lagi dan benar",
    "session.ended": "Sesi berakhir",
    "session.others_ended": "Sesi lain diakhiri",
    "session.all_ended": "Semua sesi diakhiri administrator",
    "proof.refused": "Kata sandi diminta lagi dan salah",
    "factor.set_up": "Kode kedua dipasang",
    "factor.replaced": "Kode kedua dipasang di aplikasi lain",
    "factor.removed": "Kode kedua dilepas pemiliknya",
    "factor.dropped": "Kode kedua dilepas administrator",
    "factor.refused": "Kode kedua salah",
    "factor.codes_renewed": "Kode cadangan diganti",
    "factor.code_spent": "Kode cadangan dipakai",
}


def history_words(row: HistoryRow) -> str:
    """What stood before and what stands after, where that is words a person reads."""
    before, after = row.before or {}, row.after or {}
    if row.verb == "account.role_changed":
        return f"{_role(before.get('role'))} → {_role(after.get('role'))}"
    for name in ("name", "email"):
        if name in before and name in after:
            return f"{before[name]} → {after[name]}"
    if row.verb in {"account.invited", "account.created"}:
        return _role(after.get("role"))
    return ""


def _role(value: object) -> str:
    return next((name for role, name in ROLE_NAMES.items() if role == value), "")

"""What the desk's templates about producers call things."""

from typing import Any, Final

from griya.dossier.desk import blueprint
from griya.dossier.rules import MERGED_NAME, STANDING_NAMES, STEPS, Step
from griya.dossier.rules.asked import LACKS
from griya.dossier.rules.facts import CHANNEL_NAMES, MEANS, WOMEN_OWNED_NAMES, contact_words, in_words
from griya.intake.rules.choices import LEGAL_FORM_WORDS
from griya.registry.models import CredentialState

EVENT_NAMES: Final = {
    "producer.created": "Dicatat",
    "producer.described": "Diisi petugas",
    "producer.changed": "Diubah",
    "producer.suspended": "Ditangguhkan",
    "producer.listed": "Dipulihkan",
    "producer.closed": "Ditutup",
    "producer.merged": "IKM lain digabung ke sini",
    "producer.joined": "Digabung ke IKM lain",
    "producer.split": "Penggabungan dibatalkan",
    "producer.left": "Berdiri sendiri lagi",
    "producer.told_apart": "Dinyatakan bukan duplikat",
    "producer.taken_together": "Pernyataan bukan duplikat dicabut",
}
CREDENTIAL_NAMES: Final = {
    CredentialState.CLAIMED: "Diklaim",
    CredentialState.SEEN: "Berkas dilihat",
    CredentialState.CHECKED: "Terverifikasi",
    CredentialState.REVOKED: "Dicabut",
    CredentialState.NOT_FOUND: "Tidak ditemukan",
    CredentialState.NOT_APPLICABLE: "Tidak berlaku",
}
STEP_WORDS: Final = {
    Step.SUSPEND: ("Tangguhkan", "Semua produknya berhenti tampil sampai dipulihkan. Dapat dibatalkan kapan saja."),
    Step.RESTORE: ("Pulihkan", "Produk yang sudah tayang tampil lagi di semua tempat."),
    Step.CLOSE: ("Tutup", "Untuk usaha yang sudah berakhir. Ini tidak dapat dibatalkan."),
}
_REASONS: Final = {code: words for rule in STEPS.values() for code, words in rule.reasons.items()}


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {
        "standing_names": {**STANDING_NAMES, "merged": MERGED_NAME},
        "legal_forms": LEGAL_FORM_WORDS,
        "lack_names": LACKS,
        "event_names": EVENT_NAMES,
        "credential_names": CREDENTIAL_NAMES,
        "step_words": STEP_WORDS,
        "reason_names": _REASONS,
        "channel_names": CHANNEL_NAMES,
        "means_names": MEANS,
        "women_names": WOMEN_OWNED_NAMES,
        "contact_words": contact_words,
        "in_words": in_words,
    }

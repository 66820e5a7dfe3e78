"""What the desk's templates about products call states, steps and the lines of their record."""

from typing import Final

from griya.catalog.desk import blueprint
from griya.catalog.models import PhotoRole
from griya.catalog.models.drafts import DraftState
from griya.catalog.queries.desk import STATE_NAMES
from griya.catalog.rules.completeness import PURPOSE_NAMES, Place
from griya.catalog.rules.draft import CONSENT_KINDS, SPEC_OF
from griya.catalog.rules.photos import PHOTO_ROLE_LABELS
from griya.catalog.rules.publication import REQUEST_CODES, request_fields

DRAFT_NAMES: Final = {
    DraftState.WRITING: "Draf ditulis",
    DraftState.SUBMITTED: "Draf diajukan",
    DraftState.IN_REVIEW: "Draf diperiksa",
    DraftState.CHANGES_REQUESTED: "Draf perlu perbaikan",
}
VERB_NAMES: Final = {
    "product.created": "Produk dibuat",
    "product.published": "Tayang",
    "product.withdrawn": "Ditarik",
    "product.returned": "Ditayangkan lagi",
    "product.suspended": "Dihentikan",
    "product.resumed": "Penghentian diakhiri",
    "product.archived": "Diarsipkan",
    "product.unarchived": "Keluar dari arsip",
    "product.safe_fields_changed": "Diubah bersama produk lain",
    "product_draft.saved": "Draf disimpan",
    "product_draft.photos_saved": "Foto draf disimpan",
    "product_draft.consent_file_kept": "Bukti persetujuan disimpan",
    "product_draft.dropped": "Draf dibuang",
    "product_draft.submitted": "Draf diajukan",
    "product_draft.taken": "Draf diambil untuk diperiksa",
    "product_draft.released": "Draf dilepas lagi",
    "product_draft.sent_back": "Perbaikan diminta",
    "product_draft.approved": "Draf disetujui",
    "photo.added": "Foto ditambah",
    "photo.removed": "Foto dihapus",
    "photo.arranged": "Foto ditayangkan",
}
# On which part of the desk a missing thing is mended, as a link says it.
PLACE_NAMES: Final = {
    Place.FORM: "Isi di formulir",
    Place.PHOTOS: "Buka foto",
    Place.PRODUCER: "Lihat IKM",
    Place.CREDENTIALS: "Periksa sertifikat IKM",
}
STEPS: Final = {
    "tarik": ("withdraw", "Tarik dari tayangan"),
    "kembali": ("return", "Tayangkan lagi"),
    "hentikan": ("suspend", "Hentikan"),
    "lanjutkan": ("resume", "Akhiri penghentian"),
    "arsipkan": ("archive", "Arsipkan"),
    "keluar": ("unarchive", "Keluarkan dari arsip"),
}


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "state_names": STATE_NAMES,
        "draft_names": DRAFT_NAMES,
        "verb_names": VERB_NAMES,
        "purpose_names": PURPOSE_NAMES,
        "place_names": PLACE_NAMES,
        "consent_kinds": CONSENT_KINDS,
        "request_codes": REQUEST_CODES,
        "request_field_names": request_fields(),
        "field_labels": {key: spec.label for key, spec in SPEC_OF.items()},
        "photo_roles": {str(role): PHOTO_ROLE_LABELS[role] for role in PhotoRole},
    }

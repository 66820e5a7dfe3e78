"""How the record is told: one sentence for each verb, words for what stood before and after.

A feature that records a verb of its own puts the verb's words here, in the order of the packages;
tests/accounts/test_record.py finds the ones that are missing. A verb without words is told as it is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from griya.core.text import moment

# Who acts where no person does.
NOBODY: Final = "Griya"

# What kind of thing an event is about, by its object type.
NOUNS: Final = {
    "account": "akun",
    "category": "rak",
    "credential": "kredensial",
    "curation_review": "penilaian",
    "curation_round": "putaran kurasi",
    "curation_rubric": "rubrik kurasi",
    "emergency": "pesan darurat",
    "holiday": "hari libur",
    "import": "impor",
    "inquiries": "daftar permintaan",
    "inquiry": "permintaan",
    "intake": "impor",
    "material": "bahan",
    "outbox_message": "surat",
    "preview_link": "tautan pratinjau",
    "producer": "IKM",
    "privacy_breach": "kebocoran data",
    "privacy_request": "permintaan data pribadi",
    "product": "produk",
    "record": "catatan",
    "sample": "data contoh",
    "retention_policy": "masa simpan",
    "saved_view": "saringan tersimpan",
    "sheet": "lembar kerja",
    "screen": "layar",
    "screen_day": "hitungan layar",
    "screen_group": "kelompok layar",
    "saved_reply": "balasan siap pakai",
    "search_stop_word": "kata yang diabaikan",
    "search_variant": "padanan kata",
    "search_words": "daftar kata cari",
    "selection": "pilihan",
    "selection_version": "versi pilihan",
    "showroom_place": "tempat layar",
    "slot": "tempat tayang",
    "substitution": "pengganti petugas",
    "technique": "teknik",
    "term_proposal": "usulan istilah",
    "territory": "wilayah petugas",
    "working_hours": "jam kerja",
}
# What was done, as it stands behind who did it: "Sari menayangkan produk GX-001-02".
VERBS: Final = {
    "account.created": "membuat akun",
    "account.invited": "mengundang",
    "account.link_given": "memberi tautan kata sandi kepada",
    "account.password_set": "membuat kata sandi pertama untuk",
    "account.password_reset": "mengganti lewat tautan atau perintah kata sandi",
    "account.password_changed": "mengganti kata sandi",
    "account.address_requested": "meminta alamat e-mail baru untuk",
    "account.address_changed": "mengganti alamat e-mail",
    "account.renamed": "mengganti nama",
    "account.role_changed": "mengganti peran",
    "account.disabled": "menutup akun",
    "account.enabled": "membuka lagi akun",
    "session.created": "masuk sebagai",
    "session.password_accepted": "menulis kata sandi yang benar, menunggu kode, sebagai",
    "session.refused": "menolak percobaan masuk sebagai",
    "session.renewed": "menerima kata sandi yang diminta lagi dari",
    "session.ended": "mengakhiri sesi",
    "session.others_ended": "mengakhiri sesi lain milik",
    "session.all_ended": "mengakhiri semua sesi",
    "proof.refused": "menolak kata sandi yang diminta lagi dari",
    "factor.set_up": "memasang kode kedua",
    "factor.replaced": "memasang kode kedua di aplikasi lain untuk",
    "factor.removed": "melepas kode kedua miliknya sendiri",
    "factor.dropped": "melepas kode kedua",
    "factor.refused": "menolak kode kedua dari",
    "factor.codes_renewed": "mengganti kode cadangan",
    "factor.code_spent": "memakai kode cadangan",
    "producer.created": "mendaftarkan IKM",
    "producer.changed": "mengubah data IKM",
    "producer.described": "mengubah cerita IKM",
    "producer.joined": "memasukkan anggota ke IKM",
    "producer.left": "mengeluarkan anggota dari IKM",
    "producer.merged": "menggabungkan IKM",
    "producer.split": "memisahkan lagi IKM",
    "producer.taken_together": "menandai sama IKM",
    "producer.told_apart": "menandai berbeda IKM",
    "producer.listed": "mendaftarkan lagi IKM",
    "producer.suspended": "menghentikan sementara IKM",
    "producer.closed": "menutup IKM",
    "credential.added": "mencatat kredensial",
    "product.created": "memasukkan produk",
    "product.published": "menayangkan produk",
    "product.withdrawn": "menarik produk",
    "product.archived": "mengarsipkan produk",
    "product.unarchived": "mengeluarkan dari arsip produk",
    "product.suspended": "menghentikan produk",
    "product.resumed": "mengakhiri penghentian produk",
    "product.returned": "menayangkan lagi produk",
    "product.answer_shown": "menampilkan jawaban tetap pada produk",
    "product.answer_kept": "menyimpan jawaban tetap tanpa menampilkannya pada produk",
    "product.safe_fields_changed": "mengubah stok atau rak produk",
    "product_draft.saved": "menyimpan draf produk",
    "product_draft.submitted": "mengajukan draf produk",
    "product_draft.taken": "mengambil untuk diperiksa produk",
    "product_draft.released": "melepas pemeriksaan produk",
    "product_draft.sent_back": "meminta perbaikan produk",
    "product_draft.approved": "menyetujui draf produk",
    "product_draft.dropped": "membuang draf produk",
    "product_draft.photos_saved": "menyimpan foto draf produk",
    "product_draft.consent_file_kept": "menyimpan surat persetujuan foto produk",
    "photo.arranged": "menata foto produk",
    "photo.added": "menambah foto produk",
    "photo.removed": "mengambil foto produk",
    "category.merged": "menggabungkan rak",
    "material.merged": "menggabungkan bahan",
    "technique.merged": "menggabungkan teknik",
    "term_proposal.made": "mengusulkan istilah pada",
    "term_proposal.accepted": "menerima",
    "term_proposal.mapped": "menyamakan dengan istilah lain",
    "term_proposal.declined": "menolak",
    "search_variant.created": "menambah padanan kata",
    "search_variant.changed": "mengubah padanan kata",
    "search_variant.disabled": "mematikan padanan kata",
    "search_variant.enabled": "menyalakan lagi padanan kata",
    "search_variant.removed": "menghapus padanan kata",
    "search_variant.put": "mencatat padanan kata",
    "search_stop_word.created": "menambah kata yang diabaikan",
    "search_stop_word.disabled": "mematikan kata yang diabaikan",
    "search_stop_word.enabled": "menyalakan lagi kata yang diabaikan",
    "search_stop_word.removed": "menghapus kata yang diabaikan",
    "search_stop_word.put": "mencatat kata yang diabaikan",
    "search_words.loaded": "memuat daftar kata cari",
    "selection.created": "membuat pilihan",
    "selection.renamed": "mengganti judul pilihan",
    "selection_version.drafted": "menyusun",
    "selection_version.changed": "mengubah rancangan",
    "selection_version.approved": "menyetujui",
    "selection_version.cancelled": "membatalkan",
    "selection_version.returned": "menayangkan lagi",
    "curation_round.opened": "membuka putaran kurasi",
    "curation_rubric.approved": "menyetujui rubrik kurasi",
    "curation_rubric.changed": "mengubah rancangan rubrik kurasi",
    "curation_rubric.drafted": "menyusun rancangan rubrik kurasi",
    "curation_rubric.loaded": "memuat rubrik awal kurasi",
    "curation.appeal_decided": "memutus banding atas",
    "curation.appealed": "mengajukan banding atas",
    "curation.condition_extended": "memberi waktu lagi untuk syarat",
    "curation.condition_met": "menandai syarat terpenuhi pada",
    "curation.declared": "menyatakan hubungan dengan pembuat pada",
    "curation.put_forward": "mengajukan ke kurasi",
    "curation.released": "menyerahkan kursi penilai pada",
    "curation.scored": "menyerahkan nilai untuk",
    "curation.verdict.banding": "memutus dalam banding",
    "curation.verdict.pencabutan": "mencabut hasil kurasi",
    "curation.verdict.putusan": "memutus hasil kurasi",
    "curation.verdict.syarat": "menjadikan terseleksi",
    "curation.withdrawn": "menarik penilaian",
    "slot.changed": "mengubah tempat tayang",
    "slot.added": "membuat tempat tayang",
    "slot.closed": "menutup tempat tayang",
    "slot.opened": "membuka lagi tempat tayang",
    "preview_link.created": "membuat tautan pratinjau",
    "preview_link.revoked": "mencabut tautan pratinjau",
    "screen.added": "menambah layar",
    "screen.changed": "mengubah layar",
    "screen.paired": "memasang layar",
    "screen.paired_again": "memasang perangkat lain sebagai layar",
    "screen.retired": "menghentikan layar",
    "screen_day.taken": "mengunduh hitungan layar",
    "screen_group.added": "menambah kelompok layar",
    "screen_group.changed": "mengubah kelompok layar",
    "showroom_place.added": "menambah tempat layar",
    "showroom_place.changed": "mengubah jam buka atau nama tempat layar",
    "emergency.sent": "menampilkan pesan darurat",
    "emergency.ended": "mengakhiri pesan darurat",
    "inquiry.erased": "menghapus data pribadi dari permintaan",
    "inquiry.answered": "menjawab permintaan",
    "inquiry.asked_back": "bertanya balik tentang permintaan",
    "inquiry.assigned": "mengganti penanggung jawab permintaan",
    "inquiry.closed": "menyelesaikan permintaan",
    "inquiry.contact_corrected": "membetulkan kontak pembeli permintaan",
    "inquiry.escalated": "mengalihkan kepada petugas permintaan",
    "inquiry.forwarded": "meneruskan kepada pengrajin permintaan",
    "inquiry.held": "menahan permintaan",
    "inquiry.link_renewed": "mengganti tautan pembeli permintaan",
    "inquiry.links_revoked": "mencabut tautan pengrajin permintaan",
    "inquiry.merged": "menggabungkan permintaan",
    "inquiry.noted": "menulis catatan internal pada permintaan",
    "inquiry.opened": "membuka percakapan permintaan",
    "inquiry.marked_spam": "menyatakan spam permintaan",
    "inquiry.released": "melepas dari karantina permintaan",
    "inquiry.reminded": "mengingatkan pengrajin tentang permintaan",
    "inquiry.reopened": "membuka lagi permintaan",
    "inquiry.replied": "mencatat balasan pembeli pada permintaan",
    "inquiry.seen": "mencatat sudah dilihat permintaan",
    "inquiry.submit": "menerima permintaan",
    "inquiry.time_asked": "mencatat permintaan waktu untuk permintaan",
    "inquiry.told_apart": "menyatakan berbeda permintaan",
    "inquiry.came_of": "mencatat hasil permintaan",
    "inquiry.restricted": "menghentikan pemakaian data dalam percakapan permintaan",
    "inquiry.resumed": "melanjutkan pemakaian data dalam percakapan permintaan",
    "inquiry.use_restricted": "menghentikan pemakaian data pembeli pada permintaan",
    "inquiry.use_resumed": "melanjutkan pemakaian data pembeli pada permintaan",
    "inquiry.erasure_asked": "mencatat permintaan penghapusan data untuk permintaan",
    "inquiries.exported": "mengunduh daftar permintaan",
    "holiday.added": "menambah hari libur",
    "holiday.removed": "menghapus hari libur",
    "working_hours.changed": "mengubah jam kerja",
    "territory.changed": "mengubah wilayah petugas",
    "substitution.added": "mencatat pengganti petugas",
    "substitution.removed": "menghapus pengganti petugas",
    "saved_reply.added": "menambah balasan siap pakai",
    "saved_reply.changed": "mengubah balasan siap pakai",
    "saved_reply.archived": "mengarsipkan balasan siap pakai",
    "intake.imported": "mengimpor lembar kerja",
    "outbox_message.replaced": "menghubungi lewat jalan lain penerima surat",
    "outbox_message.returned": "menandai kembali surat",
    "outbox_message.sent_again": "mengirim lagi surat",
    "privacy_breach.reported": "menyusun pemberitahuan kebocoran",
    "privacy_request.answered": "menjawab permintaan data pribadi",
    "privacy_request.copied": "mengunduh data orang untuk permintaan data pribadi",
    "privacy_request.taken": "mencatat permintaan data pribadi",
    "record.exported": "mengunduh catatan",
    "retention_policy.changed": "mengubah masa simpan",
    "saved_view.kept": "menyimpan saringan",
    "saved_view.dropped": "menghapus saringan",
    "sheet.taken": "mengunduh lembar kerja",
    "sample.loaded": "memuat data contoh",
    "sample.removed": "menghapus data contoh",
}
_FIELDS: Final = {
    "thread": "Percakapan nomor", "threads": "Percakapan", "side": "Oleh", "officer": "Petugas", "into": "Ke",
    "value_idr": "Nilai (Rp)", "withdrawn": "Ditarik", "substitute": "Pengganti",
    "added": "Ditambah", "removed": "Dikeluarkan", "moved": "Dipindah", "shown": "Ditampilkan",
    "reserve": "Dijadikan cadangan", "lines": "Produk diminta", "letters": "Surat", "source": "Lewat",
    "changed": "Yang diubah",
    "notice": "Pemberitahuan privasi", "alt_id": "Keterangan foto", "approved_at": "Disetujui",
    "at": "Waktu", "by_mail": "Lewat surat", "code": "Kode",
    "digest": "Sidik berkas", "email": "E-mail", "ends_at": "Sampai", "expires_at": "Berlaku sampai", "file": "Berkas",
    "has_factor": "Kode kedua", "instead_of": "Menggantikan versi", "is_disabled": "Ditutup",
    "is_permanent": "Tetap", "kind": "Jenis", "live_revision_id": "Isi yang tayang", "meaning": "Yang dimaksud",
    "name": "Nama", "network": "Jaringan", "number": "Nomor", "products": "Produk", "product_ids": "Produk",
    "producers": "IKM", "purpose": "Tujuan", "reason": "Alasan", "region_code": "Wilayah", "role": "Peran",
    "rows": "Baris", "session": "Sesi", "sessions_ended": "Sesi berakhir", "slot": "Tempat tayang", "slug": "Alamat",
    "standing": "Kedudukan", "starts_at": "Mulai", "state": "Keadaan", "title_en": "Judul (Inggris)",
    "conflict": "Hubungan", "seat": "Kursi", "result": "Hasil", "computed": "Hasil hitungan", "score": "Nilai",
    "verdict": "Putusan", "channel": "Lewat", "proof": "Bukti", "outcome": "Hasil", "condition": "Syarat",
    "due_on": "Paling lambat", "closes_on": "Ditutup", "product": "Produk", "rubric": "Rubrik", "round": "Putaran",
    "due_at": "Batas waktu", "days": "Hari",
    "from": "Disalin dari versi", "valid_on": "Berlaku mulai", "requires_distinction": "Hanya produk terseleksi",
    "group": "Kelompok", "place": "Tempat", "diagonal_tenths": "Diagonal (sepersepuluh inci)",
    "distance_cm": "Jarak (cm)", "width_px": "Lebar (piksel)", "height_px": "Tinggi (piksel)",
    "ratio_percent": "Skala (%)", "rotation": "Putaran", "is_quiet": "Tanpa gerak", "is_still": "Tanpa gerak",
    "idle_seconds": "Waktu tunggu kios (detik)", "night": "Gambar malam", "hours": "Jam buka",
    "special_days": "Hari khusus", "message": "Pesan",
    "title_id": "Judul", "to_version": "Ke versi", "version_id": "Versi", "word": "Kata",
}  # fmt: skip
_VALUES: Final = {
    "draft": "draf", "submitted": "diajukan", "in_review": "diperiksa", "changes_requested": "perlu perbaikan",
    "published": "tayang", "withdrawn": "ditarik", "suspended": "dihentikan", "archived": "diarsipkan",
    "listed": "terdaftar", "closed": "ditutup", "claimed": "diakui sendiri", "seen": "sudah dilihat",
    "checked": "sudah diperiksa", "revoked": "dicabut", "curator": "kurator", "officer": "petugas",
    "administrator": "administrator", "live": "tayang", "scheduled": "dijadwalkan", "cancelled": "dibatalkan",
    "over": "selesai", "invitation": "undangan", "reset": "kata sandi baru",
}  # fmt: skip
_WORDY: Final = frozenset({"state", "standing", "role", "kind"})
_LONGEST_VALUE: Final = 300


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an event says of before and after, in words; "–" where it says nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a person reads it."""

    number: int
    at: datetime
    actor: str
    actor_code: str
    acting_for: str
    done: str
    noun: str
    verb: str
    object_type: str
    object_key: str
    reason_code: str
    reason: str
    changes: Sequence[Change]
    request_id: str


def tell(
    *,
    number: int,
    at: datetime,
    actor: str | None,
    actor_code: str | None,
    acting_for: str | None,
    verb: str,
    object_type: str,
    object_key: str,
    reason_code: str | None,
    reason: str | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    request_id: str | None,
) -> Told:
    """The event in words. What is neither before nor after is not told."""
    names = [*(before or {}), *(name for name in after or {} if name not in (before or {}))]
    return Told(
        number=number,
        at=at,
        actor=actor or NOBODY,
        actor_code=actor_code or "",
        acting_for=acting_for or "",
        done=VERBS.get(verb, verb),
        noun=NOUNS.get(object_type, object_type),
        verb=verb,
        object_type=object_type,
        object_key=object_key,
        reason_code=reason_code or "",
        reason=reason or "",
        changes=[
            Change(
                _FIELDS.get(name, name),
                value_words(name, (before or {}).get(name)),
                value_words(name, (after or {}).get(name)),
            )
            for name in names
        ],
        request_id=request_id or "",
    )


def _side(values: Mapping[str, Any] | None, name: str) -> str:
    return value_words(name, (values or {}).get(name))


def verbs_saying(word: str) -> list[str]:
    """The verbs whose words hold this one."""
    return sorted(verb for verb, words in VERBS.items() if word.lower() in words.lower())


def value_words(name: str, value: Any) -> str:
    """A value as a person reads it: yes and no, moments in WIB, states by their words, long ones cut."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return _cut(", ".join(value_words(name, one) for one in value))
    if isinstance(value, dict):
        return _cut("; ".join(f"{_FIELDS.get(key, key)}: {value_words(key, one)}" for key, one in value.items()))
    text = str(value)
    if name.endswith("_at") or name == "at":
        try:
            return moment(datetime.fromisoformat(text))
        except ValueError:
            return _cut(text)
    return _VALUES.get(text, text) if name in _WORDY else _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"

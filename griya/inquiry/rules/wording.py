"""What a thread's state is called: by the desk, and by the buyer, who reads other words."""

from dataclasses import dataclass
from typing import Final

from griya.core.words import N_
from griya.inquiry.models.threads import AnswerKind, Outcome, Side, ThreadEventKind, ThreadState


@dataclass(frozen=True, slots=True)
class Words:
    """One state in both vocabularies. An empty `buyer` is not shown to a buyer at all."""

    desk: str
    buyer: str
    # What comes next, for the buyer.
    next: str = ""


_WAITING: Final = N_("Menunggu jawaban pengrajin")
_USUALLY: Final = N_("Biasanya dijawab dalam 2 hari kerja.")
STATES: Final = {
    ThreadState.RECEIVED: Words("Diterima", N_("Terkirim"), N_("Petugas showroom meneruskannya.")),
    ThreadState.HELD: Words(
        "Karantina", N_("Terkirim (sedang diperiksa)"), N_("Petugas memeriksanya dahulu, biasanya dalam 1 hari kerja.")
    ),
    ThreadState.FORWARDED: Words("Diteruskan", _WAITING, _USUALLY),
    ThreadState.SEEN: Words("Dilihat pengrajin", _WAITING, _USUALLY),
    ThreadState.ANSWERED: Words("Dijawab", N_("Sudah dijawab"), N_("Anda dapat membalas di halaman ini.")),
    ThreadState.ASKED_BACK: Words("Tanya balik", N_("Menunggu jawaban Anda"), N_("Jawablah di halaman ini.")),
    ThreadState.ESCALATED: Words(
        "Eskalasi", N_("Dibantu petugas showroom"), N_("Pengrajin belum menjawab; petugas menghubunginya.")
    ),
    ThreadState.CLOSED: Words("Selesai", N_("Selesai"), N_("Anda dapat membukanya lagi selama 60 hari.")),
    ThreadState.SPAM: Words("Spam", ""),
}
OFFICE_WAITS: Final = Words(
    "Diterima",
    N_("Menunggu jawaban petugas showroom"),
    N_("Petugas showroom membantu mencarikan, biasanya dalam 2 hari kerja."),
)
OUTCOMES: Final = {
    Outcome.DEAL: Words("Berhasil", N_("Berhasil")),
    Outcome.NO_DEAL: Words("Tidak jadi", N_("Tidak jadi")),
    Outcome.CANNOT: Words("Tak bisa dipenuhi", N_("Tidak bisa dipenuhi")),
    Outcome.SILENCE: Words("Tanpa balasan 30 hari", N_("Tanpa balasan selama 30 hari")),
    Outcome.WITHDRAWN: Words("Ditarik pembeli", N_("Anda tarik")),
    Outcome.MERGED: Words("Digabung", N_("Digabung dengan permintaan Anda yang lain")),
}
ANSWERS: Final = {
    AnswerKind.CAN: Words("Bisa", N_("Bisa")),
    AnswerKind.ALTERNATIVE: Words("Alternatif", N_("Ada alternatif")),
    AnswerKind.CANNOT: Words("Tidak bisa", N_("Tidak bisa")),
    AnswerKind.TIME: Words("Perlu waktu", N_("Menunggu jawaban")),
}
SIDES: Final = {Side.BUYER: "Pembeli", Side.MAKER: "Pengrajin", Side.OFFICER: "Petugas", Side.SYSTEM: "Sistem"}
HAPPENED: Final = {
    ThreadEventKind.OPENED: "Permintaan diterima",
    ThreadEventKind.HELD: "Ditahan untuk diperiksa",
    ThreadEventKind.RELEASED: "Dilepas dari karantina",
    ThreadEventKind.FORWARDED: "Diteruskan kepada pengrajin",
    ThreadEventKind.SEEN: "Dilihat pengrajin",
    ThreadEventKind.ANSWERED: "Dijawab",
    ThreadEventKind.TIME_ASKED: "Pengrajin meminta waktu",
    ThreadEventKind.ASKED_BACK: "Bertanya balik kepada pembeli",
    ThreadEventKind.BUYER_REPLIED: "Pembeli membalas",
    ThreadEventKind.REMINDED: "Pengrajin diingatkan",
    ThreadEventKind.ESCALATED: "Waktu pengrajin habis; petugas diberi tahu",
    ThreadEventKind.ASSIGNED: "Penanggung jawab diganti",
    ThreadEventKind.CLOSED: "Diselesaikan",
    ThreadEventKind.REOPENED: "Dibuka lagi",
    ThreadEventKind.SPAM: "Dinyatakan spam",
    ThreadEventKind.RESTRICTED: "Pemakaian data dihentikan atas permintaan pembeli",
    ThreadEventKind.RESUMED: "Pemakaian data dilanjutkan",
}
CANNOT_REASONS: Final = {
    "habis": N_("Stok habis"),
    "jumlah": N_("Jumlahnya tidak sanggup kami buat"),
    "waktu": N_("Waktunya terlalu dekat"),
    "tidak_dibuat": N_("Sudah tidak kami buat"),
    "kirim": N_("Tidak dapat kami kirim ke sana"),
    "lain": N_("Alasan lain"),
}
CHANNELS: Final = {"": "", "email": "e-mail", "whatsapp": "WhatsApp", "telepon": "telepon", "tautan": "tautan",
                   "meja": "meja petugas", "tatap_muka": "tatap muka"}  # fmt: skip

"""Letters that follow what happens in a thread: reminders, escalations, answers, questions, what came of it.

None of them repeats what one side typed freely; whoever reads it opens the page. Internal notes are not read here.
"""

from datetime import datetime
from typing import Final

from griya.core.outbox import Letter
from griya.core.text import day, moment, rupiah
from griya.inquiry.correspondence import Delivery
from griya.inquiry.letters import cause_of, compose
from griya.inquiry.models import Inquiry
from griya.inquiry.models.threads import InquiryThread
from griya.inquiry.queries.threads import ThreadLine
from griya.inquiry.rules.addresses import desk_url
from griya.inquiry.rules.threads import LineState

REMINDER, ESCALATED, ANSWERED = "inquiry-reminder", "inquiry-escalated", "inquiry-answered"
ASKED_BACK, REPLIED, WITHDRAWN = "inquiry-asked-back", "inquiry-replied", "inquiry-withdrawn"
REOPENED, FOLLOW_BUYER, FOLLOW_MAKER = "inquiry-reopened", "inquiry-follow-buyer", "inquiry-follow-maker"
NEW_LINK, ORPHAN = "inquiry-new-link", "inquiry-unassigned"
LETTER_NAMES: Final = {
    REMINDER: "Pengingat kepada pengrajin",
    ESCALATED: "Eskalasi kepada petugas",
    ANSWERED: "Kabar jawaban kepada pembeli",
    ASKED_BACK: "Pertanyaan kepada pembeli",
    REPLIED: "Balasan pembeli",
    WITHDRAWN: "Kabar ditarik",
    REOPENED: "Kabar dibuka lagi",
    FOLLOW_BUYER: "“Bagaimana hasilnya?” kepada pembeli",
    FOLLOW_MAKER: "“Bagaimana hasilnya?” kepada pengrajin",
    NEW_LINK: "Tautan baru kepada pembeli",
    ORPHAN: "Belum ada petugas",
}
_STATES: Final = {
    "id": {LineState.WAITING: "menunggu", LineState.ANSWERED: "bisa", LineState.ALTERNATIVE: "ada alternatif",
           LineState.CANNOT: "tidak bisa"},
    "en": {LineState.WAITING: "waiting", LineState.ANSWERED: "available", LineState.ALTERNATIVE: "an alternative",
           LineState.CANNOT: "not available"},
}  # fmt: skip


def _cause(inquiry: Inquiry, thread: InquiryThread, event_id: int) -> str:
    return f"{cause_of(inquiry.reference)}:{thread.number}:{event_id}"


def to_maker(
    template: str, *, inquiry: Inquiry, thread: InquiryThread, event_id: int, address: str, url: str, delivery: Delivery
) -> Letter:
    """News for the maker, with a link of its own."""
    said = {
        REMINDER: (
            f"Pengingat: permintaan {inquiry.reference} menunggu jawaban Anda",
            (
                "Setengah dari waktu menjawab sudah lewat. Satu ketukan cukup: bisa, tidak bisa, ada alternatif, atau "
                "perlu waktu."
            ),
        ),
        REPLIED: (
            f"Pembeli membalas: permintaan {inquiry.reference}",
            "Pembeli menulis sesuatu kepada Anda. Baca dan jawab lewat tautan di bawah.",
        ),
        REOPENED: (
            f"Permintaan {inquiry.reference} dibuka lagi",
            "Permintaan yang sudah selesai dibuka lagi dan menunggu jawaban Anda.",
        ),
        WITHDRAWN: (
            f"Permintaan {inquiry.reference} ditarik pembeli",
            "Pembeli menarik permintaannya. Anda tidak perlu menjawab lagi; hapus kontaknya bila Anda mencatatnya.",
        ),
        FOLLOW_MAKER: (
            f"Bagaimana hasil permintaan {inquiry.reference}?",
            "Sepekan lalu Anda menjawab permintaan ini. Jadi dibeli atau tidak? Satu ketukan cukup.",
        ),
    }[template]
    return compose(
        cause=_cause(inquiry, thread, event_id),
        template=template,
        recipient=address,
        subject=said[0],
        parts=(f"Nomor: {inquiry.reference}", said[1], url, delivery.office_name),
        reply_to=delivery.office_email or None,
    )


def to_buyer(
    template: str,
    *,
    inquiry: Inquiry,
    thread: InquiryThread,
    event_id: int,
    delivery: Delivery,
    lines: tuple[ThreadLine, ...] = (),
) -> Letter | None:
    """News for the buyer in the language of the inquiry; None where the buyer left no address."""
    if not inquiry.email:
        return None
    who = thread.maker_name or delivery.office_name
    is_english = inquiry.language == "en"
    said = {
        ANSWERED: (
            (f"An answer to your inquiry {inquiry.reference}", f"{who} has answered.")
            if is_english
            else (f"Jawaban untuk permintaan Anda {inquiry.reference}", f"{who} sudah menjawab.")
        ),
        ASKED_BACK: (
            (f"A question about your inquiry {inquiry.reference}", f"{who} asks you something before answering.")
            if is_english
            else (f"Pertanyaan tentang permintaan Anda {inquiry.reference}", f"{who} bertanya sebelum menjawab.")
        ),
        FOLLOW_BUYER: (
            (f"What came of your inquiry {inquiry.reference}?", f"{who} answered you a week ago. Did you buy?")
            if is_english
            else (
                f"Bagaimana hasil permintaan {inquiry.reference}?",
                f"{who} menjawab Anda sepekan lalu. Jadi membeli?",
            )
        ),
    }[template]
    link = ""
    if delivery.status_url:
        way = "Read and reply here:" if is_english else "Baca dan balas di sini:"
        link = f"{way}\n{delivery.status_url}"
    return compose(
        cause=_cause(inquiry, thread, event_id),
        template=template,
        recipient=inquiry.email,
        subject=said[0],
        parts=(
            f"{'Number' if is_english else 'Nomor'}: {inquiry.reference}",
            said[1],
            _told(lines, "en" if is_english else "id") if template == ANSWERED else "",
            link,
            delivery.office_name,
        ),
        reply_to=delivery.office_email or None,
    )


def _told(lines: tuple[ThreadLine, ...], language: str) -> str:
    rows = []
    for line in lines:
        name = getattr(line.label, "en", "") if language == "en" else ""
        row = f"- {name or str(line.label)}: {_STATES[language][line.state]}"
        answer = line.answer
        if answer and answer.price_idr:
            row += f", {rupiah(answer.price_idr, language)}"
        if answer and answer.valid_until:
            until = "valid until" if language == "en" else "berlaku s.d."
            row += f" ({until} {day(answer.valid_until, language)})"
        rows.append(row)
    return "\n".join(rows)


def to_officer(
    template: str,
    *,
    inquiry: Inquiry,
    thread: InquiryThread,
    event_id: int,
    address: str,
    delivery: Delivery,
    since: datetime | None = None,
) -> Letter:
    """What an officer has to know: whose time is over, that a buyer wrote, that nobody looks after a thread."""
    who = thread.maker_name or "showroom"
    said = {
        ESCALATED: (
            f"Belum dijawab: permintaan {inquiry.reference}",
            (
                f"{who} tidak menjawab sampai {moment(since) if since else 'waktunya habis'}. "
                "Hubungi pengrajin, atau jawab atas namanya dengan bukti."
            ),
        ),
        REPLIED: (
            f"Pembeli membalas: permintaan {inquiry.reference}",
            "Pembeli menulis sesuatu, dan tidak ada surat yang sampai kepada pengrajinnya.",
        ),
        ORPHAN: (
            f"Belum ada petugas: permintaan {inquiry.reference}",
            "Sudah sehari tidak ada petugas yang memegang permintaan ini. Tugaskan seseorang, atau isi tabel wilayah.",
        ),
    }[template]
    return compose(
        cause=_cause(inquiry, thread, event_id),
        template=template,
        recipient=address,
        subject=said[0],
        parts=(f"Nomor: {inquiry.reference}", said[1], desk_url(delivery.public_url, inquiry.reference)),
    )


def to_buyer_new_link(*, inquiry: Inquiry, number: str, url: str, delivery: Delivery) -> Letter | None:
    """A new status link after the old one was revoked."""
    if not inquiry.email:
        return None
    is_english = inquiry.language == "en"
    return compose(
        cause=f"{cause_of(inquiry.reference)}:link:{number}",
        template=NEW_LINK,
        recipient=inquiry.email,
        subject=(
            f"A new link for your inquiry {inquiry.reference}"
            if is_english
            else f"Tautan baru untuk permintaan Anda {inquiry.reference}"
        ),
        parts=(
            "The link you had no longer works. From now on use this one:"
            if is_english
            else "Tautan yang lama tidak berlaku lagi. Pakailah yang ini:",
            url,
            delivery.office_name,
        ),
        reply_to=delivery.office_email or None,
    )

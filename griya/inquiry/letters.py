"""The letters that follow from an inquiry: to each maker, to the office, to the buyer. Plain text, no markup.

The first letter to the buyer repeats nothing that was typed: whoever writes a stranger's address into the form cannot
make us send that stranger words of their own. Notes that officers write for one another reach no letter at all: nothing
here reads their table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from griya.catalog.queries.inquirable import InquirableProduct
from griya.catalog.rules.questions import LABELS, known_questions
from griya.catalog.rules.units import unit_words
from griya.core.outbox import Letter
from griya.core.text import day, number
from griya.inquiry.correspondence import Delivery
from griya.inquiry.models import Inquiry, InquiryLine
from griya.inquiry.rules import WantedLine, shown_phone, usable_email
from griya.inquiry.rules.addresses import desk_url
from griya.registry.rules.phones import parse_phone, whatsapp_url

VERSION = 2
MAKER, OFFICE, BUYER = "inquiry-maker", "inquiry-office", "inquiry-buyer"


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of an inquiry with the product it is about."""

    line: WantedLine
    product: InquirableProduct


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of one maker, and the maker's own way to answer; `address` is None where no mail reaches them."""

    maker_name: str
    address: str | None
    lines: tuple[InquiryLine, ...]
    answer_url: str = ""


def cause_of(reference: str) -> str:
    """The outbox cause of an inquiry's letters."""
    return f"inquiry:{reference}"


def letters_to_makers(inquiry: Inquiry, parts: Sequence[Part], delivery: Delivery, *, cause: str = "") -> list[Letter]:
    """One letter to each address, whatever number of makers share it."""
    by_address: dict[str, list[Part]] = {}
    for part in parts:
        if address := usable_email(part.address):
            by_address.setdefault(address.casefold(), []).append(part)
    return [_to_makers(inquiry, address, own, delivery, cause) for address, own in by_address.items()]


def letters_of(
    inquiry: Inquiry, parts: Sequence[Part], delivery: Delivery, *, is_held: bool = False, waits: bool = False
) -> list[Letter]:
    """What the office and the buyer are told when an inquiry comes in.

    `waits` where nothing goes to the makers before somebody at the desk has looked at it.
    """
    letters = []
    if delivery.office_email:
        letters.append(_to_office(inquiry, parts, delivery, is_held=is_held, waits=waits))
    if inquiry.email:
        letters.append(_to_buyer(inquiry, inquiry.email, parts, delivery, waits=is_held or waits))
    return letters


def compose(
    *,
    cause: str,
    template: str,
    recipient: str,
    subject: str,
    parts: Sequence[str],
    reply_to: str | None = None,
) -> Letter:
    """One letter of these paragraphs."""
    return Letter(
        cause=cause,
        template=template,
        template_version=VERSION,
        recipient=recipient,
        subject=subject,
        body="\n\n".join(part for part in parts if part) + "\n",
        reply_to=reply_to,
    )


def _to_makers(inquiry: Inquiry, address: str, parts: Sequence[Part], delivery: Delivery, cause: str) -> Letter:
    links = [part for part in parts if part.answer_url]
    ways = "\n".join(f"{part.maker_name}:\n{part.answer_url}" if len(links) > 1 else part.answer_url for part in links)
    return compose(
        cause=cause or cause_of(inquiry.reference),
        template=MAKER,
        recipient=address,
        subject=f"Permintaan {inquiry.reference} lewat Griya IKM",
        parts=(
            f"Nomor: {inquiry.reference}",
            "Ada pembeli yang menanyakan produk Anda. Jawablah sebaiknya dalam 2 hari kerja.",
            f"Jawab di sini, tanpa akun dan tanpa kata sandi:\n{ways}" if ways else "",
            lines_by_maker(parts),
            buyer_of(inquiry),
            message_of(inquiry),
            "Data pembeli hanya untuk menjawab permintaan ini. Jangan diteruskan kepada orang lain.",
            delivery.office_name,
        ),
        reply_to=inquiry.email,
    )


def _to_office(inquiry: Inquiry, parts: Sequence[Part], delivery: Delivery, *, is_held: bool, waits: bool) -> Letter:
    makers = [part for part in parts if part.maker_name]
    alone = "" if makers else "Pembeli belum menyebut produk: ia meminta bantuan mencarikan."
    names = dict.fromkeys(part.maker_name for part in makers if usable_email(part.address) is None)
    missing = ""
    if names:
        rows = "\n".join(f"- {name}" for name in names)
        missing = f"Belum punya alamat e-mail, jadi perlu dihubungi lewat telepon:\n{rows}"
    if is_held:
        return _of_held(inquiry, delivery)
    held = ""
    if waits:
        held = "Permintaan ekspor: petugas memeriksanya dahulu, lalu meneruskannya kepada pembuat."
    return compose(
        cause=cause_of(inquiry.reference),
        template=OFFICE,
        recipient=delivery.office_email,
        subject=f"Permintaan {inquiry.reference} untuk showroom",
        parts=(
            f"Nomor: {inquiry.reference}",
            held,
            alone,
            missing,
            lines_by_maker(parts),
            buyer_of(inquiry),
            message_of(inquiry),
        ),
        reply_to=inquiry.email,
    )


def _of_held(inquiry: Inquiry, delivery: Delivery) -> Letter:
    """What the office hears of an inquiry in quarantine: that it is there, and none of its words."""
    return compose(
        cause=cause_of(inquiry.reference),
        template=OFFICE,
        recipient=delivery.office_email,
        subject=f"Permintaan {inquiry.reference} perlu diperiksa",
        parts=(
            f"Nomor: {inquiry.reference}",
            "Permintaan ini ditahan untuk diperiksa dan belum diteruskan kepada siapa pun.",
            f"Lepaskan atau nyatakan spam di sini:\n{desk_url(delivery.public_url, inquiry.reference)}",
        ),
    )


def _to_buyer(inquiry: Inquiry, address: str, parts: Sequence[Part], delivery: Delivery, *, waits: bool) -> Letter:
    names = "\n".join(f"- {name}" for name in dict.fromkeys(part.maker_name for part in parts if part.maker_name))
    if inquiry.language == "en":
        stored = f"Your inquiry is stored and was passed on to:\n{names}"
        if waits or not names:
            stored = "Your inquiry is stored. The showroom staff look at it first."
        subject = f"We have received your inquiry {inquiry.reference}"
        parts_of_it = (
            f"Number: {inquiry.reference}",
            stored,
            "You usually get an answer within 2 working days.",
            f"You can read your inquiry, its answers and its state here:\n{delivery.status_url}",
            "If you did not send this inquiry, please ignore this letter.",
        )
    else:
        stored = f"Permintaan Anda sudah tersimpan dan diteruskan kepada:\n{names}"
        if not names:
            stored = "Permintaan Anda sudah tersimpan. Petugas showroom akan membantu mencarikan."
        elif waits:
            stored = "Permintaan Anda sudah tersimpan. Petugas showroom memeriksanya dahulu."
        subject = f"Permintaan Anda {inquiry.reference} sudah kami terima"
        parts_of_it = (
            f"Nomor: {inquiry.reference}",
            stored,
            "Jawabannya biasanya datang dalam 2 hari kerja.",
            f"Isi, jawaban, dan keadaan permintaan dapat dilihat di sini:\n{delivery.status_url}",
            "Bila Anda tidak mengirim permintaan ini, abaikan saja surat ini.",
        )
    return compose(
        cause=cause_of(inquiry.reference),
        template=BUYER,
        recipient=address,
        subject=subject,
        parts=(*parts_of_it, delivery.office_name),
        reply_to=delivery.office_email or None,
    )


def lines_by_maker(parts: Sequence[Part]) -> str:
    """What is asked, by maker; what was not found comes last and has no maker."""
    blocks = []
    for part in parts:
        rows = [_row(line) for line in part.lines]
        title = f"{part.maker_name}:" if part.maker_name else "Belum ditemukan di katalog:"
        blocks += ["\n".join((title, *rows))] if rows else []
    return "\n\n".join(blocks)


def _row(line: InquiryLine) -> str:
    name = line.revision.name_id if line.revision else line.label
    note = f" ({line.note})" if line.note else ""
    row = f"- {name}: {number(int(line.quantity))} {unit_words(line.unit, int(line.quantity))}{note}"
    asked = ", ".join(str(LABELS[code]) for code in known_questions(line.questions))  # type: ignore[index]
    return f"{row}\n  Ditanyakan: {asked}" if asked else row


def buyer_of(inquiry: Inquiry) -> str:
    """Who asks, how they are reached, and what wholesale and export say besides."""
    rows = [f"Nama: {inquiry.name}"]
    rows += [f"Usaha: {inquiry.organisation}"] if inquiry.organisation else []
    if inquiry.phone:
        rows.append(f"Telepon/WhatsApp: {shown_phone(inquiry.phone)}")
        link = whatsapp_url(parse_phone(inquiry.phone))
        rows += [f"Buka WhatsApp: {link}"] if link else []
    told = (
        ("E-mail", inquiry.email or ""),
        ("Tempat", inquiry.place),
        ("Kirim ke", inquiry.delivery_place),
        ("Negara", inquiry.country or ""),
        ("Diperlukan", day(inquiry.need_by) if inquiry.need_by else ""),
        ("Incoterm", inquiry.incoterm or ""),
        ("Volume per bulan", inquiry.monthly_volume),
        ("Kode HS", inquiry.hs_code or ""),
        ("Sertifikat", ", ".join(inquiry.certificates or ())),
    )
    return "\n".join([*rows, *(f"{name}: {value}" for name, value in told if value)])


def message_of(inquiry: Inquiry) -> str:
    """The buyer's words, each line marked, so that nobody mistakes them for ours."""
    if not inquiry.message:
        return ""
    return "Pesan pembeli:\n" + "\n".join(f"> {line}" for line in inquiry.message.splitlines())

"""The letters that follow from an inquiry: to each maker, to the office, to the buyer. Plain text, no markup.

The letter to the buyer repeats nothing that was typed: whoever writes a stranger's address into the form cannot make
us send that stranger words of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from griya.catalog.queries.inquirable import InquirableProduct
from griya.core.outbox import Letter
from griya.core.text import number
from griya.inquiry.rules import Wanted, WantedLine, shown_phone, usable_email
from griya.registry.rules.phones import parse_phone, whatsapp_url

VERSION = 1
MAKER, OFFICE, BUYER = "inquiry-maker", "inquiry-office", "inquiry-buyer"


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of an inquiry with the product it is about."""

    line: WantedLine
    product: InquirableProduct


@dataclass(frozen=True, slots=True)
class Post:
    """What every letter of one inquiry needs to know."""

    reference: str
    wanted: Wanted
    asked: tuple[Asked, ...]
    status_url: str
    office_name: str
    office_email: str


def cause_of(reference: str) -> str:
    """The outbox cause of an inquiry's letters."""
    return f"inquiry:{reference}"


def letters_of(post: Post) -> list[Letter]:
    """Every letter of one inquiry: one to each address, whatever number of makers share it."""
    by_address: dict[str, list[Asked]] = {}
    unreached: list[Asked] = []
    for asked in post.asked:
        address = usable_email(asked.product.producer_email)
        if address is None:
            unreached.append(asked)
        else:
            by_address.setdefault(address.casefold(), []).append(asked)
    letters = [_to_makers(post, address, asked) for address, asked in by_address.items()]
    if post.office_email:
        letters.append(_to_office(post, unreached))
    if post.wanted.email:
        letters.append(_to_buyer(post, post.wanted.email))
    return letters


def _letter(post: Post, template: str, recipient: str, subject: str, parts: Sequence[str]) -> Letter:
    return Letter(
        cause=cause_of(post.reference),
        template=template,
        template_version=VERSION,
        recipient=recipient,
        subject=subject,
        body="\n\n".join(part for part in parts if part) + "\n",
        reply_to=post.wanted.email if template != BUYER else post.office_email or None,
    )


def _to_makers(post: Post, address: str, asked: Sequence[Asked]) -> Letter:
    return _letter(
        post,
        MAKER,
        address,
        f"Permintaan {post.reference} lewat Griya IKM",
        (
            f"Nomor: {post.reference}",
            "Ada pembeli yang menanyakan produk Anda. Jawablah langsung kepadanya, sebaiknya dalam 2 hari kerja.",
            _lines_by_maker(asked),
            _buyer(post.wanted),
            _message(post.wanted),
            "Data pembeli hanya untuk menjawab permintaan ini. Jangan diteruskan kepada orang lain.",
            post.office_name,
        ),
    )


def _to_office(post: Post, unreached: Sequence[Asked]) -> Letter:
    alone = "Pembeli belum menyebut produk: ia meminta bantuan mencarikan." if not post.asked else ""
    names = dict.fromkeys(asked.product.producer_name for asked in unreached)
    missing = ""
    if names:
        rows = "\n".join(f"- {name}" for name in names)
        missing = f"Belum punya alamat e-mail, jadi perlu dihubungi lewat telepon:\n{rows}"
    return _letter(
        post,
        OFFICE,
        post.office_email,
        f"Permintaan {post.reference} untuk showroom",
        (
            f"Nomor: {post.reference}",
            alone,
            missing,
            _lines_by_maker(post.asked),
            _buyer(post.wanted),
            _message(post.wanted),
        ),
    )


def _to_buyer(post: Post, address: str) -> Letter:
    names = dict.fromkeys(asked.product.producer_name for asked in post.asked)
    makers = "\n".join(f"- {name}" for name in names)
    return _letter(
        post,
        BUYER,
        address,
        f"Permintaan Anda {post.reference} sudah kami terima",
        (
            f"Nomor: {post.reference}",
            f"Permintaan Anda sudah tersimpan dan diteruskan kepada:\n{makers}"
            if makers
            else "Permintaan Anda sudah tersimpan. Petugas showroom akan membantu mencarikan.",
            "Pembuat menjawab Anda langsung, biasanya dalam 2 hari kerja.",
            f"Isi dan keadaan permintaan dapat dilihat di sini:\n{post.status_url}",
            "Bila Anda tidak mengirim permintaan ini, abaikan saja surat ini.",
            post.office_name,
        ),
    )


def _lines_by_maker(asked: Sequence[Asked]) -> str:
    makers: dict[str, list[str]] = {}
    for each in asked:
        note = f" ({each.line.note})" if each.line.note else ""
        row = f"- {each.product.name}: {number(each.line.quantity)} {each.product.price.unit_for()}{note}"
        makers.setdefault(each.product.producer_name, []).append(row)
    return "\n\n".join("\n".join((f"{maker}:", *rows)) for maker, rows in makers.items())


def _buyer(wanted: Wanted) -> str:
    rows = [f"Nama: {wanted.name}"]
    if wanted.phone:
        rows.append(f"Telepon/WhatsApp: {shown_phone(wanted.phone)}")
        link = whatsapp_url(parse_phone(wanted.phone))
        rows += [f"Buka WhatsApp: {link}"] if link else []
    rows += [f"E-mail: {wanted.email}"] if wanted.email else []
    rows += [f"Tempat: {wanted.place}"] if wanted.place else []
    return "\n".join(rows)


def _message(wanted: Wanted) -> str:
    """The buyer's words, each line marked, so that nobody mistakes them for ours."""
    if not wanted.message:
        return ""
    return "Pesan pembeli:\n" + "\n".join(f"> {line}" for line in wanted.message.splitlines())

"""The letter that tells a maker which of their products curators chose, where and when they are shown, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from griya.core.outbox import Letter
from griya.curation.letters import Post
from griya.selection.rules import Window, period

VERSION: Final = 1
CHOSEN: Final = "selection-chosen"


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """A product, why it was chosen, and its certificate where it has one that holds."""

    name: str
    slug: str
    reason: str
    certificate_code: str | None


def chosen_letter(
    *,
    version_id: int,
    title: str,
    slot_name: str,
    window: Window,
    producer: str,
    lines: Sequence[ChosenLine],
    post: Post,
    recipient: str,
) -> Letter:
    """One letter for all products of one maker on a version."""
    rows = []
    for line in lines:
        row = f"{line.name}\nMengapa dipilih: {line.reason}\n{post.public_url}/produk/{line.slug}"
        if line.certificate_code:
            row += f"\nSertifikat untuk dicetak: {post.public_url}/terseleksi/sertifikat/{line.certificate_code}"
        rows.append(row)
    parts = [
        f"Yth. {producer},",
        f"Kurator Griya IKM memilih produk Anda untuk “{title}”, yang tampil {period(window)} di {slot_name}.",
        *rows,
        "Alasan itu dibaca pengunjung. Bila ada yang keliru, balaslah surat ini.",
        post.office_name,
    ]
    return Letter(
        cause=f"selection:{version_id}",
        template=CHOSEN,
        template_version=VERSION,
        recipient=recipient,
        subject=f"Produk Anda dipilih untuk {title}",
        body="\n\n".join(parts) + "\n",
        reply_to=post.office_email or None,
    )

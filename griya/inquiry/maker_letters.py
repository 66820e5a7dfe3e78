"""What buyers with an open inquiry are told when a maker stops or comes back: neutral words, never the reason."""

from typing import Final

from griya.core.outbox import Letter
from griya.inquiry.letters import cause_of

VERSION: Final = 1
STOPPED, BACK = "maker-stopped", "maker-back"
LETTER_NAMES: Final = {STOPPED: "Kabar kepada pembeli: pembuat berhenti", BACK: "Kabar kepada pembeli: pembuat kembali"}


def letter_to_buyer(
    *,
    template: str,
    reference: str,
    email: str,
    producer_code: str,
    producer_name: str,
    row_version: int,
    office_name: str,
    office_email: str,
) -> Letter:
    """One buyer's letter about one inquiry. The version makes each stop and each return a message of its own."""
    if template == STOPPED:
        subject = f"Permintaan Anda {reference}: kabar dari Griya IKM"
        news = f"{producer_name} untuk sementara tidak melayani permintaan lewat Griya IKM."
        way_on = (
            "Anda tidak perlu berbuat apa-apa. Bila Anda masih memerlukan barang ini, balas surat ini; petugas kami "
            "membantu mencarikan pembuat lain."
        )
    else:
        subject = f"Permintaan Anda {reference}: pembuat kembali melayani"
        news = f"{producer_name} kembali melayani permintaan lewat Griya IKM."
        way_on = "Permintaan Anda masih tersimpan. Bila Anda sudah tidak memerlukannya, abaikan saja surat ini."
    return Letter(
        cause=f"{cause_of(reference)}:{producer_code}:{row_version}",
        template=template,
        template_version=VERSION,
        recipient=email,
        subject=subject,
        body="\n\n".join((f"Nomor: {reference}", news, way_on, office_name)) + "\n",
        reply_to=office_email or None,
    )

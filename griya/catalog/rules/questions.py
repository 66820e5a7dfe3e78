"""The questions every buyer asks: each a tick on the inquiry's form, and a fact that a maker answers once."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from griya.core.words import N_


class Question(StrEnum):
    """What can be asked by a tick. The code is what the tables keep."""

    WHOLESALE_PRICE = "harga_grosir"
    LEAST = "moq"
    LEAD_TIME = "waktu_produksi"
    SAMPLE = "contoh"
    OWN_BRAND = "merek_sendiri"
    DELIVERY = "kirim_ke"
    EXPORT_PAPERS = "dokumen_ekspor"


# As a buyer reads them beside the box, and a maker above the answer.
LABELS: Final = {
    Question.WHOLESALE_PRICE: N_("Harga grosir"),
    Question.LEAST: N_("Pesanan paling sedikit"),
    Question.LEAD_TIME: N_("Waktu produksi"),
    Question.SAMPLE: N_("Contoh barang"),
    Question.OWN_BRAND: N_("Memakai merek sendiri"),
    Question.DELIVERY: N_("Dikirim ke mana saja"),
    Question.EXPORT_PAPERS: N_("Dokumen ekspor"),
}


def known_questions(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes that are questions, each once and in the order of the form; everything else is left out."""
    asked = set(codes)
    return tuple(question.value for question in Question if question in asked)

"""How much an inquiry looks like something nobody asked for, with the reasons; what is suspicious waits for a person.

Nothing is refused by this and nothing is lost: whoever sends it is told a reference like everybody else. One sign that
honest people show too never holds an inquiry by itself; several do, or one that nobody shows who asks for a product.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from griya.inquiry.rules.disguise import dressing, plain, views
from griya.inquiry.rules.links import Links, links_of
from griya.inquiry.rules.spam_words import BRAND, FAMILIES, PRAISE_OF_BRAND

HELD_FROM: Final = 50
MOST: Final = 100
# Faster than anybody reads the notice, and faster than anybody types a name and a number.
TOO_FAST_SECONDS: Final = 3.0
FAST_SECONDS: Final = 8.0
# An hour, a day: how far back the same network, the same contact and the same words are counted.
NETWORK_MINUTES: Final = 60
CONTACT_HOURS: Final = 24
WORDS_DAYS: Final = 7

_SHORTEST_TWIN: Final = 40
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_INNER_CAPITAL: Final = re.compile(r"[a-z][A-Z]")
_CONSONANTS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)

SENTENCES: Final = {
    "judi": "Memakai kata-kata judi.",
    "merek-judi": "Menyebut nama dengan angka seperti situs judi.",
    "jasa": "Menawarkan jasa mesin pencari, pengikut, atau situs web.",
    "uang": "Menawarkan pinjaman, investasi, atau uang mudah.",
    "tipu": "Memakai kata-kata undian, barang palsu, atau penipuan.",
    "dewasa": "Menawarkan layanan dewasa atau obat.",
    "samaran": "Kata itu disamarkan dengan huruf lain.",
    "huruf": "Ditulis dengan huruf bergaya, bukan huruf biasa.",
    "aksara": "Satu kata memakai huruf dari dua aksara.",
    "tak-terlihat": "Ada tanda tak terlihat di dalam kata.",
    "tautan": "Berisi tautan ke situs yang tidak dikenal.",
    "tautan-nama": "Ada tautan di nama atau tempat.",
    "tautan-pendek": "Berisi tautan yang dipendekkan.",
    "tautan-obral": "Berisi tautan ke alamat yang sering dipakai spam.",
    "tautan-banyak": "Berisi banyak tautan.",
    "tautan-saja": "Hampir tidak ada kata selain tautan.",
    "tautan-tersamar": "Tautannya disamarkan.",
    "obrolan": "Mengajak ke grup Telegram.",
    "markup": "Berisi kode HTML atau forum.",
    "acak": "Nama dan pesan berupa huruf acak.",
    "terlalu-cepat": "Dikirim hanya beberapa detik sesudah formulir dibuka.",
    "tanpa-formulir": "Dikirim tanpa membuka formulir, atau tandanya diubah.",
    "jebakan": "Mengisi bagian yang tidak terlihat oleh orang.",
    "sering-kontak": "Kontak ini mengirim banyak permintaan dalam sehari.",
    "sering-jaringan": "Jaringan ini mengirim banyak permintaan dalam satu jam.",
    "kembar": "Pesan yang sama dikirim juga dengan kontak lain.",
}


@dataclass(frozen=True, slots=True)
class Sending:
    """What is known about one inquiry when it arrives.

    `seconds` is the time since the form was shown, None when the form's own mark is missing or was altered. The counts
    are of earlier inquiries: from the same network within the hour, of the same contact within the day, and with the
    same words but another contact within the week.
    """

    name: str
    message: str
    others: tuple[str, ...] = ()
    seconds: float | None = 60.0
    trap: str = ""
    from_network: int = 0
    from_contact: int = 0
    same_words: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One sign of abuse and what it adds to the score."""

    code: str
    points: int

    @property
    def stored(self) -> str:
        """As it is kept in the database."""
        return f"{self.code}:{self.points}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The score from 0 to 100, and why."""

    reasons: tuple[Reason, ...] = field(default=())

    @property
    def score(self) -> int:
        """The sum of what the reasons add, at most 100."""
        return min(MOST, sum(reason.points for reason in self.reasons))

    @property
    def is_held(self) -> bool:
        """Whether a person has to look at it before any maker sees it."""
        return self.score >= HELD_FROM


def weigh(sending: Sending) -> Verdict:
    """The score of an inquiry with its reasons, the heaviest first."""
    reasons = [*_words(sending), *_letters(sending), *_links(sending), *_behaviour(sending), *_counts(sending)]
    return Verdict(tuple(sorted((r for r in reasons if r.points > 0), key=lambda r: (-r.points, r.code))))


def reason_sentence(stored: str) -> str:
    """What a stored reason says to the desk; one that this version does not know is shown as it was kept."""
    code, _, points = stored.partition(":")
    sentence = SENTENCES.get(code)
    return f"{sentence} (+{points})" if sentence and points else stored


def words_digest(message: str) -> str | None:
    """The same for the same words however they are dressed and spaced; None for words that many people write alike."""
    words = " ".join(_LETTERS.findall(plain(message)))
    return hashlib.sha256(words.encode()).hexdigest() if len(words) >= _SHORTEST_TWIN else None


def _words(sending: Sending) -> Iterable[Reason]:
    """Words of the known families. A name alone says half as much: people are called many things."""
    body = "\n".join((sending.message, *sending.others))
    seen_body, seen_name = views(body), views(sending.name)
    plainly = body.casefold()
    is_disguised = False
    for code, family in FAMILIES:
        in_body, in_name, hidden = 0, 0, False
        for points, pattern in family:
            if said := {match[0] for view in seen_body for match in pattern.finditer(view)}:
                in_body += points * min(len(said), 2)
                hidden = hidden or not pattern.search(plainly)
            elif any(pattern.search(view) for view in seen_name):
                in_name += points
        total = in_body + in_name // 2
        # A single light word says nothing.
        if total >= 20 or (total and in_body > 10):
            yield Reason(code, min(total, 70))
        is_disguised = is_disguised or (hidden and in_body >= 15)
    if is_disguised:
        yield Reason("samaran", 35)
    yield from _brand(body)


def _brand(body: str) -> Iterable[Reason]:
    """A word and figures in one piece, as the sites write their names; praised or dressed up it is no shop's name."""
    read = views(body)[:2]  # further ones have letters in the place of figures.
    if not any(BRAND.search(view) for view in read) or BRAND.search(" ".join(links_of(body).hosts)):
        return
    is_praised = PRAISE_OF_BRAND.search(read[0]) is not None
    is_dressed = BRAND.search(body.casefold()) is None
    yield Reason("merek-judi", 20 + 30 * is_praised + 15 * is_dressed)


def _letters(sending: Sending) -> Iterable[Reason]:
    body = dressing("\n".join((sending.message, *sending.others)))
    name = dressing(sending.name)
    if body.styled >= 3:
        yield Reason("huruf", 30)
    elif name.styled >= 3:
        yield Reason("huruf", 10)
    if body.mixed_words or name.mixed_words:
        yield Reason("aksara", 35 if body.mixed_words + name.mixed_words < 3 else 50)
    if body.unseen + name.unseen >= 2:
        yield Reason("tak-terlihat", 35)
    if _is_random(sending.name) and _is_random(sending.message):
        yield Reason("acak", 60)


def _is_random(text: str) -> bool:
    """Whether these are letters of no language: every word long and full of capitals or without vowels."""
    words = text.split()
    return 0 < len(words) <= 3 and all(
        len(word) >= 9
        and word.isascii()
        and word.isalpha()
        and (len(_INNER_CAPITAL.findall(word)) >= 3 or _CONSONANTS.search(word))
        for word in words
    )


def _links(sending: Sending) -> Iterable[Reason]:
    body = links_of("\n".join((sending.message, *sending.others)))
    if _is_link(sending.name):
        yield Reason("tautan-nama", 50)
    if body.unknown:
        yield Reason("tautan", 10)
    if body.shortened:
        yield Reason("tautan-pendek", 20)
    if body.chats:
        yield Reason("obrolan", 25)
    cheap, loaded = body.cheap > 0, body.loaded > 0
    if cheap or loaded:
        yield Reason("tautan-obral", 25 * cheap + 35 * loaded)
    if body.unknown >= 3 or len(body.hosts) >= 6:
        yield Reason("tautan-banyak", 40)
    if (body.unknown or body.shortened) and body.words_left < 4:
        yield Reason("tautan-saja", 20)
    yield from _trickery(body)


def _trickery(body: Links) -> Iterable[Reason]:
    if body.has_markup:
        yield Reason("markup", 50)
    if body.is_defused or body.has_program:
        yield Reason("tautan-tersamar", 60)
    elif body.is_written_out:
        yield Reason("tautan-tersamar", 40)


def _is_link(name: str) -> bool:
    links = links_of(name)
    return bool(links.unknown or links.shortened or links.chats)


def _behaviour(sending: Sending) -> Iterable[Reason]:
    if sending.trap:
        yield Reason("jebakan", 50)
    if sending.seconds is None:
        yield Reason("tanpa-formulir", 20)
    elif sending.seconds < TOO_FAST_SECONDS:
        yield Reason("terlalu-cepat", 25)
    elif sending.seconds < FAST_SECONDS:
        yield Reason("terlalu-cepat", 10)


def _counts(sending: Sending) -> Iterable[Reason]:
    """Many people share one network: the showroom's, a telephone company's. So a network alone holds nothing."""
    if sending.from_network >= 10:
        yield Reason("sering-jaringan", 40 if sending.from_network >= 30 else 20)
    if sending.from_contact >= 5:
        yield Reason("sering-kontak", 50 if sending.from_contact >= 10 else 25)
    if sending.same_words:
        yield Reason("kembar", 50 if sending.same_words >= 3 else 25)

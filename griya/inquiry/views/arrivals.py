"""How a form comes in: when it was shown, from which network, and with which files."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from flask import current_app, request
from werkzeug.datastructures import FileStorage

from griya.core import language, unit_of_work
from griya.core.clock import today
from griya.core.pace import Pace
from griya.core.private.kinds import MAX_BYTES, UnusableFile, usable
from griya.core.text import clean_text, one_line
from griya.core.tokens import derived_token, signed_key, signed_token
from griya.core.words import N_, SOURCE, Sentence, as_typed
from griya.inquiry.actions.abuse import Manner
from griya.inquiry.actions.attachments import has_room, is_still_kept, keep_file
from griya.inquiry.forms import InquiryForm
from griya.inquiry.rules.files import MAX_FILES, KeptFile, unpacked
from griya.inquiry.views import settings

KEPT_FIELD: Final = "kept"

_FORM, _FILE, _NETWORK = "inquiry-form", "inquiry-file", "inquiry-network"
_SHOWN_NAME: Final = 60
# A form with files costs a second of work and thirty megabytes for an hour.
_UPLOADS: Final = Pace(at_once=12, per_second=1 / 60)


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that stays with the form: its name, and the word by which it is known again."""

    file: KeptFile
    token: str


def mark_opened(form: InquiryForm, key: str) -> None:
    """Let the form say when it was first shown, also when it is shown again under another key."""
    since = _opened_at(form.opened.data or "")
    form.opened.data = signed_token(settings().secret_key, _FORM, f"{since or int(time.time())}-{key}")


def manner_of(form: InquiryForm) -> Manner:
    """How this form came in, as far as it says something about who sent it."""
    since = _opened_at(form.opened.data or "", form.key.data or "")
    return Manner(
        seconds=None if since is None else max(0.0, time.time() - since),
        trap=form.homepage.data or "",
        network=network_digest(),
        most=settings().inquiry_limit,
    )


def network_digest() -> str | None:
    """The visitor's network as a digest that is another one tomorrow; None where nobody knows it."""
    network = _network()
    return network and derived_token(settings().secret_key, _NETWORK, f"{today().isoformat()} {network}")


def carried_files(files: Sequence[KeptFile], key: str) -> list[Carried]:
    """The files with the signed words that stand in the form of this key."""
    secret = settings().secret_key
    return [Carried(file, signed_token(secret, f"{_FILE} {key}", file.packed)) for file in files]


def take_files(form: InquiryForm) -> list[KeptFile]:
    """Files of an earlier try that are still wanted, and those that came now; what is wrong is told at the field.

    Everything fit is kept at once, so that nobody has to choose it again because of a wrong telephone number.
    """
    folder = current_app.config["PRIVATE_FOLDER"]
    key = form.key.data or ""
    problems: list[str] = []
    files: list[KeptFile] = []
    for word in request.form.getlist(KEPT_FIELD)[: MAX_FILES + 1]:
        file = _known(word, key)
        if file is None or not is_still_kept(file=file, folder=folder):
            problems.append(N_("Satu berkas sudah tidak tersimpan. Pilih lagi."))
        else:
            files.append(file)
    sent = form.sent_files
    if len(files) + len(sent) > MAX_FILES:
        problems.append(Sentence("Paling banyak %(most)d berkas. Pilih lagi yang perlu saja.", most=MAX_FILES))
    elif sent and settings().inquiry_limit and _UPLOADS.wait(_network() or "") > 0:
        problems.append(N_("Terlalu banyak berkas dari jaringan ini. Tunggu satu menit, lalu pilih lagi."))
    elif sent and not has_room(folder=folder):
        problems.append(N_("Berkas sedang tidak dapat disimpan. Kirim tanpa berkas; petugas akan memintanya."))
    else:
        unit_of_work.let_go()
        for upload in sent:
            _take(upload, files, problems)
    form.files.errors = [*form.files.errors, *problems]
    return list(dict.fromkeys(files))


def _take(upload: FileStorage, files: list[KeptFile], problems: list[str]) -> None:
    folder = current_app.config["PRIVATE_FOLDER"]
    try:
        fit = usable(upload.stream.read(MAX_BYTES + 1))
        files.append(keep_file(file=fit, raw_name=upload.filename, folder=folder))
    except UnusableFile as unusable:
        problems.append(_unusable(upload.filename or "", str(unusable)))
    except OSError:
        current_app.logger.exception("a file of an inquiry could not be kept")
        problems.append(N_("Berkas sedang tidak dapat disimpan. Kirim tanpa berkas; petugas akan memintanya."))


def _unusable(raw_name: str, reason: str) -> str:
    name = as_typed(one_line(clean_text(raw_name))[:_SHOWN_NAME])
    if language.current() == SOURCE:
        return f"{name}: {reason}"
    # What is wrong with a file is said at length for the desk alone; a buyer abroad is told what is taken.
    return Sentence(
        "%(name)s tidak dapat dipakai. Yang diterima: JPEG, PNG, WebP, atau PDF tanpa kata sandi, paling besar 10 MB.",
        name=name,
    )


def _known(word: str, key: str) -> KeptFile | None:
    packed = signed_key(settings().secret_key, f"{_FILE} {key}", word)
    return unpacked(packed) if packed else None


def _opened_at(mark: str, key: str | None = None) -> int | None:
    signed = signed_key(settings().secret_key, _FORM, mark)
    since, _, own = (signed or "").partition("-")
    return int(since) if since.isdecimal() and (key is None or own == key) else None


def _network() -> str | None:
    """An IPv4 address, or the half of an IPv6 address that stands for one household."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network(f"{address}/64", strict=False))
    return str(address)

"""What can be said about a firm whoever types it: its year of founding, its e-mail address, each way to reach it."""

from datetime import date
from typing import Final

from email_validator import EmailNotValidError, validate_email

from griya.registry.models import ContactChannel
from griya.registry.rules.phones import parse_phone
from griya.registry.rules.unreadable import Unreadable

EARLIEST_YEAR: Final = 1800


def check_founded_year(year: int, *, on: date) -> int:
    """The year a firm was founded in. Raises `Unreadable` for one that cannot be."""
    if not EARLIEST_YEAR <= year <= on.year:
        raise Unreadable(f"Tahun {year} tidak masuk akal; tulis antara {EARLIEST_YEAR} dan {on.year}.")
    return year


def parse_email(raw: str) -> str:
    """An e-mail address in the form it is stored. Raises `Unreadable`."""
    try:
        return validate_email(raw.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except (EmailNotValidError, ValueError) as error:
        raise Unreadable(f"“{raw.strip()[:60]}” bukan alamat e-mail yang lengkap.") from error


def stored_contact(channel: str, raw: str) -> str:
    """A way to reach a firm in the form it is stored. Raises `Unreadable`; only a mobile number has WhatsApp."""
    if channel == ContactChannel.EMAIL:
        return parse_email(raw)
    phone = parse_phone(raw)
    if channel == ContactChannel.WHATSAPP and not phone.is_mobile:
        raise Unreadable(f"{phone.display} bukan nomor HP; catat sebagai telepon, bukan WhatsApp.")
    return phone.e164

"""The letters about an account. Plain text; what somebody typed is never repeated to an address nobody has proven."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from griya.accounts.models import Account, LinkKind
from griya.accounts.rules import ROLE_NAMES
from griya.accounts.rules.links import LIFETIME_WORDS
from griya.core.outbox import Letter
from griya.core.text import moment

VERSION = 1
ROLE_NAMES_LOWER = {str(role): name.lower() for role, name in ROLE_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Site:
    """What a letter says about the place it comes from."""

    public_url: str
    office_name: str
    office_email: str = ""


def password_link(site: Site, token: str) -> str:
    """Where somebody sets a password without having one."""
    return f"{site.public_url}/meja/sandi/{token}"


def address_link(site: Site, token: str) -> str:
    """Where somebody proves that a new address is theirs."""
    return f"{site.public_url}/meja/alamat/{token}"


def link_letter(site: Site, account: Account, kind: LinkKind, token: str, *, to: str | None = None) -> Letter:
    """The letter that carries a link."""
    subject, why = {
        LinkKind.INVITATION: (
            "Undangan ke meja Griya IKM",
            (
                f"Anda diundang bekerja di meja {site.office_name} sebagai {ROLE_NAMES_LOWER[account.role]}. Buat kata "
                f"sandi Anda lewat tautan ini:"
            ),
        ),
        LinkKind.RESET: (
            "Kata sandi baru untuk meja Griya IKM",
            "Seseorang meminta kata sandi baru untuk akun Anda. Bila itu Anda, buka tautan ini:",
        ),
        LinkKind.ADDRESS: (
            "Pastikan alamat e-mail ini milik Anda",
            "Seseorang ingin memakai alamat ini untuk akunnya di meja Griya IKM. Bila itu Anda, buka tautan ini:",
        ),
    }[kind]
    url = address_link(site, token) if kind is LinkKind.ADDRESS else password_link(site, token)
    return _letter(
        site,
        account,
        f"account-{kind}",
        subject,
        why,
        url,
        f"Tautan ini berlaku {LIFETIME_WORDS[kind]} dan hanya dapat dipakai sekali. Bukan Anda? Abaikan surat ini: "
        "tidak ada yang berubah.",
        to=to,
    )


def notice(site: Site, account: Account, what: str, at: datetime, *, to: str | None = None) -> Letter:
    """The letter that tells an owner what happened to their account."""
    ask = f"hubungi {site.office_email}" if site.office_email else "hubungi administrator Griya IKM"
    return _letter(
        site,
        account,
        "account-notice",
        "Perubahan pada akun Anda di meja Griya IKM",
        f"{what} {moment(at)}.",
        f"Bukan Anda yang melakukannya? Segera {ask}.",
        to=to,
    )


def _letter(site: Site, account: Account, template: str, subject: str, *parts: str, to: str | None) -> Letter:
    return Letter(
        # One letter for each time: two of a kind may follow from the same account.
        cause=f"account:{account.code}:{secrets.token_hex(8)}",
        template=template,
        template_version=VERSION,
        recipient=to or account.email,
        subject=subject,
        body="\n\n".join((*parts, site.office_name)) + "\n",
        reply_to=site.office_email or None,
    )

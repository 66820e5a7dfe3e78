"""Where the letters of inquiries come from, and the addresses they carry."""

from dataclasses import dataclass
from typing import Final

from griya.config import Settings
from griya.core.tokens import derived_token, digest
from griya.inquiry.models import Inquiry
from griya.inquiry.rules.addresses import status_url

STATUS_LINK: Final = "inquiry-status"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the letters of one inquiry need from the settings. `status_url` is empty once that link was revoked."""

    status_url: str
    office_name: str
    office_email: str
    sender_domain: str
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What every letter needs to know of the place it comes from; the key derives the buyer's link."""

    public_url: str
    secret_key: str
    office_name: str
    office_email: str
    sender_domain: str

    @classmethod
    def of(cls, settings: Settings) -> "Correspondence":
        """As the settings say."""
        return cls(
            public_url=settings.public_url,
            secret_key=settings.secret_key,
            office_name=settings.office.name,
            office_email=settings.office.email,
            sender_domain=settings.mail_from.rpartition("@")[2] or "griya.local",
        )

    def status_token(self, key: str) -> str:
        """The token of the status page of the inquiry with this key; the same each time."""
        return derived_token(self.secret_key, STATUS_LINK, key)

    def delivery(self, inquiry: Inquiry) -> Delivery:
        """The same for one inquiry that is stored already."""
        token = self.status_token(inquiry.idempotency_key)
        is_valid = digest(token) == inquiry.token_digest and inquiry.link_revoked_at is None
        return self.delivery_to(token if is_valid else "", language=inquiry.language)

    def delivery_to(self, token: str, *, language: str) -> Delivery:
        """The same for the holder of this token, who reads this language."""
        return Delivery(
            status_url=status_url(self.public_url, token, language) if token else "",
            office_name=self.office_name,
            office_email=self.office_email,
            sender_domain=self.sender_domain,
            public_url=self.public_url,
        )

"""Settings: the only reader of the environment. Every variable is described in `docs/settings.md`; a test compares."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

PROJECT_ROOT = Path(__file__).resolve().parent.parent

_SHORTEST_KEY = 32
# A key that holds one of these was copied out of somebody's instructions.
_SAMPLE_WORDS = ("secret", "change", "example", "password", "contoh", "rahasia", "ganti")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """A setting is missing or cannot be used. The message is one sentence for whoever starts the program."""


@dataclass(frozen=True, slots=True)
class Office:
    """The office that runs the showroom: a setting, because its name and address change with reorganisations."""

    name: str = "Griya IKM Kalimantan Barat"
    email: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two installations."""

    secret_key: str = field(repr=False)
    instance: Path
    database_url: str = field(repr=False)
    public_url: str
    proxies: int = 0
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "griya@localhost"
    office: Office = Office()
    threads: int = 8
    repeat_cap_percent: int = 50
    inquiry_limit: int = 20
    is_local: bool = False

    @property
    def is_https(self) -> bool:
        """Whether visitors reach the site over TLS, which decides the cookies' `Secure` and `__Host-`."""
        return self.public_url.startswith("https://")

    @property
    def trusted_hosts(self) -> list[str]:
        """Host names a request may name; everything else is answered 400."""
        host = urlsplit(self.public_url).hostname or ""
        return [host, *sorted(_LOOPBACK - {host})]

    @classmethod
    def from_env(cls, environ: Mapping[str, str], *, default_mode: str = "production") -> "Settings":
        """Read `GRIYA_*`. Nothing secret has a default in production; `local` mode keeps its key in the instance.

        Raises:
            SettingsError: with one sentence that says what to set.
        """
        mode = environ.get("GRIYA_MODE", default_mode)
        if mode not in {"production", "local"}:
            raise SettingsError(f"GRIYA_MODE is {mode!r}; it must be production or local.")
        instance = Path(environ.get("GRIYA_INSTANCE") or PROJECT_ROOT / "instance").resolve()
        public_url = environ.get("GRIYA_PUBLIC_URL", "").rstrip("/")
        secret_key = environ.get("GRIYA_SECRET_KEY", "")
        if mode == "local":
            public_url = public_url or "http://127.0.0.1:8000"
            secret_key = secret_key or _local_key(instance)
        _check_key(secret_key)
        _check_public_url(public_url)
        return cls(
            secret_key=secret_key,
            instance=instance,
            database_url=_database_url(environ.get("GRIYA_DATABASE_URL", ""), instance),
            public_url=public_url,
            proxies=_whole_number(environ, "GRIYA_PROXIES", 0, 0, 5),
            smtp_url=_smtp_url(environ.get("GRIYA_SMTP_URL", "")),
            mail_from=environ.get("GRIYA_MAIL_FROM") or f"griya@{urlsplit(public_url).hostname}",
            office=Office(
                name=environ.get("GRIYA_OFFICE_NAME") or Office().name,
                email=environ.get("GRIYA_OFFICE_EMAIL", ""),
                address=environ.get("GRIYA_OFFICE_ADDRESS", ""),
                phone=environ.get("GRIYA_OFFICE_PHONE", ""),
            ),
            threads=_whole_number(environ, "GRIYA_THREADS", 8, 1, 64),
            repeat_cap_percent=_whole_number(environ, "GRIYA_REPEAT_CAP", 50, 0, 100),
            inquiry_limit=_whole_number(environ, "GRIYA_INQUIRY_LIMIT", 20, 0, 100_000),
            is_local=mode == "local",
        )


def _check_key(key: str) -> None:
    if not key:
        raise SettingsError(
            "GRIYA_SECRET_KEY is not set. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if len(key) < _SHORTEST_KEY or len(set(key)) < 10:
        raise SettingsError(f"GRIYA_SECRET_KEY is too simple: give at least {_SHORTEST_KEY} random characters.")
    if any(word in key.lower() for word in _SAMPLE_WORDS):
        raise SettingsError("GRIYA_SECRET_KEY looks like a sample out of instructions: make a random one.")


def _check_public_url(url: str) -> None:
    parts = urlsplit(url)
    if not url:
        raise SettingsError(
            "GRIYA_PUBLIC_URL is not set: give the address visitors use, for example https://griya.example."
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise SettingsError(f"GRIYA_PUBLIC_URL {url!r} is not an address like https://griya.example.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise SettingsError(
            "GRIYA_PUBLIC_URL must begin with https:// unless it is this machine's own loopback address."
        )


def _database_url(url: str, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'griya.db'}"
    if url.startswith(("postgresql://", "postgresql+psycopg://", "sqlite:///")):
        return url.replace("postgresql://", "postgresql+psycopg://", 1)
    raise SettingsError("GRIYA_DATABASE_URL must begin with postgresql:// or sqlite:///.")


def _smtp_url(url: str) -> str:
    if url and (urlsplit(url).scheme not in {"smtp", "smtps"} or not urlsplit(url).hostname):
        raise SettingsError(
            "GRIYA_SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465."
        )
    return url


def _whole_number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    raw = environ.get(name, "")
    if not raw:
        return default
    if not raw.isascii() or not raw.isdecimal() or not low <= int(raw) <= high:
        raise SettingsError(f"{name} is {raw!r}; it must be a whole number from {low} to {high}.")
    return int(raw)


def _local_key(instance: Path) -> str:
    """The key of a local instance, made at its first start and kept with its data, readable by its owner only."""
    path = instance / "secret_key"
    try:
        if not path.exists():
            instance.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(f"The instance folder {instance} cannot be written: {error.strerror}.") from error

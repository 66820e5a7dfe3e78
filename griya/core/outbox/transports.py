"""Ways out: a mail server, or files. Each says of a message it did not take whose fault that was."""

import os
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS: Final = 10
# A server that sends a byte every nine seconds never meets the timeout above. Shorter than a worker's lease, so that
# nobody else takes the message while it is still being handed over.
WHOLE_SECONDS: Final = 35
_GOODBYE_SECONDS: Final = 1
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class Unreachable(Exception):
    """The way out is closed for every message, not for this one alone: no server, no answer, no room on the disk."""


class Interrupted(Exception):
    """The line broke while the message was handed over: whether it was taken nobody knows."""


class Returned(Exception):
    """The server refused this message for good: asking again with the same letter is of no use."""


class Transport(Protocol):
    """Where messages go. `deliver` returns when the message was taken.

    It raises `Unreachable` or `Interrupted` when trying the next message is of no use now, `Returned` when this one
    came back for good, another exception when it was refused for now.
    """

    def deliver(self, message: EmailMessage) -> None:
        """Hand over one message, which has exactly one recipient."""


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Writes `.eml` files: what happens without SMTP settings. The desk says so."""

    folder: Path

    def deliver(self, message: EmailMessage) -> None:
        """Write `<message id>.eml`; the same message written again lands on the same file."""
        content = message.as_bytes(policy=SMTP)
        path = file_of(self.folder, str(message["Message-ID"]))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(".part")
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error


def file_of(folder: Path, message_id: str) -> Path:
    """Where the message of this id is written."""
    name = "".join(c if c.isalnum() or c in ".-" else "_" for c in message_id.strip().strip("<>"))
    return folder / f"{name}.eml"


class _Open:
    """The sessions of one delivery, from the moment they have a socket, so that a clock can end them."""

    def __init__(self) -> None:
        self.sessions: list[smtplib.SMTP] = []

    def cut(self) -> None:
        """End whatever is being waited for."""
        for session in self.sessions:
            if isinstance(session.sock, socket.socket):
                with suppress(OSError):
                    session.sock.shutdown(socket.SHUT_RDWR)


class _Plain(smtplib.SMTP):
    """A session that tells of itself before the server has said its first word."""

    def __init__(self, opened: _Open, *asked: Any, **options: Any) -> None:
        opened.sessions.append(self)
        super().__init__(*asked, **options)


class _Encrypted(smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""

    def __init__(self, opened: _Open, *asked: Any, **options: Any) -> None:
        opened.sessions.append(self)
        super().__init__(*asked, **options)


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Speaks SMTP to the server of `url`: STARTTLS with a checked certificate wherever the server is not loopback."""

    url: str
    timeout: float = TIMEOUT_SECONDS
    whole: float = WHOLE_SECONDS

    def deliver(self, message: EmailMessage) -> None:
        """Send one message over a connection of its own, to the one address in its `To`."""
        recipients = [address.addr_spec for address in message["To"].addresses]
        with self._within_time() as opened:
            session = self._session(opened)
            try:
                session.send_message(message, to_addrs=recipients)
            except smtplib.SMTPServerDisconnected as error:
                raise Interrupted(words_of(error)) from error
            except smtplib.SMTPException as error:
                raise _verdict(error) or error from error
            except OSError as error:
                raise Interrupted(words_of(error)) from error
            finally:
                # Whether the server says goodbye is no news of the message, and nobody waits for it.
                with suppress(OSError, smtplib.SMTPException):
                    if session.sock is not None:
                        session.sock.settimeout(min(self.timeout, _GOODBYE_SECONDS))
                        session.quit()
                session.close()

    @contextmanager
    def _within_time(self) -> Iterator[_Open]:
        """End the whole conversation when its time is over, however slowly a server goes on talking."""
        opened = _Open()
        clock = threading.Timer(self.whole, opened.cut)
        clock.daemon = True
        clock.start()
        try:
            yield opened
        finally:
            clock.cancel()

    def _session(self, opened: _Open) -> smtplib.SMTP:
        """A connection that is ready to take a message."""
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        session: smtplib.SMTP | None = None
        try:
            if parts.scheme == "smtps":
                context = ssl.create_default_context()
                session = _Encrypted(opened, host, parts.port or 465, timeout=self.timeout, context=context)
            else:
                session = _Plain(opened, host, parts.port or 587, timeout=self.timeout)
            if parts.scheme == "smtp" and host not in _LOOPBACK:
                session.starttls(context=ssl.create_default_context())
            if parts.username:
                session.login(unquote(parts.username), unquote(parts.password or ""))
            session.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            if session is not None:
                session.close()
            raise Unreachable(words_of(error)) from error
        return session


def _verdict(error: smtplib.SMTPException) -> Exception | None:
    """Whose fault a refusal is; None where the message may simply be tried again.

    Five hundred is for good. But 5.7 is a rule of the server about us (relaying denied, a network blocked), which a
    mistake in the settings brings upon every letter, and so is a refused sender: those do not make a letter come back.
    """
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Unreachable(words_of(error)) if error.smtp_code >= 500 else None
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPDataError):
        answers = [(error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b"")]
    else:
        return None
    is_final = bool(answers) and all(code >= 500 and not words.startswith(b"5.7") for code, words in answers)
    return Returned(words_of(error)) if is_final else None


def words_of(error: Exception) -> str:
    """What went wrong, as a person at the desk reads it: the server's own answer, without whom it is about."""
    answer: tuple[int, object] | None = None
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answer = next(iter(error.recipients.values()), None)
    elif isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_code, error.smtp_error
    if answer is None:
        return f"{type(error).__name__}: {error}"
    code, said = answer
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{type(error).__name__}: {code} {' '.join(text.split())}"


def transport_for(smtp_url: str, instance: Path) -> Transport:
    """The transport that the settings ask for."""
    return SmtpTransport(smtp_url) if smtp_url else FolderTransport(instance / "outbox")

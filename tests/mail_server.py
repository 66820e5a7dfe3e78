"""A mail server with a will of its own, on a real socket: it refuses, hangs, greylists, drips, drops, or does its work.

`mode` says how it behaves from the next connection on; `taken` holds what it acknowledged or kept all the same, in the
order of arrival. Nothing of it waits for a clock, so that a test of it is quick on a slow machine.
"""

import email
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from typing import Any, Final

# Every way of this server to behave, and what becomes of a message then: whether it was handed over at last is told by
# the outbox's own state. The answers are those that real servers give (RFC 5321, RFC 3463).
ANSWERS: Final = {
    "sender-451": ("MAIL", "451 4.3.0 try later"),
    "sender-530": ("MAIL", "530 5.7.0 authentication required"),
    "recipient-450": ("RCPT", "450 4.2.1 mailbox busy"),
    "recipient-550": ("RCPT", "550 5.1.1 no such user"),
    "relay-denied": ("RCPT", "554 5.7.1 relay access denied"),
    "data-354-refused": ("DATA", "451 4.3.0 not now"),
    "content-451": (".", "451 4.3.0 try later"),
    "content-552": (".", "552 5.3.4 message too big"),
    "content-spam": (".", "554 5.7.1 looks like spam"),
}


@dataclass
class Taken:
    """One message that the server has, for one recipient; `is_told` is false when its sender never heard so."""

    recipient: str
    message: Message
    is_told: bool


@dataclass
class MailServer:
    """The server as a test sees it."""

    mode: str = "ok"
    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    open_connections: int = 0
    seconds_to_take: float = 0.0
    hung: threading.Event = field(default_factory=threading.Event)
    counting: threading.Lock = field(default_factory=threading.Lock)
    greylisted: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        """The ids of what it has, copies too."""
        return [str(one.message["Message-ID"]) for one in self.taken]


class _Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        """Talk until somebody hangs up."""
        server: MailServer = self.server.mail  # type: ignore[attr-defined]
        server.connections += 1
        with server.counting:
            server.open_connections += 1
        try:
            self._talk(server)
        finally:
            with server.counting:
                server.open_connections -= 1

    def _talk(self, server: MailServer) -> None:
        mode, self.recipient = server.mode, ""
        if mode == "hang-banner":
            server.hung.wait(30)
            return
        if mode == "banner-554":
            self._say("554 5.3.2 no service here")
            return
        if mode == "drip":
            self._drip("220-" + "x" * 200)
            return
        self._say("220 surat.contoh.test")
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            if not self._answer(server, mode, line):
                return

    def _answer(self, server: MailServer, mode: str, line: str) -> bool:
        """Answer one command; false when the conversation is over."""
        verb = line[:4].upper()
        at, answer = ANSWERS.get(mode, ("", ""))
        if verb == at:
            self._say(answer)
            return True
        if mode == f"hang-{verb.lower()}":
            server.hung.wait(30)
            return False
        if mode == f"drop-{verb.lower()}":
            return False
        if verb in {"EHLO", "HELO"}:
            self._say("250 surat.contoh.test")
        elif verb == "RCPT":
            self.recipient = line.partition("<")[2].partition(">")[0]
            if mode == "greylist" and self.recipient not in server.greylisted:
                server.greylisted.add(self.recipient)
                self._say("451 4.7.1 greylisted, come back later")
            else:
                self._say("250 OK")
        elif verb == "DATA":
            self._say("354 go on")
            return self._take(server, mode, answer if at == "." else "")
        elif verb == "QUIT":
            self._say("221 bye")
            return False
        else:
            self._say("250 OK")
        return True

    def _take(self, server: MailServer, mode: str, refusal: str) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
            if mode == "drop-middle":
                # A reset, not a goodbye: what was not read yet is thrown away.
                self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                self.request.close()
                return False
        if not line:
            return False
        if refusal:
            self._say(refusal)
            return True
        time.sleep(server.seconds_to_take)
        content = b"".join(each[1:] if each.startswith(b"..") else each for each in lines)
        server.taken.append(Taken(self.recipient, email.message_from_bytes(content), mode != "close-after"))
        if mode == "hang-after":
            server.hung.wait(30)
            return False
        if mode == "close-after":
            return False
        self._say("250 2.0.0 queued")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _drip(self, line: str) -> None:
        """A byte now and then, for ever: no single read ever times out."""
        server: MailServer = self.server.mail  # type: ignore[attr-defined]
        for sign in line:
            try:
                self.wfile.write(sign.encode())
            except OSError:
                return
            if server.hung.wait(0.05):
                return


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A worker that was killed in the middle is what this server is for."""


@contextmanager
def mail_server(mode: str = "ok") -> Iterator[MailServer]:
    """A server in this mode, on a port that the system picked."""
    mail = MailServer(mode)
    with _Listener(("127.0.0.1", 0), _Conversation) as listener:
        listener.mail = mail  # type: ignore[attr-defined]
        mail.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield mail
        finally:
            mail.hung.set()
            listener.shutdown()
            thread.join(5)

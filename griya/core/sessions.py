"""Signed session cookies as Flask has them, at no cost to the pages that never look at one.

Flask makes a signer for each request and reads nine settings after it, which is as much as all else that it does for a
small page. Public pages neither send a session nor touch it.
"""

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin


class QuietSessions(SecureCookieSessionInterface):
    """Flask's sessions, opened only where the cookie came and saved only where somebody looked."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request; an empty one where the browser sent none."""
        if app.secret_key and self.get_cookie_name(app) not in request.environ.get("HTTP_COOKIE", ""):
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie where it changed. A session nobody looked at is as it came."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Use these sessions."""
    app.session_interface = QuietSessions()

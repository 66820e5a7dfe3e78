"""Requests that tell their length in two ways are refused: one would hide a second request (RFC 9112 §6.3)."""

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError


class StrictParser(HTTPRequestParser):  # type: ignore[misc] # waitress has no types
    """waitress's parser, which by itself reads the chunks and forgets the length.

    A server may do that if it closes the connection afterwards; waitress keeps it: a proxy in front that counts by the
    length would take the rest for somebody else's request.
    """

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request.

        Raises:
            ParsingError: answered with 400, and the connection is closed.
        """
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Transfer-Encoding and Content-Length in one request")


class StrictChannel(HTTPChannel):  # type: ignore[misc] # waitress has no types
    """A connection whose requests are read by the strict parser."""

    parser_class = StrictParser

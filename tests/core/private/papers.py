"""Documents as people send them: small whole PDFs, and hostile ones."""

import zlib


def pdf(*objects: bytes, catalog: bytes = b"") -> bytes:
    """A one-page PDF with these further objects; the table of objects is right."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
        stream(b"BT /F1 12 Tf (SPP-IRT) Tj ET"),
        *objects,
    ]
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, table)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object, deflated."""
    body = zlib.compress(content, 9)
    return b"<< /Filter /FlateDecode " + entries + b" /Length %d >>\nstream\n" % len(body) + body + b"\nendstream"


PDF = pdf()
SCRIPTED = pdf(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", catalog=b"/OpenAction 5 0 R")

"""Small true files that the people of the demonstration hand in: a scanned paper says what it is."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

SAYS = "DEMONSTRATION - AN INVENTED SCAN, NOT A REAL PAPER"


def scan(name: str = "scan.pdf") -> SimpleUploadedFile:
    """Return a PDF of one page, the same bytes every time."""
    return SimpleUploadedFile(name, _pdf(SAYS), "application/pdf")


def _pdf(text: str) -> bytes:
    words = f"BT /F1 16 Tf 60 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return made + end % (table, len(made))

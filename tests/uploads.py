"""Small true files for tests: a photo, a video, a PDF."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def photo(name: str = "site.jpg") -> SimpleUploadedFile:
    """Return a small JPEG."""
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def video(name: str = "posting.mp4") -> SimpleUploadedFile:
    """Return the head of an MP4 file."""
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64
    return SimpleUploadedFile(name, head, "video/mp4")


def pdf(name: str = "statement.pdf") -> SimpleUploadedFile:
    """Return a PDF as far as its kind is told from its head."""
    return SimpleUploadedFile(name, b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "application/pdf")

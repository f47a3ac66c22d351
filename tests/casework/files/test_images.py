"""Uploads: allowed by content, refused otherwise; thumbnails without metadata; photo facts."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from casework.files.images import (
    UploadError,
    check_upload,
    photo_facts,
    safe_name,
    thumbnail,
)

ROSTER = (Path(__file__).parents[2] / "data" / "roster_37.xlsx").read_bytes()


def photo(form: str = "JPEG", size: tuple[int, int] = (1200, 600)) -> bytes:
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:20 08:30:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (34.0, 45.0, 36.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (113.0, 39.0, 0.0)
    buffer = io.BytesIO()
    image.save(buffer, form, exif=exif)
    return buffer.getvalue()


def office(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def box(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 12


@pytest.mark.parametrize(
    ("name", "data", "declared", "ext", "kind"),
    [
        ("现场.JPG", photo(), "image/jpeg", "jpg", "image"),
        ("a.jpeg", photo(), "image/jpg", "jpg", "image"),
        ("a.png", photo("PNG"), "", "png", "image"),
        ("a.webp", photo("WEBP"), "image/webp", "webp", "image"),
        ("a.gif", b"GIF89a....", "image/gif", "gif", "image"),
        ("IMG_1.HEIC", box(b"heic"), "", "heic", "image"),
        ("a.pdf", b"%PDF-1.7 ...", "application/pdf", "pdf", "document"),
        ("a.mp3", b"ID3\x04...", "audio/mpeg", "mp3", "audio"),
        ("a.mp3", b"\xff\xfb\x90\x00", "audio/mp3", "mp3", "audio"),
        ("录音.m4a", box(b"M4A "), "audio/x-m4a", "m4a", "audio"),
        ("a.m4a", box(b"M4A "), "video/mp4", "m4a", "audio"),
        ("a.amr", b"#!AMR\n", "audio/amr", "amr", "audio"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/x-wav", "wav", "audio"),
        ("a.ogg", b"OggS\x00", "audio/ogg", "ogg", "audio"),
        ("a.mp4", box(b"isom"), "video/mp4", "mp4", "video"),
        ("a.mov", box(b"qt  "), "video/quicktime", "mov", "video"),
        ("名单.xlsx", ROSTER, "application/octet-stream", "xlsx", "document"),
        ("a.docx", office("word/document.xml"), "", "docx", "document"),
        ("photo", photo(), "", "jpg", "image"),
    ],
)
def test_it_takes_what_it_recognises(
    name: str, data: bytes, declared: str, ext: str, kind: str
) -> None:
    assert check_upload(name, data, declared)[1:] == (ext, kind)


@pytest.mark.parametrize(
    ("name", "data", "declared", "message"),
    [
        ("a.jpg", b"", "", "空的"),
        ("a.html", b"\n<!DOCTYPE html><p>", "text/html", "网页"),
        ("a.svg", b"<svg xmlns=''>", "image/svg+xml", "网页"),
        ("a.jpg", b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "image/jpeg", "网页"),
        ("a.jpg", b"MZ\x90\x00", "image/jpeg", "程序"),
        ("a.pdf", b"\x7fELF", "application/pdf", "程序"),
        ("a.sh", b"#!/bin/sh", "", "程序"),
        ("a.exe", photo(), "image/jpeg", "扩展名"),
        ("a.png", photo(), "image/png", "扩展名"),
        ("a.jpg.html", photo(), "", "扩展名"),
        ("a.jpg", photo(), "text/html", "声明"),
        ("a.zip", office("x"), "application/zip", "不支持"),
        ("a.xlsx", ROSTER[:100], "", "不支持"),
        ("a.xlsm", office("xl/workbook.xml", "xl/vbaProject.bin"), "", "宏"),
        ("a.txt", "你好".encode(), "text/plain", "不支持"),
        ("a.avif", box(b"avif"), "image/avif", "不支持"),
    ],
)
def test_it_refuses_the_rest_with_a_sentence(
    name: str, data: bytes, declared: str, message: str
) -> None:
    with pytest.raises(UploadError, match=message):
        check_upload(name, data, declared)


def test_it_draws_an_upright_thumbnail_without_metadata() -> None:
    small = thumbnail(photo())
    assert small is not None
    assert b"SecretCamera" not in small
    with Image.open(io.BytesIO(small)) as image:
        assert image.format == "JPEG"
        assert image.size == (240, 480)
        assert not image.getexif()
        # Turned by 90 degrees: the blue left half is now above.
        red, _, blue = image.crop((120, 20, 121, 21)).tobytes()
        assert blue > 200 > red
        red, _, blue = image.crop((120, 460, 121, 461)).tobytes()
        assert red > 200 > blue


def test_it_draws_transparency_on_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(buffer, "PNG")
    small = thumbnail(buffer.getvalue())
    assert small is not None
    with Image.open(io.BytesIO(small)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_it_draws_nothing_of_bombs_and_broken_files() -> None:
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    assert thumbnail(huge.getvalue()) is photo_facts(huge.getvalue()) is None
    assert thumbnail(photo()[:900]) is None
    assert thumbnail(b"%PDF-1.7") is None
    assert photo_facts(b"") is None


def test_it_reads_the_facts_of_a_photo() -> None:
    facts = photo_facts(photo())
    assert facts is not None
    assert facts.taken_at == datetime.fromisoformat("2026-11-20T08:30:00+08:00")
    assert (facts.latitude, facts.longitude) == (34.76, 113.65)
    assert (facts.width, facts.height) == (1200, 600)


def test_it_says_nothing_where_the_photo_says_nothing() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "JPEG")
    assert photo_facts(buffer.getvalue()) == (4, 4, None, None, None)


def test_it_makes_names_safe() -> None:
    assert safe_name("..\\..\\etc/工资 表.xlsx") == "工资 表.xlsx"
    assert safe_name("a\x00\u202eb<c>.jpg") == "abc.jpg"
    assert safe_name("...") == "file"
    assert len(safe_name("长" * 300 + ".xlsx")) == 95

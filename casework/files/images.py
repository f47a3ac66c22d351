"""Uploads told by their content against an allow list, thumbnails, and facts of photos."""

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from casework.law.errors import SentenceError, gettext_noop

MAX_PIXELS = 80_000_000
THUMBNAIL = (480, 480)
PILLOW_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
DRAWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""Types every browser draws by itself and Pillow reads; all others are handed out for download."""
# mime: kind, and the endings a file of this content may have; the first is the one to store.
ALLOWED = MappingProxyType(
    {
        "image/jpeg": ("image", ("jpg", "jpeg", "jfif")),
        "image/png": ("image", ("png",)),
        "image/webp": ("image", ("webp",)),
        "image/gif": ("image", ("gif",)),
        "image/heic": ("image", ("heic", "heif")),
        "application/pdf": ("document", ("pdf",)),
        "audio/mpeg": ("audio", ("mp3",)),
        "audio/mp4": ("audio", ("m4a",)),
        "audio/amr": ("audio", ("amr",)),
        "audio/wav": ("audio", ("wav",)),
        "audio/ogg": ("audio", ("ogg", "oga", "opus")),
        "video/mp4": ("video", ("mp4", "m4v", "3gp")),
        "video/quicktime": ("video", ("mov", "qt")),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
            "document",
            ("xlsx",),
        ),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
            "document",
            ("docx",),
        ),
    }
)
XLSX, DOCX = list(ALLOWED)[-2:]
SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
)
RIFF = MappingProxyType({b"WEBP": "image/webp", b"WAVE": "audio/wav"})
BRANDS = MappingProxyType(
    {
        **dict.fromkeys(
            (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), "image/heic"
        ),
        **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
        b"qt  ": "video/quicktime",
        **dict.fromkeys(
            (
                b"isom",
                b"iso2",
                b"iso4",
                b"iso5",
                b"iso6",
                b"mp41",
                b"mp42",
                b"avc1",
                b"M4V ",
                b"MSNV",
                b"3gp4",
                b"3gp5",
                b"3gp6",
            ),
            "video/mp4",
        ),
    }
)
PROGRAMS = (b"MZ", b"\x7fELF", b"#!/", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|\?xml|iframe|!--)", re.IGNORECASE)
VAGUE_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream"})
TYPE_ALIASES = MappingProxyType(
    {
        "image/jpg": "image/jpeg",
        "image/pjpeg": "image/jpeg",
        "image/heif": "image/heic",
        "audio/mp3": "audio/mpeg",
        "audio/x-m4a": "audio/mp4",
        "audio/m4a": "audio/mp4",
        "audio/x-wav": "audio/wav",
        "audio/wave": "audio/wav",
        "audio/opus": "audio/ogg",
        "application/ogg": "audio/ogg",
        "video/3gpp": "video/mp4",
        "video/x-m4v": "video/mp4",
    }
)


class UploadError(SentenceError):
    """A file that is not taken, with a sentence for the user."""


class UploadInfo(NamedTuple):
    """What a file is: its true type, the ending to store it with, image/audio/video/document."""

    mime: str
    ext: str
    kind: str


class PhotoFacts(NamedTuple):
    """What a photo says of itself; the camera's clock is taken as China's unless it says more."""

    width: int
    height: int
    taken_at: datetime | None
    latitude: float | None
    longitude: float | None


def check_upload(name: str, data: bytes, declared_type: str = "") -> UploadInfo:
    """Return what `data` is. Raises UploadError unless content, name and type agree and are allowed.

    The beginning of a file is enough, except for .xlsx and .docx, which are needed whole.
    """
    if not data:
        raise UploadError(gettext_noop("文件是空的。"))
    if data.startswith(PROGRAMS):
        raise UploadError(gettext_noop("不能上传程序文件。"))
    mime = _sniff(data)
    if mime is None and MARKUP.search(data[:1024].lstrip(b"\xef\xbb\xbf")):
        raise UploadError(gettext_noop("不能上传网页或SVG文件。"))
    if mime is None:
        raise UploadError(
            gettext_noop("不支持这种文件。可以上传照片、PDF、录音、录像、.xlsx 和 .docx 文件。")
        )
    kind, endings = ALLOWED[mime]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending and ending not in endings:
        raise UploadError(
            gettext_noop("文件内容与扩展名“.%(ending)s”不符，请上传原始文件。"), ending=ending[:10]
        )
    declared = declared_type.partition(";")[0].strip().lower()
    declared = TYPE_ALIASES.get(declared, declared)
    # Browsers name office files and recordings in many ways: only the family must agree.
    if declared not in VAGUE_TYPES and declared != mime and _family(declared) != _family(mime):
        raise UploadError(gettext_noop("文件内容与声明的类型不符，请上传原始文件。"))
    return UploadInfo(mime, endings[0], kind)


def safe_name(name: str) -> str:
    """Return a file name for display and download: no path, no control characters, 100 long."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in plain if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem, dot, ending = plain.strip(" .").rpartition(".")
    return f"{stem[:90]}{dot}{ending[:10]}" if dot and stem else (ending[:100] or "file")


def thumbnail(data: bytes, size: tuple[int, int] = THUMBNAIL) -> bytes | None:
    """Return a small upright JPEG without any metadata, or None for what cannot be drawn."""
    with _opened(data) as image:
        if image is None:
            return None
        try:
            image.draft("RGB", size)
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            upright.thumbnail(size)
            page = Image.new("RGB", upright.size, "white")
            page.paste(upright, mask=upright.getchannel("A"))
            buffer = io.BytesIO()
            page.save(buffer, "JPEG", quality=80, optimize=True)
        except (OSError, ValueError, SyntaxError, TypeError, MemoryError):
            return None
        return buffer.getvalue()


def photo_facts(data: bytes) -> PhotoFacts | None:
    """Return size, time and place of a photo, or None when it is none that can be read."""
    with _opened(data) as image:
        if image is None:
            return None
        try:
            exif = image.getexif()
            details = exif.get_ifd(ExifTags.IFD.Exif)
            gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        except (OSError, ValueError, SyntaxError, TypeError, KeyError):
            return PhotoFacts(*image.size, None, None, None)
        latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, 90)
        longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, 180)
        if latitude is None or longitude is None:
            latitude = longitude = None
        return PhotoFacts(*image.size, _taken_at(details), latitude, longitude)


def _sniff(data: bytes) -> str | None:
    for signature, mime in SIGNATURES:
        if data.startswith(signature):
            return mime
    if data.startswith(b"RIFF"):
        return RIFF.get(data[8:12])
    if data[4:8] == b"ftyp":
        return BRANDS.get(data[8:12])
    if data.startswith(b"PK\x03\x04"):
        return _sniff_office(data)
    # An MPEG audio frame: eleven sync bits, a valid version, layer III.
    if len(data) > 2 and data[0] == 0xFF and data[1] in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2):
        return "audio/mpeg"
    return None


def _sniff_office(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadError(gettext_noop("不能上传带宏的文件，请另存为 .xlsx 或 .docx。"))
    if "[Content_Types].xml" not in names:
        return None
    if "xl/workbook.xml" in names:
        return XLSX
    return DOCX if "word/document.xml" in names else None


def _family(mime: str) -> str:
    family = mime.partition("/")[0]
    # A recording in an MP4 box is called audio by one browser and video by another.
    return "media" if family in ("audio", "video") else family


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image | None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=PILLOW_FORMATS)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        yield None
        return
    with image:
        # The size stands in the header: nothing is unpacked yet.
        yield image if image.width * image.height <= MAX_PIXELS else None


def _taken_at(details: dict[int, Any]) -> datetime | None:
    text = str(details.get(ExifTags.Base.DateTimeOriginal) or "").strip("\x00 ")
    offset = re.fullmatch(
        r"([+-])(\d{2}):(\d{2})",
        str(details.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\x00 "),
    )
    zone: timezone | ZoneInfo = ZoneInfo("Asia/Shanghai")
    if offset and int(offset[2]) < 15:
        delta = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        zone = timezone(delta if offset[1] == "+" else -delta)
    try:
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _degrees(gps: dict[int, Any], value: int, reference: int, limit: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[value])
        found = degrees + minutes / 60 + seconds / 3600
        sign = -1 if str(gps.get(reference, "")).upper() in ("S", "W") else 1
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return round(sign * found, 6) if 0 < found <= limit else None

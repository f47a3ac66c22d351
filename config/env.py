"""Reading the environment: every value typed, wrong ones refused in one line; imports no Django."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
SECRET_NAMES = ("QINGQIAN_SECRET_KEY", "QINGQIAN_DATA_KEYS", "QINGQIAN_INDEX_KEY")
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}
_ENGINES = {"postgres", "postgresql"}


class EnvError(SystemExit):
    """A wrong or missing setting; ends the program with its sentence, without a traceback."""


def text(name: str, default: str = "") -> str:
    """Return NAME, or the content of the file NAME_FILE (as Docker and systemd hand secrets)."""
    if name in os.environ:
        return os.environ[name]
    file_name = os.environ.get(f"{name}_FILE")
    if not file_name:
        return default
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise EnvError(f"{name}_FILE: cannot read {file_name}: {error.strerror}.") from error


def boolean(name: str, default: bool = False) -> bool:
    """Return NAME as a truth value. Raises EnvError when it is neither."""
    if name not in os.environ:
        return default
    value = os.environ[name].strip().lower()
    if value not in _TRUE | _FALSE:
        raise EnvError(f"{name} must be 1 or 0, not {value!r}.")
    return value in _TRUE


def integer(name: str, default: int) -> int:
    """Return NAME as a whole number. Raises EnvError when it is none."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise EnvError(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return NAME split at commas, empty parts dropped."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] or list(default)


def var_dir() -> Path:
    """Return where data of this installation lies: QINGQIAN_VAR, or `var` beside the code."""
    return Path(os.environ.get("QINGQIAN_VAR") or ROOT / "var").expanduser().absolute()


def database(url: str) -> dict[str, Any]:
    """Return Django's DATABASES entry for `postgresql://user:pw@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme not in _ENGINES:
        raise EnvError("DATABASE_URL must begin with postgresql://.")
    options = dict(parse_qsl(parts.query))
    try:
        port = parts.port
    except ValueError:
        raise EnvError("DATABASE_URL has a port that is no number.") from None
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise EnvError("DATABASE_URL names no database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


def celery_broker(redis_url: str) -> str:
    """Return a REDIS_URL in Celery's spelling, which differs for unix sockets."""
    if not redis_url.startswith("unix://"):
        return redis_url
    parts = urlsplit(redis_url)
    db = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={db}"


def required_secrets() -> dict[str, str]:
    """Return the secrets, all from the environment. Raises EnvError with a line for each missing."""
    found = {name: text(name) for name in SECRET_NAMES}
    missing = [name for name, value in found.items() if not value]
    if missing:
        raise EnvError("\n".join(f"{name} (or {name}_FILE) is not set." for name in missing))
    return found


def generated_secrets(file: Path) -> dict[str, str]:
    """Return the secrets, from the environment or else made once and kept in `file` (mode 0600)."""
    found = {name: text(name) for name in SECRET_NAMES}
    if all(found.values()):
        return found
    kept = _read_secrets(file) or _create_secrets(file)
    return {name: value or kept[name] for name, value in found.items()}


def _read_secrets(file: Path) -> dict[str, str] | None:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise EnvError(f"{file} cannot be read as the secrets file: {error}.") from error
    lost = [name for name in SECRET_NAMES if not kept.get(name)]
    if lost:
        raise EnvError(f"{file} has no {lost[0]}; encrypted data would be lost, so none is made.")
    return {name: kept[name] for name in SECRET_NAMES}


def _create_secrets(file: Path) -> dict[str, str]:
    made = {
        "QINGQIAN_SECRET_KEY": secrets.token_urlsafe(50),
        "QINGQIAN_DATA_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "QINGQIAN_INDEX_KEY": secrets.token_urlsafe(32),
    }
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8") as stream:
            json.dump(made, stream, indent=1)
        with contextlib.suppress(FileExistsError):  # another process was first: its secrets count
            os.link(draft, file)
    except OSError as error:
        raise EnvError(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return _read_secrets(file) or made

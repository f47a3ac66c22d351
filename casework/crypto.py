"""Encryption of personal data at rest and blind indexes for finding it; keys come from settings."""

import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.module_loading import import_string

DEFAULT_CIPHER = "casework.crypto.FernetCipher"


class CryptoError(Exception):
    """Keys are missing or wrong, or a stored value is damaged; never holds the value."""


class Cipher(Protocol):
    """What a provider must offer; a SM3/SM4 provider replaces FernetCipher by dotted path.

    `mark` stands before each token, so that values of an older provider stay readable.
    """

    mark: str

    def __init__(self, data_keys: Sequence[str], index_key: str) -> None: ...

    def encrypt(self, data: bytes) -> str: ...

    def decrypt(self, token: str) -> bytes: ...

    def digest(self, data: bytes) -> str: ...


class FernetCipher:
    """AES-128-CBC with HMAC-SHA256 (Fernet) over several keys, and HMAC-SHA256 digests."""

    mark = "f1"

    def __init__(self, data_keys: Sequence[str], index_key: str) -> None:
        if not data_keys or not index_key:
            raise CryptoError("QINGQIAN_DATA_KEYS or QINGQIAN_INDEX_KEY is empty.")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in data_keys])
        except (ValueError, TypeError):
            raise CryptoError("QINGQIAN_DATA_KEYS holds something that is no Fernet key.") from None
        self._index_key = index_key.encode()

    def encrypt(self, data: bytes) -> str:
        return self._fernet.encrypt(data).decode("ascii")

    def decrypt(self, token: str) -> bytes:
        try:
            return self._fernet.decrypt(token.encode())
        except InvalidToken:
            raise CryptoError(
                "A stored value cannot be decrypted: its key is not in QINGQIAN_DATA_KEYS, "
                "or the value was changed."
            ) from None

    def digest(self, data: bytes) -> str:
        return hmac.new(self._index_key, data, hashlib.sha256).hexdigest()


def encrypt(value: str) -> str:
    """Return `value` as a token for storage; the empty string stays empty."""
    if not value:
        return ""
    cipher = _writer()
    return f"{cipher.mark}:{cipher.encrypt(value.encode())}"


def decrypt(token: str) -> str:
    """Return the text of a token made by `encrypt`. Raises CryptoError."""
    if not token:
        return ""
    mark, found, body = token.partition(":")
    cipher = _readers().get(mark) if found else None
    if cipher is None:
        raise CryptoError("A stored value is not encrypted by any configured provider.")
    return cipher.decrypt(body).decode()


def rotate(token: str) -> str:
    """Return the same text encrypted with the first key of the present provider."""
    return encrypt(decrypt(token))


def blind_index(value: str, purpose: str) -> str:
    """Return a keyed digest for exact lookups, 64 hexadecimal digits; empty for an empty value.

    Callers normalise first; `purpose` (such as "id_card") keeps equal values of two fields apart.
    """
    if not value:
        return ""
    return _writer().digest(f"{purpose}\x00{value}".encode())


def check_configuration() -> None:
    """Raise CryptoError unless the configured keys and providers work."""
    if decrypt(encrypt("清欠")) != "清欠":
        raise CryptoError("The configured cipher does not return what it was given.")


def _writer() -> Cipher:
    return next(iter(_readers().values()))


def _readers() -> dict[str, Cipher]:
    paths = (
        getattr(settings, "QINGQIAN_CIPHER", DEFAULT_CIPHER),
        *getattr(settings, "QINGQIAN_OLD_CIPHERS", ()),
    )
    keys = tuple(getattr(settings, "QINGQIAN_DATA_KEYS", ()))
    return _build(paths, keys, getattr(settings, "QINGQIAN_INDEX_KEY", ""))


@lru_cache(maxsize=8)
def _build(paths: tuple[str, ...], keys: tuple[str, ...], index_key: str) -> dict[str, Cipher]:
    ciphers: list[Cipher] = [import_string(path)(keys, index_key) for path in paths]
    return {cipher.mark: cipher for cipher in ciphers}

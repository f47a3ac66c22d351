"""Encryption at rest: round trip, rotation, wrong keys, blind indexes and the model fields."""

from decimal import Decimal

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models import Value
from pytest_django import Settings

from casework import crypto
from casework.fields import EncryptedJSONField, EncryptedTextField

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


class Letter(models.Model):
    body = EncryptedTextField(null=True)
    facts = EncryptedJSONField(null=True)

    class Meta:
        app_label = "crypto_test"
        managed = False

    def __str__(self) -> str:
        return str(self.pk)


class ReversingCipher:
    """A second provider, to see that it can be plugged in by its path."""

    mark = "r1"

    def __init__(self, data_keys: object, index_key: str) -> None:
        self.index_key = index_key

    def encrypt(self, data: bytes) -> str:
        return data[::-1].hex()

    def decrypt(self, token: str) -> bytes:
        return bytes.fromhex(token)[::-1]

    def digest(self, data: bytes) -> str:
        return data.hex()


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> Settings:
    settings.QINGQIAN_DATA_KEYS = [OLD]
    settings.QINGQIAN_INDEX_KEY = "index"
    settings.QINGQIAN_CIPHER = crypto.DEFAULT_CIPHER
    settings.QINGQIAN_OLD_CIPHERS = ()
    return settings


def test_it_encrypts_and_decrypts() -> None:
    token = crypto.encrypt("410105198812241234")
    assert "4101" not in token
    assert token != crypto.encrypt("410105198812241234")
    assert crypto.decrypt(token) == "410105198812241234"
    assert crypto.encrypt("") == crypto.decrypt("") == ""
    crypto.check_configuration()


def test_it_rotates_keys(keys: Settings) -> None:
    token = crypto.encrypt("张三")
    keys.QINGQIAN_DATA_KEYS = [NEW, OLD]
    assert crypto.decrypt(token) == "张三"
    fresh = crypto.rotate(token)
    keys.QINGQIAN_DATA_KEYS = [NEW]
    assert crypto.decrypt(fresh) == "张三"
    with pytest.raises(crypto.CryptoError, match="QINGQIAN_DATA_KEYS"):
        crypto.decrypt(token)


def test_it_says_what_is_wrong_with_the_keys(keys: Settings) -> None:
    keys.QINGQIAN_DATA_KEYS = ["short"]
    with pytest.raises(crypto.CryptoError, match="no Fernet key"):
        crypto.check_configuration()
    keys.QINGQIAN_DATA_KEYS = []
    with pytest.raises(crypto.CryptoError, match="empty"):
        crypto.check_configuration()


@pytest.mark.parametrize("token", ["plain text", "zz:abc", "f1:abc", "f1:汉"])
def test_it_refuses_a_damaged_value(token: str) -> None:
    with pytest.raises(crypto.CryptoError):
        crypto.decrypt(token)


def test_it_indexes_by_key_and_purpose(keys: Settings) -> None:
    index = crypto.blind_index("138", "phone")
    assert len(index) == 64
    assert index == crypto.blind_index("138", "phone")
    assert index != crypto.blind_index("138", "bank")
    assert crypto.blind_index("", "phone") == ""
    keys.QINGQIAN_INDEX_KEY = "other"
    assert index != crypto.blind_index("138", "phone")


def test_it_takes_another_provider_and_still_reads_the_old(keys: Settings) -> None:
    token = crypto.encrypt("张三")
    keys.QINGQIAN_CIPHER = f"{__name__}.ReversingCipher"
    keys.QINGQIAN_OLD_CIPHERS = [crypto.DEFAULT_CIPHER]
    assert crypto.encrypt("李四").startswith("r1:")
    assert crypto.decrypt(crypto.rotate(token)) == crypto.decrypt(token) == "张三"


def test_it_stores_tokens_and_loads_text() -> None:
    field = Letter._meta.get_field("body")
    stored = field.get_prep_value("老板跑了")
    assert stored.startswith("f1:")
    assert field.from_db_value(stored, Value(1), connection) == "老板跑了"
    assert field.get_prep_value(None) is field.from_db_value(None, Value(1), connection) is None


def test_it_stores_json() -> None:
    field = Letter._meta.get_field("facts")
    stored = field.get_prep_value({"姓名": "张三", "金额": Decimal("1.50")})
    assert field.from_db_value(stored, Value(1), connection) == {"姓名": "张三", "金额": "1.50"}


@pytest.mark.parametrize("field", ["body", "facts"])
def test_it_cannot_be_searched(field: str) -> None:
    for lookup in ("", "__contains", "__in", "__year"):
        with pytest.raises(FieldError, match="encrypted"):
            Letter._default_manager.filter(**{field + lookup: "x"})
    assert "IS NULL" in str(Letter._default_manager.filter(**{f"{field}__isnull": True}).query)

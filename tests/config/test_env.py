"""Reading the environment."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config import env


def test_it_reads_a_value_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGQIAN_X", "清欠")
    assert env.text("QINGQIAN_X") == "清欠"


def test_it_reads_a_value_from_a_named_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("s3cret\n")
    monkeypatch.setenv("QINGQIAN_X_FILE", str(tmp_path / "secret"))
    assert env.text("QINGQIAN_X") == "s3cret"


def test_it_names_a_file_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGQIAN_X_FILE", "/nowhere/secret")
    with pytest.raises(env.EnvError, match=r"QINGQIAN_X_FILE: cannot read /nowhere/secret"):
        env.text("QINGQIAN_X")


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("YES", True), ("0", False), ("", False)]
)
def test_it_reads_a_truth_value(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
) -> None:
    monkeypatch.setenv("QINGQIAN_X", value)
    assert env.boolean("QINGQIAN_X", default=not expected) is expected


def test_it_refuses_a_truth_value_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGQIAN_X", "maybe")
    with pytest.raises(env.EnvError, match="QINGQIAN_X must be 1 or 0, not 'maybe'"):
        env.boolean("QINGQIAN_X")


def test_it_refuses_a_number_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(env.EnvError, match="PORT must be a whole number, not 'eight'"):
        env.integer("PORT", 8000)


def test_it_splits_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGQIAN_X", "a, b,,c ")
    assert env.words("QINGQIAN_X") == ["a", "b", "c"]
    assert env.words("QINGQIAN_Y", ("d",)) == ["d"]


def test_it_reads_a_database_address() -> None:
    read = env.database("postgresql://jia:p%40ss@db.example:6432/cases?sslmode=require")
    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.example", "6432", "cases")
    assert (read["USER"], read["PASSWORD"]) == ("jia", "p@ss")
    assert read["OPTIONS"] == {"sslmode": "require"}


def test_it_reads_a_database_address_on_a_unix_socket() -> None:
    read = env.database("postgresql://postgres@/qingqian?host=%2Ftmp%2Fa%20b")
    assert (read["HOST"], read["PORT"], read["OPTIONS"]) == ("/tmp/a b", "", {})  # noqa: S108


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://a@b/c", "must begin with postgresql://"),
        ("postgresql://a@b", "names no database"),
        ("postgresql://a@b:x/c", "port that is no number"),
    ],
)
def test_it_refuses_a_wrong_database_address(url: str, sentence: str) -> None:
    with pytest.raises(env.EnvError, match=sentence):
        env.database(url)


def test_it_spells_a_unix_socket_as_celery_does() -> None:
    assert env.celery_broker("unix:///a/b.sock?db=3") == "redis+socket:///a/b.sock?virtual_host=3"
    assert env.celery_broker("redis://h:1/2") == "redis://h:1/2"


@pytest.fixture
def no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in env.SECRET_NAMES:
        monkeypatch.delenv(name, raising=False)


def test_it_makes_secrets_once_and_keeps_them_to_itself(no_secrets: None, tmp_path: Path) -> None:
    file = tmp_path / "var" / "secrets.json"
    first = env.generated_secrets(file)
    assert env.generated_secrets(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(file.parent) == ["secrets.json"]
    Fernet(first["QINGQIAN_DATA_KEYS"])


def test_it_prefers_secrets_that_are_given(
    no_secrets: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QINGQIAN_INDEX_KEY", "given")
    assert env.generated_secrets(tmp_path / "secrets.json")["QINGQIAN_INDEX_KEY"] == "given"


def test_it_never_replaces_a_damaged_secrets_file(no_secrets: None, tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    file.write_text('{"QINGQIAN_SECRET_KEY": "x"}')
    with pytest.raises(env.EnvError, match="has no QINGQIAN_DATA_KEYS; encrypted data would be"):
        env.generated_secrets(file)
    assert file.read_text() == '{"QINGQIAN_SECRET_KEY": "x"}'


def test_it_names_each_missing_secret(no_secrets: None) -> None:
    with pytest.raises(env.EnvError) as caught:
        env.required_secrets()
    assert str(caught.value).splitlines() == [
        f"{name} (or {name}_FILE) is not set." for name in env.SECRET_NAMES
    ]


def _production(given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    own = {*env.SECRET_NAMES, "DATABASE_URL", "REDIS_URL", "QINGQIAN_ALLOWED_HOSTS"}
    inherited = {name: value for name, value in os.environ.items() if name not in own}
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        cwd=env.ROOT,
        env=inherited | {"DJANGO_SETTINGS_MODULE": "config.settings.production"} | given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_does_not_start_without_its_secrets() -> None:
    done = _production({})
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{name} (or {name}_FILE) is not set." for name in env.SECRET_NAMES
    ]


def test_production_does_not_start_without_its_servers() -> None:
    done = _production(dict.fromkeys(env.SECRET_NAMES, "x"))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "DATABASE_URL is not set.",
        "REDIS_URL is not set.",
        "QINGQIAN_ALLOWED_HOSTS is not set.",
    ]

"""Log lines without people in them."""

import logging

import pytest
from django.db import IntegrityError, connection

from config.logs import LineFormatter


def _line(message: str, error: BaseException | None = None) -> str:
    caught = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, message, None, caught)
    return LineFormatter("%(levelname)s %(message)s").format(record)


def test_a_plain_line_stays_as_it_is() -> None:
    assert _line("case 7 was not found") == "ERROR case 7 was not found"


@pytest.mark.django_db
def test_the_values_of_a_refused_row_are_left_out() -> None:
    person = "王五\n\n410105199001011234"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE person (name text CHECK (name = ''))")
        with pytest.raises(IntegrityError, match="王五") as caught:  # PostgreSQL does quote it
            cursor.execute("INSERT INTO person VALUES (%s)", [person])
    line = _line(f"refused: {caught.value!r}", caught.value)
    assert "王五" not in line
    assert "410105" not in line
    assert "violates check constraint" in line

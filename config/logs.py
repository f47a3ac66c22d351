"""Log lines without people in them."""

import logging
import re

# PostgreSQL names the values of a refused row after DETAIL, psycopg passes them on, and a traceback
# would write them down. A value may hold line breaks, so all goes up to what must follow.
_DETAIL = re.compile(
    r"DETAIL:.*?(?=\n\nThe above exception|\n\nDuring handling|\nCONTEXT:|\nTraceback \(|\Z)",
    re.DOTALL,
)


class LineFormatter(logging.Formatter):
    """A formatter that leaves out what the database quotes of refused rows."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its traceback when there is one."""
        return _DETAIL.sub("DETAIL: (left out)", super().format(record))

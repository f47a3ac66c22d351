"""Servers of the tests' own, apart from those of a running site and, side by side, from each other.

Imported before the base settings, for those read where the servers are. A side (`pytest -n 2`) needs
a PostgreSQL of its own, not just a database: the relay reads below the oldest transaction of the
whole server, so a neighbour's long one would hold it back. With DATABASE_URL or REDIS_URL the given
server is used, and one side only can work.
"""

from __future__ import annotations

import os

from config import env

# Processes that a test starts inherit all of this, and come to the same answer.
SIDE = env.text("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
_above = os.environ.setdefault("QINGQIAN_TEST_ABOVE", str(env.var_dir()))
os.environ["QINGQIAN_VAR"] = f"{_above}/test{SIDE}"
os.environ["QINGQIAN_THROWAWAY"] = "1"

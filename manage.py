#!/usr/bin/env python
"""Django's command line; starts the embedded servers first when a command needs them."""

import os
import sys

from django.core.management import execute_from_command_line

from config import embedded

WITHOUT_SERVERS = {
    "check", "collectstatic", "compilemessages", "diffsettings", "help", "makemessages", "serve",
    "services", "version", "--help", "--version", "-h",
}  # fmt: skip


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in WITHOUT_SERVERS or {"-h", "--help"} & set(sys.argv):
        execute_from_command_line(sys.argv)
        return
    with embedded.running():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

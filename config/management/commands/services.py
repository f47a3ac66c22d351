"""`manage.py services start|stop|status`: the embedded servers by hand."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import embedded


class Command(BaseCommand):
    help = "Start, stop or show the embedded PostgreSQL and Redis."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *, action: str, **options: object) -> None:
        if action == "start":
            embedded.keep_up(True)
            embedded.start()
        elif action == "stop":
            embedded.keep_up(False)
            if embedded.is_used_elsewhere():
                raise CommandError("The servers are in use; they stop when their last user ends.")
            embedded.stop()
        self._show()

    def _show(self) -> None:
        servers = embedded.servers()
        if not servers:
            self.stdout.write("No embedded server: DATABASE_URL and REDIS_URL are set.")
        for server in servers:
            state = "up" if server.answers() else "down"
            self.stdout.write(f"{type(server).__name__:9} {state:5} {server.url}")

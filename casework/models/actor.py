"""Actor: on whose behalf something is done, in which role, for which office."""

from __future__ import annotations

from dataclasses import dataclass

from casework.models.division import Office
from casework.models.user import User

COMPLAINANT = "complainant"
SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Who acts. Staff have a user, a role and an office; the complainant and the timer have none."""

    role: str
    user: User | None = None
    office: Office | None = None

    @classmethod
    def complainant(cls) -> Actor:
        return cls(role=COMPLAINANT)

    @classmethod
    def system(cls) -> Actor:
        return cls(role=SYSTEM)

    @property
    def is_complainant(self) -> bool:
        return self.role == COMPLAINANT

    @property
    def is_system(self) -> bool:
        return self.role == SYSTEM

    @property
    def staff(self) -> User:
        """The member of staff who acts; a RuntimeError where only staff may come."""
        if self.user is None:
            raise RuntimeError(f"{self.role} is not a member of staff")
        return self.user

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

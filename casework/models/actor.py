"""Actor: on whose behalf something is done, in which role, for which office."""

from __future__ import annotations

from dataclasses import dataclass

from casework.models.division import Office
from casework.models.user import User

COMPLAINANT = "complainant"
EMPLOYER = "employer"
SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Who acts. Staff have a user, a role and an office; complainant, employer and timer none."""

    role: str
    user: User | None = None
    office: Office | None = None
    is_principal: bool = False
    """正职 or 主持工作的负责人: some approvals are theirs alone (移送规定 art. 5)."""
    stands_for: User | None = None
    """The absent colleague for whom this member of staff acts here (代办), see `access.standing_in`."""

    @classmethod
    def complainant(cls) -> Actor:
        return cls(role=COMPLAINANT)

    @classmethod
    def employer(cls) -> Actor:
        """The employer itself, let in by a code of a served document."""
        return cls(role=EMPLOYER)

    @classmethod
    def system(cls) -> Actor:
        return cls(role=SYSTEM)

    @property
    def is_complainant(self) -> bool:
        return self.role == COMPLAINANT

    @property
    def is_employer(self) -> bool:
        return self.role == EMPLOYER

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

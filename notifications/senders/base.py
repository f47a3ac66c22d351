"""What a way of sending short messages must offer, and how it says that it failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ShortMessage:
    """One message to one phone. `key` is the same at every repetition: the provider's idempotency key."""

    key: str
    phone: str
    text: str


class SendError(Exception):
    """The provider did not take the message. `permanent`: trying again cannot help.

    The text is kept with the delivery and must hold no phone number and no content.
    """

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        self.permanent = permanent
        super().__init__(reason)


class Sender(Protocol):
    """A module of this package offers `def sender() -> Sender`."""

    def send(self, message: ShortMessage) -> str:
        """Hand one message over and return the provider's reference. Raises SendError."""
        ...

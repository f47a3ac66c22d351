"""What a way of sending must offer, and how it says that it failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

HOUSE = "zh-hans"
"""The language of offices and systems, and of whoever chose no other."""


@dataclass(frozen=True)
class Message:
    """One message to one address. `key` is the same at every repetition: the idempotency key.

    `address`: a phone, an e-mail address or the address of a robot; whose it is was settled before.
    `template` names the words (a kind of event, "code", "staff") and `language` that of the text,
    `values` what was filled in, in the order in which they stand: for providers that send
    registered templates only.
    """

    key: str
    address: str
    text: str
    way: str = "sms"
    subject: str = ""
    template: str = ""
    language: str = HOUSE
    values: Mapping[str, str] = field(default_factory=dict)


class SendError(Exception):
    """The provider did not take the message. `permanent`: trying again cannot help.

    The text is kept with the delivery and must hold no phone number and no content.
    """

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        self.permanent = permanent
        super().__init__(reason)


class Sender(Protocol):
    """A module of this package offers `def sender() -> Sender`."""

    def send(self, message: Message) -> str:
        """Hand one message over and return the provider's reference. Raises SendError."""
        ...

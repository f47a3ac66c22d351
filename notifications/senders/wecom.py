"""Robot of a WeCom group (企业微信群机器人): at most 20 messages a minute; its address is its key."""

from __future__ import annotations

from notifications.senders import robot
from notifications.senders.base import Message, Sender

TOO_FAST, BUSY = 45009, -1


class WecomSender:
    """Posts a text into the group whose robot has the message's address."""

    def send(self, message: Message) -> str:
        return robot.say(message.address, message.text, passing=(TOO_FAST, BUSY))


def sender() -> Sender:
    """Return the sender; the addresses come from the settings."""
    return WecomSender()

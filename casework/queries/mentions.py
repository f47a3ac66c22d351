"""Whom a text names with @: by user name, or by a full name that one reader alone has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from casework.models import User

# Chinese runs on before the sign; a letter before it makes an e-mail address.
AT = re.compile(r"(?<![A-Za-z0-9_.@＠-])[@＠]")
WORD = re.compile(r"[\w.+-]{1,40}")
LETTER = re.compile(r"[A-Za-z0-9_]")
GOES_ON = re.compile(r"[.+-]*[A-Za-z0-9_]")
LONGEST_SHOWN = 20


@dataclass
class Mentions:
    """What a text names: people found, each once; names of two people; words that name nobody."""

    people: list[User] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def mentions_in(text: str, readers: Iterable[User]) -> Mentions:
    """Return whom `text` names among `readers`. Chinese text runs on after a name: the longest
    name that fits counts, and a user name ends where its letters end."""
    by_name: dict[str, list[User]] = {}
    for user in readers:
        for name in {user.username.lower(), user.full_name.lower()} - {""}:
            by_name.setdefault(name, []).append(user)
    names = sorted(by_name, key=len, reverse=True)
    found = Mentions()
    for at in AT.finditer(text):
        rest = text[at.end() :].lower()
        name = next((one for one in names if _begins(rest, one)), "")
        if not name:
            word = WORD.match(text[at.end() :])
            if word:
                found.unknown.append(word[0][:LONGEST_SHOWN])
        elif len({user.pk for user in by_name[name]}) > 1:
            found.ambiguous.append(name)
        elif by_name[name][0] not in found.people:
            found.people.append(by_name[name][0])
    return found


def _begins(text: str, name: str) -> bool:
    """Does `text` begin with `name` as a whole word? After a Chinese name any letter may follow."""
    if not text.startswith(name):
        return False
    return not (LETTER.match(name[-1]) and GOES_ON.match(text[len(name) :]))

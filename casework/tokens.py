"""What a name, a firm or a number is found by: pairs of characters, pinyin, initials.

PostgreSQL's own parsers do not cut Chinese, and pg_trgm sees nothing shorter than three characters.
So we cut ourselves, for writing and for asking alike: a run of Chinese characters into overlapping
pairs (with their places, so that three characters must stand together), a run of letters or digits
as it is. Pinyin is kept from every syllable on and asked for by its beginning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pypinyin import Style, lazy_pinyin

from casework.crypto import blind_index

LONGEST = 16  # letters of pinyin that are kept and compared
SHORTEST = 2  # characters a question needs
MOST_TERMS = 5
SECRET_LENGTH = 16
WHOLE_NUMBER = 4  # digits from which a number is asked for by its beginning
GAP = 4  # places between two names, so that no phrase reaches from one into the next
RUNS = re.compile(r"[0-9a-z]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
DIGITS = re.compile(r"[0-9]+")
# Nobody looks for a firm by the pinyin of its legal form.
TAIL = re.compile(r"(股份)?(有限)?(责任)?(分)?公司")
SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "曾": "zeng", "盖": "ge",
    "朴": "piao", "翟": "zhai", "缪": "miao", "秘": "bi", "黑": "he", "乐": "yue", "任": "ren",
    "华": "hua", "繁": "po", "员": "yun", "种": "chong", "覃": "qin", "尉": "yu", "万": "wan",
    "折": "she", "召": "shao", "燕": "yan", "纪": "ji", "葛": "ge", "洗": "xian", "冼": "xian",
}  # fmt: skip


@dataclass
class Words:
    """Lexemes with their places (0: anywhere), as PostgreSQL reads a tsvector."""

    places: dict[str, list[int]]
    next: int = 1

    @classmethod
    def empty(cls) -> Words:
        return cls({})

    def add(self, word: str, place: int = 0) -> None:
        self.places.setdefault(word, [])
        if place:
            self.places[word].append(place)

    def text(self, text: str) -> None:
        """Take in a name or number as written."""
        for run in RUNS.findall(plain(text)):
            if run[0] <= "z":
                self.add(run)
                continue
            self.add(run[0])
            self.add(run[-1])
            for pair in pairs(run):
                self.add(pair, self.next)
                self.next += 1
        self.next += GAP

    def pinyin(self, text: str, *, person: bool = False) -> None:
        """Take in how a name sounds, whole and by initials, from each of its syllables on."""
        for run in RUNS.findall(plain(text)):
            if run[0] <= "z":
                continue
            for sounds in _readings(run, person=person):
                end = len(sounds) if person else _named_part(run)
                for start in range(end):
                    self.add("".join(sounds[start:])[:LONGEST])
                    if len(sounds) - start >= SHORTEST:
                        self.add("".join(sound[0] for sound in sounds[start:])[:LONGEST])

    def number(self, text: str) -> None:
        """Take in a number that people also know by its last digits (0381)."""
        self.text(text)
        digits = DIGITS.findall(plain(text))
        for length in (4, 6):
            if digits and len(digits[-1]) > length:
                self.add(digits[-1][-length:])

    def __str__(self) -> str:
        return " ".join(
            _quoted(word) + (f":{','.join(map(str, places[:200]))}" if places else "")
            for word, places in self.places.items()
        )


def plain(text: str) -> str:
    """Return `text` for comparing: one width, one case."""
    return unicodedata.normalize("NFKC", text).casefold()


def pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def whole_name(name: str) -> str:
    """Return the lexeme of one full name, found by nothing shorter."""
    return "=" + "".join(RUNS.findall(plain(name)))


def hidden_forms(name: str) -> list[str]:
    """Return the forms by which an encrypted name is found: written whole, pinyin, initials."""
    run = "".join(RUNS.findall(plain(name)))
    if not run:
        return []
    forms = [run]
    for sounds in _readings(run, person=True):
        forms += ["".join(sounds), "".join(sound[0] for sound in sounds)]
    return list(dict.fromkeys(form for form in forms if len(form) >= SHORTEST))


def secret_word(form: str) -> str:
    """Return the lexeme of one form of an encrypted name: a keyed hash."""
    return "#" + blind_index(form, "search")[:SECRET_LENGTH]


def terms_of(text: str) -> list[str]:
    """Return what was asked for, word by word; empty when it is too little to look for."""
    found = [term for term in plain(text).split() if RUNS.search(term)][:MOST_TERMS]
    return found if sum(map(len, found)) >= SHORTEST else []


def question(term: str) -> str:
    """Return one term as a tsquery: every part of it must be there, Chinese runs unbroken."""
    asked: list[str] = []
    runs = RUNS.findall(term)
    for index, run in enumerate(runs):
        if run[0] <= "z":
            last = index == len(runs) - 1 and term.endswith(run)
            begins = not DIGITS.fullmatch(run) or len(run) >= WHOLE_NUMBER or last
            asked.append(_quoted(run[:LONGEST] if run.isalpha() else run) + ":*" * begins)
        elif len(run) == 1:
            asked.append(_quoted(run))
        else:
            asked.append("(" + " <-> ".join(map(_quoted, pairs(run))) + ")")
    return " & ".join(asked)


def where(term: str, text: str) -> tuple[int, int] | None:
    """Return (start, end) of what `term` matches in `text` as written or as it sounds, if anything."""
    low = plain(text)
    if len(low) != len(
        text
    ):  # a character that grows when compared: better no mark than a wrong one
        return None
    at = low.find(term)
    if at >= 0:
        return at, at + len(term)
    if not term.isascii() or not term.isalpha():
        return None
    for found in RUNS.finditer(low):
        if found.group()[0] <= "z":
            continue
        for sounds in _readings(found.group(), person=len(found.group()) <= GAP):
            for start in range(len(sounds)):
                for kind in (sounds, [sound[0] for sound in sounds]):
                    length = _covered(term, kind[start:])
                    if length:
                        return found.start() + start, found.start() + start + length
    return None


def _covered(term: str, sounds: Iterable[str]) -> int:
    """How many syllables `term` goes over when it begins with the first of `sounds`; 0: it does not."""
    rest = term
    for count, sound in enumerate(sounds, 1):
        if sound.startswith(rest):
            return count
        if not rest.startswith(sound):
            return 0
        rest = rest[len(sound) :]
    return 0


def _readings(run: str, *, person: bool) -> Iterator[list[str]]:
    sounds = lazy_pinyin(run, style=Style.NORMAL, errors=_singly)
    yield sounds
    surname = SURNAMES.get(run[0]) if person else None
    if surname and surname != sounds[0]:
        yield [surname, *sounds[1:]]


def _singly(unread: str) -> Any:
    """Characters without a reading stay one by one, so that places still tell syllables."""
    return list(unread)


def _named_part(run: str) -> int:
    """How many syllables come before the legal form (有限公司)."""
    tail = TAIL.search(run)
    return tail.start() if tail and tail.start() else len(run)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def sounds(name: str) -> dict[str, str]:
    """Return pinyin and initials of a place, as `Division` keeps them."""
    return {
        "pinyin": "".join(lazy_pinyin(name))[:120],
        "initials": "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))[:40],
    }

"""Statutory citations, read from data/articles.csv; paraphrased, and no limit is computed here."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

TABLE = Path(__file__).parent.parent / "data" / "articles.csv"


@dataclass(frozen=True, slots=True)
class Article:
    """One citation; `verified` tells whether the full official text was compared."""

    key: str
    law: str
    article: str
    text: str
    verified: bool

    def __str__(self) -> str:
        law = self.law.replace("《", "〈").replace("》", "〉")
        return f"《{law}》{self.article}" if self.article else law


def article(key: str) -> Article:
    """Return the citation `key`, such as "inspection-17". Raises KeyError when there is none."""
    return ARTICLES[key]


def _read() -> Mapping[str, Article]:
    articles: dict[str, Article] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["key"] in articles:
                raise ValueError(f"{row['key']} stands twice in {TABLE.name}")
            verified = row.pop("verified") == "yes"
            articles[row["key"]] = Article(verified=verified, **row)
    return MappingProxyType(articles)


ARTICLES = _read()

"""The rules of the house that no linter knows: file length, docstrings, a complete English catalogue."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("casework", "workflows", "notifications", "config")
MAX_LINES = 300
CATALOGUES = (ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po",)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def source_files() -> Iterator[Path]:
    """Every Python source file that git knows or could know, migrations left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    for name in listed:
        path = ROOT / name
        if path.exists() and name.split("/")[0] in PACKAGES and "/migrations/" not in name:
            yield path


def entries(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (flags, msgid, msgstr) of a .po text; plural entries are yielded per form."""
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        flags = "".join(line for line in lines if line.startswith("#,"))
        fields: dict[str, str] = {}
        current = ""
        for line in lines:
            if line.startswith(("msg", '"')):
                name, _, rest = (
                    line.partition(" ") if line.startswith("msg") else (current, "", line)
                )
                current = name
                fields[current] = fields.get(current, "") + ast.literal_eval(rest)
        for name, value in fields.items():
            if name.startswith("msgstr") and fields.get("msgid"):
                yield flags, fields["msgid"], value


def test_no_source_file_is_longer_than_a_reader_holds() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in source_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in source_files()
        if path.read_text(encoding="utf-8").strip()
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert silent == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_english_catalogue_is_complete(catalogue: Path) -> None:
    untranslated, fuzzy, different = [], [], []
    for flags, msgid, msgstr in entries(catalogue.read_text(encoding="utf-8")):
        if not msgstr:
            untranslated.append(msgid)
        if "fuzzy" in flags:
            fuzzy.append(msgid)
        if set(PLACEHOLDER.findall(msgid)) != set(PLACEHOLDER.findall(msgstr)):
            different.append(msgid)
    assert (untranslated, fuzzy, different) == ([], [], [])


def test_every_chinese_string_of_the_source_is_in_the_catalogue() -> None:
    """A msgid that was never collected shows Chinese to an English reader."""
    known = {msgid for _, msgid, _ in entries(CATALOGUES[0].read_text(encoding="utf-8"))}
    missing = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in source_files()
        for text in marked_strings(path)
        if text not in known
    ]
    assert missing == []


def marked_strings(path: Path) -> Iterator[str]:
    """Yield the literal arguments of _() and gettext calls of a module."""
    names = {"_", "gettext", "gettext_lazy", "gettext_noop"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value

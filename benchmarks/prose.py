"""How long the sentences of pages are: their median and their tail, which is the 95th percentile.

    python -m benchmarks.prose README.md docs/*.md
    python -m benchmarks.prose --longest 10 docs/schema.md

English pages count in words; pages that are mostly Chinese count in characters and stand in a table of their own.
Code blocks, tables, headings, HTML and the addresses of links are left out. Inline code counts as one word.
A fragment of fewer than three words, such as a label in bold, isn't a sentence.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CODE_BLOCK = re.compile(r"^ *(```|~~~).*?^ *\1 *$", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_HTML = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:?")
_ITEM = re.compile(r" *(?:[-*+]|\d+\.|>) +")
_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)[)\"”*_]*\s+(?=[\W_]*[A-Z0-9])|(?<=[。！？])")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Page:
    """Lengths of a page's sentences in order: words, or characters where the page is Chinese."""

    name: str
    chinese: bool
    lengths: tuple[int, ...]

    @property
    def median(self) -> int:
        """Half of the sentences are no longer; 0 for a page without any."""
        return self._at(0.5)

    @property
    def tail(self) -> int:
        """95 of 100 sentences are no longer; 0 for a page without any."""
        return self._at(0.95)

    def _at(self, share: float) -> int:
        ordered = sorted(self.lengths)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0


def page_of(name: str, markdown: str) -> Page:
    """The sentences of a page, measured."""
    found = tuple(sentences(markdown))
    text = "".join(found)
    chinese = len(_HAN.findall(text)) * 4 > len(text)
    count = characters if chinese else words
    return Page(name, chinese, tuple(length for each in found if (length := count(each)) >= _SHORTEST))


def sentences(markdown: str) -> Iterator[str]:
    """Sentences of paragraphs and of list items, each item by itself; ``X`` stands for inline code."""
    plain = _INLINE_CODE.sub("X", _CODE_BLOCK.sub("\n", markdown)).replace("**", "")
    plain = _FOOTNOTE.sub("", _LINK.sub(r"\1", _HTML.sub("", plain)))
    for block in _blocks(plain):
        yield from (sentence.strip() for sentence in _END.split(block) if sentence.strip())


def _blocks(plain: str) -> Iterator[str]:
    """Paragraphs and items, each joined to a line; tables and headings end one and are left out."""
    lines: list[str] = []
    for line in (*plain.splitlines(), ""):
        item = _ITEM.match(line)
        outside = not line.strip() or line.lstrip().startswith(("|", "#"))
        if (item or outside) and lines:
            yield " ".join(lines)
            lines = []
        if not outside:
            lines.append(line[item.end() :] if item else line.strip())


def words(sentence: str) -> int:
    """Pieces between spaces that hold a letter or digit."""
    return sum(any(character.isalnum() for character in piece) for piece in sentence.split())


def characters(sentence: str) -> int:
    """Chinese characters, and one for each word or number in other letters."""
    return len(_HAN.findall(sentence)) + words(_HAN.sub(" ", sentence))


def longest(markdown: str, number: int) -> list[str]:
    """The sentences with the most words or characters, longest first."""
    return sorted(sentences(markdown), key=lambda sentence: -max(words(sentence), characters(sentence)))[:number]


def table(pages: list[Page]) -> str:
    """Lines to print: English pages, then Chinese ones."""
    lines: list[str] = []
    for chinese, unit in ((False, "words"), (True, "characters")):
        kind = [page for page in pages if page.chinese is chinese]
        if kind:
            lines.append(f"{f'{unit} a sentence':30} {'sentences':>9} {'median':>6} {'tail':>5}")
        lines += [f"{page.name:30} {len(page.lengths):9} {page.median:6} {page.tail:5}" for page in kind]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Print the table, and the longest sentences of each page where they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path, help="Markdown files")
    parser.add_argument(
        "--longest", type=int, default=0, metavar="N", help="print the N longest sentences of each page"
    )
    given = parser.parse_args(arguments)
    texts = {str(path): path.read_text(encoding="utf-8") for path in given.pages}
    print(table([page_of(name, text) for name, text in texts.items()]))
    for name, text in texts.items() if given.longest else ():
        print(f"\n{name}", *longest(text, given.longest), sep="\n- ")


if __name__ == "__main__":
    main()

"""The logical structure of a document: what is a heading, a table, a cell, for who cannot see it.

ISO 32000-1 §14.7: a tree of elements, whose leaves name what a page shows by a number (MCID), and a
table that leads back from each number to its element.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self


class Element(NamedTuple):
    """A part of a document: `kind` is its role, `extra` more entries of its dictionary."""

    kind: str
    parent: int
    page: int
    extra: str
    kids: list[int]
    """Numbers of elements; of a leaf, the one number of what the page shows."""


class Structure:
    """The elements of a document in the order in which they are read."""

    def __init__(self) -> None:
        self.elements = [Element("Document", -1, -1, "", [])]
        self.shown: list[list[int]] = []
        """For each page, the element of each MCID."""
        self._open = [0]

    def add_page(self) -> None:
        """Count from 0 what the next page shows."""
        self.shown.append([])

    def open(self, kind: str, extra: str = "") -> None:
        """Begin an element that has others inside."""
        self._open.append(self._add(Element(kind, self._open[-1], -1, extra, [])))

    def close(self) -> None:
        """End the element that was begun last."""
        self._open.pop()

    def within(self, kind: str, extra: str = "") -> Self:
        """Begin an element that ends with the `with` in which this is said."""
        self.open(kind, extra)
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def leaf(self, kind: str, extra: str = "") -> int:
        """Add an element for what the newest page shows next, and return its MCID."""
        here = self.shown[-1]
        mcid = len(here)
        element = Element(kind, self._open[-1], len(self.shown) - 1, extra, [mcid])
        here.append(self._add(element))
        return mcid

    def _add(self, element: Element) -> int:
        number = len(self.elements)
        self.elements.append(element)
        self.elements[element.parent].kids.append(number)
        return number

    @property
    def newest(self) -> int:
        """Return the number of the element that was added last."""
        return len(self.elements) - 1

    def dictionaries(
        self, root: int, first: int, pages: Sequence[int], links: Mapping[int, int]
    ) -> list[str]:
        """Return the elements as objects of a file, numbered from `first`, below object `root`.

        `pages` are the objects of the pages, `links` those of what can be pressed, by its element.
        """
        written = []
        for number, element in enumerate(self.elements):
            parent = root if element.parent < 0 else first + element.parent
            if element.page < 0:
                kids = " ".join([f"{first + kid} 0 R" for kid in element.kids])
                rest = f"/K[{kids}]"
            elif number in links:
                also = f"<</Type/OBJR/Obj {links[number]} 0 R>>"
                rest = f"/Pg {pages[element.page]} 0 R/K[{element.kids[0]} {also}]"
            else:
                rest = f"/Pg {pages[element.page]} 0 R/K {element.kids[0]}"
            written.append(f"<</S/{element.kind}/P {parent} 0 R{rest}{element.extra}>>")
        return written

    def parent_tree(self, first: int, link_elements: list[int]) -> str:
        """Return the table from pages and links back to elements."""
        entries = [
            f"{page}[{' '.join([f'{first + number} 0 R' for number in numbers])}]"
            for page, numbers in enumerate(self.shown)
        ]
        entries += [
            f"{key} {first + element} 0 R"
            for key, element in enumerate(link_elements, len(self.shown))
        ]
        return f"<</Nums[{' '.join(entries)}]>>"

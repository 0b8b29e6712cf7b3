"""A finished document as bytes: PDF 1.7, PDF/A-2u, tagged, the same bytes for the same content.

This is our `OutputProducer` for fpdf2, because its own parses and subsets the fonts anew for each
file. Here the objects of the fonts are made once for each process and copied; all small objects
travel compressed (ISO 32000-1 §7.5.7).
"""

import zlib
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from fpdf import FPDF
from fpdf.output import OutputProducer

from uikit.paper.about import Said, text_string
from uikit.paper.canvas import POINTS, Canvas, Link
from uikit.paper.faces import STYLES
from uikit.paper.letters import edition_for, font_objects
from uikit.paper.tags import Structure

LEVEL = 4
"""How hard a page is compressed: harder takes three times as long, and saves a fiftieth."""

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

CATALOG, PAGES, INFO, METADATA, PROFILE, FONT_DICTIONARIES = range(1, 7)
"""The numbers of the objects that every file has, before those of the fonts."""

FIRST_FONT = FONT_DICTIONARIES + 1
OBJECTS_PER_FONT = 6
FIRST_OF_ITS_OWN = FIRST_FONT + OBJECTS_PER_FONT * len(STYLES)
"""The number of the first object that another document may not have."""


class Document(FPDF):
    """What a document says of itself, its pages and its structure."""

    about: Said
    canvases: Sequence[Canvas] = ()
    structure: Structure


class Kept(NamedTuple):
    """The part of a file that is the same in every document with these editions of the faces."""

    content: bytes
    offsets: dict[int, int]
    """Where each object begins, from the beginning of the file."""
    rows: dict[int, bytes]
    """Where each small object is, among those of FONT_DICTIONARIES."""


class Producer(OutputProducer):
    """Writes a Document; `FPDF.output` calls it."""

    fpdf: Document

    def bufferize(self) -> bytearray:
        """Return the file."""
        said = self.fpdf
        letters: set[str] = set().union(*(canvas.letters for canvas in said.canvases))
        kept = _kept(edition_for(letters))
        self.buffer = bytearray(kept.content)
        self.offsets = dict(kept.offsets)
        metadata = said.about.xmp()
        self._stream(METADATA, metadata, "/Type/Metadata/Subtype/XML", compress=False)
        packer, small = self._packed_objects()
        content, entries = _pack(small)
        self._stream(packer, content, entries)
        rows = kept.rows | _rows_of_packed(packer, small)
        self._cross_references(packer + 1, rows)
        return self.buffer

    def _packed_objects(self) -> tuple[int, dict[int, str]]:
        """Write the pages; return the small objects, and the number of the stream for them."""
        said = self.fpdf
        pages = [FIRST_OF_ITS_OWN + 2 * number for number in range(len(said.canvases))]
        root = FIRST_OF_ITS_OWN + 2 * len(pages)
        pressed = [link for canvas in said.canvases for link in canvas.links]
        links = [root + 2 + number for number in range(len(pressed))]
        elements = root + 2 + len(links)
        small = {
            CATALOG: _catalog(root),
            PAGES: f"<</Type/Pages/Count {len(pages)}/Kids[{_refs(pages)}]>>",
            INFO: said.about.info(),
            root: (
                f"<</Type/StructTreeRoot/K {elements} 0 R/ParentTree {root + 1} 0 R"
                f"/ParentTreeNextKey {len(pages) + len(links)}>>"
            ),
            root + 1: said.structure.parent_tree(elements, [link.element for link in pressed]),
        }
        waiting = iter(links)
        for order, (page, canvas) in enumerate(zip(pages, said.canvases, strict=True)):
            self._stream(page + 1, canvas.content)
            small[page] = _page(order, page, canvas, list(islice(waiting, len(canvas.links))))
        for key, (number, link) in enumerate(zip(links, pressed, strict=True), len(pages)):
            small[number] = _link(key, link)
        of_links = {link.element: number for number, link in zip(links, pressed, strict=True)}
        written = said.structure.dictionaries(root, elements, pages, of_links)
        small |= dict(enumerate(written, elements))
        return elements + len(written), small

    def _stream(
        self, number: int, content: bytes, entries: str = "", *, compress: bool = True
    ) -> None:
        self.offsets[number] = len(self.buffer)
        self.buffer += _stream(
            number,
            zlib.compress(content, LEVEL) if compress else content,
            entries,
            compressed=compress,
        )

    def _cross_references(self, number: int, rows: dict[int, bytes]) -> None:
        """Write where every object is, and the end of the file (ISO 32000-1 §7.5.8)."""
        start = len(self.buffer)
        self.offsets[number] = start
        rows |= {
            each: b"\1" + offset.to_bytes(4, "big") + b"\0\0"
            for each, offset in self.offsets.items()
        }
        table = b"\0\0\0\0\0\xff\xff" + b"".join([rows[each] for each in range(1, number + 1)])
        # What the file is called by its content, so that two copies have the same name.
        identity = sha256(self.buffer).hexdigest()[:32]
        entries = (
            f"/Type/XRef/Size {number + 1}/W[1 4 2]/Root {CATALOG} 0 R/Info {INFO} 0 R"
            f"/ID[<{identity}><{identity}>]"
        )
        self._stream(number, table, entries)
        self.buffer += f"startxref\n{start}\n%%EOF\n".encode()


@cache
def _kept(edition: str) -> Kept:
    """Return the beginning of a file: colours and fonts."""
    content, offsets = bytearray(HEADER), {}
    small: dict[int, str] = {}

    def add(number: int, data: bytes, entries: str = "") -> None:
        offsets[number] = len(content)
        content.extend(_stream(number, data, entries, compressed=True))

    profile = (Path(__file__).parent / "srgb.icc").read_bytes()
    add(PROFILE, zlib.compress(profile, 9), "/N 3/Alternate/DeviceRGB")
    for order, style in enumerate(STYLES):
        font = font_objects(style, edition)
        number = FIRST_FONT + OBJECTS_PER_FONT * order
        program, to_unicode, glyphs = number + 3, number + 4, number + 5
        small[number] = (
            f"<</Type/Font/Subtype/Type0/BaseFont/{font.name}/Encoding/Identity-H"
            f"/DescendantFonts[{number + 1} 0 R]/ToUnicode {to_unicode} 0 R>>"
        )
        small[number + 1] = (
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font.name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {number + 2} 0 R/CIDToGIDMap {glyphs} 0 R/W{font.widths}>>"
        )
        small[number + 2] = font.descriptor.format(file=program)
        add(program, font.program, f"/Length1 {font.program_length}")
        add(to_unicode, font.to_unicode)
        add(glyphs, font.glyphs)
    packed, entries = _pack(small)
    add(FONT_DICTIONARIES, zlib.compress(packed, 9), entries)
    return Kept(bytes(content), offsets, _rows_of_packed(FONT_DICTIONARIES, small))


def _stream(number: int, data: bytes, entries: str, *, compressed: bool) -> bytes:
    how = "/Filter/FlateDecode" if compressed else ""
    head = f"{number} 0 obj\n<<{entries}{how}/Length {len(data)}>>\nstream\n"
    return head.encode() + data + b"\nendstream\nendobj\n"


def _pack(small: dict[int, str]) -> tuple[bytes, str]:
    """Return the content of an object stream, and its entries."""
    index, offset = [], 0
    for number, text in small.items():
        index.append(f"{number} {offset}")
        offset += len(text) + 1
    head = " ".join(index) + "\n"
    content = head + "\n".join(small.values())
    return content.encode("latin-1"), f"/Type/ObjStm/N {len(small)}/First {len(head)}"


def _rows_of_packed(packer: int, small: dict[int, str]) -> dict[int, bytes]:
    """Return where small objects are: in which stream, and the how manieth."""
    prefix = b"\2" + packer.to_bytes(4, "big")
    return {number: prefix + place.to_bytes(2, "big") for place, number in enumerate(small)}


def _catalog(structure: int) -> str:
    return (
        f"<</Type/Catalog/Pages {PAGES} 0 R/Lang(es-PE)/Metadata {METADATA} 0 R"
        f"/StructTreeRoot {structure} 0 R/MarkInfo<</Marked true>>"
        "/ViewerPreferences<</DisplayDocTitle true>>"
        "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
        f"/Info(sRGB IEC61966-2.1)/DestOutputProfile {PROFILE} 0 R>>]>>"
    )


def _page(order: int, number: int, canvas: Canvas, links: Sequence[int]) -> str:
    annotations = f"/Annots[{_refs(links)}]" if links else ""
    fonts = "".join(
        f"/F{order + 1} {FIRST_FONT + OBJECTS_PER_FONT * order} 0 R" for order in range(len(STYLES))
    )
    box = f"{canvas.width * POINTS:.2f} {canvas.height * POINTS:.2f}"
    return (
        f"<</Type/Page/Parent {PAGES} 0 R/MediaBox[0 0 {box}]/Contents {number + 1} 0 R"
        f"/Resources<</Font<<{fonts}>>>>/StructParents {order}/Tabs/S{annotations}>>"
    )


def _link(key: int, link: Link) -> str:
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{link.rectangle}]/Border[0 0 0]/F 4/StructParent {key}"
        f"/Contents{text_string(link.title)}/A<</S/URI/URI({link.address})>>>>"
    )


def _refs(numbers: Sequence[int]) -> str:
    return " ".join([f"{number} 0 R" for number in numbers])

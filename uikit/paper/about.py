"""What a file says of itself: for programs of today (Info) and for archives (XMP, PDF/A-2u).

Both say the same (ISO 19005-2 §6.6). fpdf2 would write the moment of writing into its own; ours has
the moment of the content alone.
"""

from datetime import UTC, datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

PRODUCER = "fpdf2"
"""What wrote the file; not its version, which would change the bytes."""

PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>es-PE</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


class Said(NamedTuple):
    """What a document says of itself."""

    title: str
    subject: str
    author: str
    creator: str
    created_at: datetime

    def xmp(self) -> bytes:
        """Return it for archives."""
        return PACKET.format(
            title=escape(self.title),
            subject=escape(self.subject),
            author=escape(self.author),
            creator=escape(self.creator),
            moment=f"{self._moment:%Y-%m-%dT%H:%M:%SZ}",
            producer=PRODUCER,
        ).encode()

    def info(self) -> str:
        """Return it as a dictionary of a PDF."""
        moment = f"(D:{self._moment:%Y%m%d%H%M%S}Z)"
        pairs = {
            "Title": text_string(self.title),
            "Subject": text_string(self.subject),
            "Author": text_string(self.author),
            "Creator": text_string(self.creator),
            "Producer": f"({PRODUCER})",
            "CreationDate": moment,
            "ModDate": moment,
        }
        return f"<<{''.join(f'/{name}{value}' for name, value in pairs.items())}>>"

    @property
    def _moment(self) -> datetime:
        return self.created_at.astimezone(UTC)


def text_string(text: str) -> str:
    """Write a text that is not on a page (ISO 32000-1 §7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex()}>"

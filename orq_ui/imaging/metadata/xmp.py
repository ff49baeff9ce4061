"""The record in an XMP packet, for WebP and JPEG (ISO 16684-1).

It is a property of our own namespace in an ``rdf:Description`` of its own, put before the end of the packet's RDF,
so that whatever the packet said before stays, byte for byte. The value is the JSON text itself, or
``deflate:`` and Base64. Reading also knows what XMP tools make of it: another prefix, or an attribute.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from xml.sax.saxutils import unescape

from orq_ui.imaging.metadata.compression import COMPRESS_OVER, broken, check_size, compress, decompress

_NAMESPACE = b"urn:orq-ui:tag:"  # never renamed: copies saved long ago are still read
_RDF = b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_OPEN = b"<rdf:Description " + _RDF + b' xmlns:orqui="' + _NAMESPACE + b'" rdf:about=""><orqui:record>'
_CLOSE = b"</orqui:record></rdf:Description>"
_HEAD = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    + _RDF
    + b">"
)
_TAIL = b'</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
_COMPRESSED = "deflate:"
_QUOTES = {"&quot;": '"', "&apos;": "'", "&#34;": '"', "&#x22;": '"', "&#39;": "'", "&#x27;": "'"}

# Hostile packets are read too. No quantifier here gives back what it took, and none crosses the sign that starts
# the next attempt, so that the time stays linear in the packet's length.
_DECLARED = re.compile(rb"xmlns:([\w.-]++)\s*+=\s*+[\"']" + _NAMESPACE + rb"[\"']")
_ELEMENT = re.compile(rb"<([\w.-]++):record(?:\s[^<>]*+)?+>([^<]*+)</[\w.-]++:record\s*+>")
_ATTRIBUTE = re.compile(rb"\s([\w.-]++):record\s*+=\s*+(?:\"([^\"<]*+)\"|'([^'<]*+)')")
_FORMS = (_ELEMENT, _ATTRIBUTE)
_END = re.compile(rb"</(?:[\w.-]++:)?+RDF\s*+>")
_BLOCK = re.compile(re.escape(_OPEN) + rb"([^<]*+)" + re.escape(_CLOSE))


def new_packet(text: bytes) -> bytes:
    """Return a packet of nothing but the record."""
    return _HEAD + _block(text) + _TAIL


def add(existing: bytes, text: bytes) -> bytes | None:
    """Return the packet with the record; None for one whose RDF has no end that we can see, such as UTF-16."""
    ends = [found.start() for found in _END.finditer(existing)]
    return existing[: ends[-1]] + _block(text) + existing[ends[-1] :] if ends else None


def remove(existing: bytes) -> bytes | None:
    """Return the packet without the record, or None if it was ours alone."""
    kept = _BLOCK.sub(b"", existing)
    if kept == _HEAD + _TAIL:
        return None
    ours = _prefixes(kept)
    for pattern in _FORMS:
        kept = pattern.sub(lambda found: b"" if found[1] in ours else found[0], kept)
    return kept


def extract(existing: bytes) -> bytes | None:
    """Return the record's text; raise :class:`InvalidInput` for one that cannot be decompressed."""
    value = next(_values(existing), None)
    if value is None:
        return None
    # ASCII is all that we write. Base64 is a third larger than what it holds, and that is checked once decompressed.
    text = unescape(check_size(value).decode("ascii", "replace"), _QUOTES).strip()
    if not text.startswith(_COMPRESSED):
        return text.encode()
    try:
        return decompress(base64.b64decode(text.removeprefix(_COMPRESSED), validate=True))
    except (binascii.Error, ValueError) as reason:
        raise broken() from reason


def _block(text: bytes) -> bytes:
    if len(text) > COMPRESS_OVER:
        text = _COMPRESSED.encode() + base64.b64encode(compress(text))
    return _OPEN + text + _CLOSE


def _prefixes(existing: bytes) -> set[bytes]:
    """Return the prefixes that are declared for our namespace."""
    return {found[1] for found in _DECLARED.finditer(existing)}


def _values(existing: bytes) -> Iterator[bytes]:
    """Yield what the packet says in our property, first as we write it: others may use our prefix for their own."""
    yield from (found[1] for found in _BLOCK.finditer(existing))
    ours = _prefixes(existing)
    for pattern in _FORMS if ours else ():
        for found in pattern.finditer(existing):
            if found[1] in ours:
                yield found[found.lastindex or 0]

"""The search finds a key in whatever form it is hidden, so that a test which finds none says something."""

from __future__ import annotations

import base64
import gzip
import html
import json
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from urllib.parse import quote

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.canary.search import find_key

KEY = 'sk-canary/5f1c+9e07&never"show'


def zipped(content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.json", content)
    return out.getvalue()


def in_picture(content: bytes) -> bytes:
    out, texts = BytesIO(), PngInfo()
    texts.add_text("note", content.decode(), zip=True)
    Image.new("L", (2, 2)).save(out, "PNG", pnginfo=texts)
    return out.getvalue()


HIDDEN: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "JSON": lambda key: json.dumps({"a": key.decode()}).encode(),
    "JSON within JSON": lambda key: json.dumps(json.dumps(key.decode())).encode(),
    "JSON with slashes in HTML": lambda key: html.escape(json.dumps(key.decode()).replace("/", "\\/")).encode(),
    "URL": lambda key: quote(key.decode(), safe="").encode(),
    "HTML": lambda key: html.escape(key.decode()).encode(),
    "hex": lambda key: key.hex().encode(),
    "UTF-16": lambda key: key.decode().encode("utf-16"),
    "base64": base64.b64encode,
    "base64 amid a text": lambda key: base64.b64encode(b"ab" + key + b"c"),
    "URL-safe base64": lambda key: base64.urlsafe_b64encode(b"a" + key),
    "gzip": gzip.compress,
    "a zip": zipped,
    "a zip in a zip": lambda key: zipped(zipped(key)),
    "a picture": in_picture,
    "a compressed token": lambda key: b"?request=" + base64.urlsafe_b64encode(zlib.compress(key)),
}


@pytest.mark.parametrize("form", HIDDEN)
def test_it_is_found(form: str) -> None:
    """Each form, and nothing where it is not."""
    assert find_key(KEY, "it", HIDDEN[form](KEY.encode()))
    assert find_key(KEY, "it", HIDDEN[form](b"some other text that is long enough")) == []

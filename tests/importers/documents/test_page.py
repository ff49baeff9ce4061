"""Pages: which block holds the request, and where in the page something is wrong."""

from __future__ import annotations

import json

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Kind, read
from tests.importers.samples import URL

BODY = '{"model": "a/b", "n": 2}'
CURL = f"curl {URL} -F model=a/b -F n=2"
REPLY = '{"created": 1, "data": [{"url": "https://x.example"}]}'
PAGES = (
    f"Text\n\n```json\n{BODY}\n```\n",
    f"~~~\n{BODY}\n~~~",
    f"````md\n{BODY}\n````",
    f"> Look:\n> ```json\n> {BODY}\n> ```\n> So.",
    f"1. Do\n   ```sh\n   {CURL}\n   ```\n2. Done",
    f"```bash\nnpm install x\n```\n```sh\n{CURL}\n```\n```json\n{REPLY}\n```",
    f"```sh\n{CURL}\n```\n```yaml\nmodel: a/b\nn: 2\n```\n",
    f'```json\n{BODY}\n```\nwhere\n```json\n{{"retry": {{"count": 2}}}}\n```\n',
    f"Call it:\n\n    {CURL}\n\nand wait.",
    f"<p>Call <b>it</b>:</p><pre><code class='x'>{CURL.replace('-F', '<i>-F</i>', 1)}</code></pre>",
    f"Hello (all of you),\n\n{BODY}\n\nBest",
    f"{BODY}\n\nThis fails, why?",
    f"```json\n{BODY}",
    f"```json\n{BODY}```",
    f"look: ```{BODY}```",
    f"h2. Body\n\n{{code:json|title=a.json}}\n{BODY}\n{{code}}\nand\n{{noformat}}\n502\n{{noformat}}\n",
    f"import x from y\n{{code:bash}}\n{CURL}\n{{code}}",
    f"[source,json]\n----\n{BODY}\n----\n",
    f"Hi\n[code]{BODY}[/code]\nBye",
    '> {\n>   "model": "a/b",\n>   "n": 2\n> }',
    "+model: a/b\n+n: 2\n",
    ' 9 | {\n10 |   "model": "a/b",\n11 |   "n": 2\n12 | }',
)


@pytest.mark.parametrize("page", PAGES, ids=range(len(PAGES)))
def test_the_block_with_the_request_is_read(page: str) -> None:
    """Prose, installs, replies and parts of the request around it are passed over."""
    assert read(page).request.sent() == {"model": "a/b", "n": 2}


def test_different_requests_are_named_by_their_lines() -> None:
    """None of them is guessed to be the one."""
    with pytest.raises(InvalidInput) as refused:
        read(f"One\n```json\n{BODY}\n```\nor\n```yaml\nmodel: c/d\nn: 1\n```\n")

    assert refused.value.path == "line 3, column 1"
    assert "lines 3 to 3 (json), lines 7 to 8 (yaml)" in refused.value.reason


def test_a_mistake_has_its_line_in_the_page() -> None:
    """Not the line of the block."""
    with pytest.raises(InvalidInput) as refused:
        read('# Title\n\n```json\n{"model": "a/b",\n "n" 2}\n```\n')

    assert refused.value.path == "line 5, column 6"


def test_blocks_without_a_request_say_why() -> None:
    """Each of the first has its reason."""
    with pytest.raises(InvalidInput) as refused:
        read(f"```sh\nnpm i x\n```\n\n```json\n{REPLY}\n```\n")

    assert "none of them holds a request" in refused.value.reason
    assert "line 6, column 1 is a reply of the router" in refused.value.reason


def test_a_link_in_a_message_is_read_when_nothing_else_is() -> None:
    """The one link of ours among words is the request."""
    from orq_ui.api import ImageVariationRequest
    from orq_ui.share_link import share_url

    link = share_url(ImageVariationRequest.as_is(json.loads(BODY)), "https://x.example")

    found = read(f"Hi (see below): {link}. Thanks!")

    assert (found.kind, found.request.sent()) == (Kind.LINK, json.loads(BODY))
    assert read(f"From {link}\n```yaml\nmodel: c/d\n```").request.sent() == {"model": "c/d"}


def test_links_that_cannot_be_told_or_read_say_so() -> None:
    """Two different links, and one that was cut."""
    from orq_ui.api import ImageVariationRequest
    from orq_ui.share_link import share_url

    one, two = (share_url(ImageVariationRequest.as_is({"model": name}), "https://x.example") for name in ("a/b", "c/d"))

    with pytest.raises(InvalidInput, match="2 different links"):
        read(f"Either {one} or {two}")
    with pytest.raises(InvalidInput, match="it was cut"):
        read(f"See {one[:-6]} please")

"""One rerun of the page reads the form and the picture once, whatever is open."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import pytest
from PIL import Image

from orq_ui.api import ImageVariationRequest
from orq_ui.ui.composition import compose
from orq_ui.ui.form.draft import Draft
from tests.pages.conftest import Playground
from tests.strategies import picture

BODY = {"model": "openai/dall-e-2", "n": 2, "orq": {"retry": {"count": 2}, "tier": "gold"}}


class CountedRequest(ImageVariationRequest):
    """A request that knows how many of it were made."""

    made: ClassVar[Counter[str]] = Counter()

    @classmethod
    def as_is(cls, values: Mapping[str, Any]) -> Self:
        """Count, then make it."""
        cls.made["requests"] += 1
        return super().as_is(values)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Everything in memory that Pillow was asked to open."""
    seen: list[bytes] = []
    really_open = Image.open

    def remember(fp: Any, *rest: Any, **more: Any) -> Any:
        if hasattr(fp, "getvalue"):
            seen.append(fp.getvalue())
        return really_open(fp, *rest, **more)

    monkeypatch.setattr(Image, "open", remember)
    return seen


@pytest.mark.parametrize("tab", ["Result", "JSON", "Request", "Code", "Check"])
def test_a_rerun_makes_one_request_and_opens_no_picture(playground: Playground, tab: str, opened: list[bytes]) -> None:
    """Every panel takes the same request; what the picture's header says is known since it was chosen."""
    source = picture("PNG", 8, 4, "wide.png")
    playground.use(source)
    playground.session.draft = Draft(dict(BODY), CountedRequest)
    CountedRequest.made.clear()
    opened.clear()

    playground.app.session_state["workbench.tabs"] = tab
    playground.run()

    assert CountedRequest.made["requests"] == 1
    assert source.bytes not in opened


def test_what_is_shown_is_the_body_of_the_wire(playground: Playground) -> None:
    """The JSON tab shows what the parts were made from: nulls and unknown keys too, and the picture described."""
    body = {"model": "m/x", "n": None, "seed": 7, "orq": {"tier": "gold"}}
    playground.use(picture("PNG", 8, 8, "cat.png"))
    playground.session.draft.replace(body)
    playground.run()

    wire = compose(playground.session).wire

    assert wire is not None
    assert wire.body == body
    assert playground.body == {"image": playground.body["image"], **wire.body}
    assert playground.body["image"].startswith("cat.png (8×8, ")


def test_the_body_is_shown_where_nothing_can_be_sent(playground: Playground) -> None:
    """A host that the server does not allow blocks Send, and the form goes on."""
    playground.session.connection.target = "https://elsewhere.example"
    playground.session.draft.replace({"model": "m/x", "user": "ada"})
    playground.run()

    assert playground.body == {"model": "m/x", "user": "ada"}
    assert playground.app.button(key="send.send").disabled
    assert "This host is not allowed" in playground.text

"""Requests in and out of the form by links and pasted text, without a browser."""

from typing import Any

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.importers import Code, Kind
from orq_ui.share_link import encode_token, share_url
from orq_ui.ui.variations import import_and_share
from tests.pages.conftest import Playground

BODY: dict[str, Any] = {"model": "emulator/neon", "n": 3, "seed": 7, "retry": {"count": 2}}


def open_link(playground: Playground, token: str) -> None:
    """Come by a link."""
    playground.app.query_params["request"] = token
    playground.run()


def test_a_link_shows_what_it_holds_first(playground: Playground) -> None:
    """The form stays as it is until the person says so; then it holds the request, unknown keys and all."""
    open_link(playground, encode_token(ImageVariationRequest.as_is(BODY)))
    assert playground.session.draft.body == {"model": "emulator/aquarelle"}
    assert "seed" in playground.text

    playground.click("incoming.accept")

    assert playground.session.draft.body == BODY
    assert playground.session.placement == "top level"
    assert playground.session.pending_import is None


def test_a_link_can_be_left(playground: Playground) -> None:
    """Dismissed, it is gone, and the form was never touched."""
    open_link(playground, encode_token(ImageVariationRequest.as_is(BODY)))

    playground.click("incoming.dismiss")

    assert playground.session.draft.body == {"model": "emulator/aquarelle"}
    assert playground.session.pending_import is None


def test_a_link_waits_while_pages_are_switched(playground: Playground) -> None:
    """Looking at another page first loses nothing."""
    open_link(playground, encode_token(ImageVariationRequest.as_is(BODY)))

    playground.open("setup/connection")
    playground.open("play/variations")
    playground.click("incoming.accept")

    assert playground.session.draft.body == BODY


def test_a_hostile_link_gets_a_message(playground: Playground) -> None:
    """Nothing can be accepted, and the reason is given."""
    open_link(playground, "9.<script>alert(1)</script>")

    assert "version 9" in playground.text
    assert not [button for button in playground.app.button if button.key == "incoming.accept"]


CURL = """curl https://my.orq.ai/v2/router/images/variations -H 'Authorization: Bearer sk-canary-0123456789' \\
  -F image=@cat.png -F model=emulator/aquarelle -F n=2 -F 'orq={"retry": {"count": 2}};type=application/json'"""


def paste(playground: Playground, text: str) -> None:
    """Open the import box, paste, press Read it."""
    playground.app.session_state["import.popover"] = True
    playground.run()
    playground.app.session_state["import.popover"] = True
    playground.app.text_area(key="import.text").input(text)
    playground.click("import.read")


def test_a_pasted_curl_line_fills_the_form(playground: Playground) -> None:
    """It is shown first, its key is dropped, and then it is the form's request."""
    paste(playground, CURL)
    assert "A key was found in it" in playground.text
    assert "canary" not in playground.text
    assert playground.session.draft.body == {"model": "emulator/aquarelle"}

    playground.click("incoming.accept")

    assert playground.session.draft.body == {"model": "emulator/aquarelle", "n": 2, "orq": {"retry": {"count": 2}}}
    assert "canary" not in repr(playground.session)


def test_a_pasted_link_is_read(playground: Playground) -> None:
    """One of our own links may be pasted too."""
    paste(playground, share_url(ImageVariationRequest.as_is(BODY), "http://127.0.0.1:8501"))

    playground.click("incoming.accept")

    assert playground.session.draft.body == BODY


def test_a_paste_that_is_no_request_says_where_and_why(playground: Playground) -> None:
    """The message names the place, and nothing comes in."""
    paste(playground, '{"model": "a/b", "n": [1,')

    assert "Line 1" in playground.session.import_error
    assert playground.session.pending_import is None


def test_every_kind_and_note_has_words() -> None:
    """What an import can say, the page can say."""
    assert set(import_and_share.KINDS) == set(Kind)
    assert set(import_and_share.NOTES) == set(Code)


def test_an_option_alone_replaces_only_itself(playground: Playground) -> None:
    """The vendor's page of one option changes that option, and the card says so; the rest of the form stays."""
    playground.session.load_body({"model": "a/b", "n": 2, "orq": {"name": "mine", "retry": {"count": 1}}})
    paste(playground, "let value: CreateImageVariationRouterImagesVariationsRetry = { onCodes: [429] };")
    assert "with orq.retry alone" in next(heading.value for heading in playground.app.subheader)
    assert "It replaces only orq.retry" in playground.text

    playground.click("incoming.accept")

    assert playground.session.draft.body == {
        "model": "a/b",
        "n": 2,
        "orq": {"name": "mine", "retry": {"on_codes": [429]}},
    }


def test_options_in_both_places_stay_in_both(playground: Playground) -> None:
    """An option of the top level does not touch the one in ``orq``."""
    playground.session.load_body({"model": "a/b", "orq": {"retry": {"count": 1}}})
    paste(playground, "let value: CreateImageVariationRetry = { count: 3 };")

    playground.click("incoming.accept")

    assert playground.session.draft.body == {"model": "a/b", "retry": {"count": 3}, "orq": {"retry": {"count": 1}}}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "package main\n\nfunc main() {\n\tw()\n}\n",
            "The text is Go code, which is not read. Paste its JSON body, or the",
        ),
        ('{"model": }', "Line 1, column 11 is not JSON: Expecting value."),
        ("```json\n{]\n```", "Line 2, column 2 is not JSON"),
    ],
)
def test_a_refusal_is_a_sentence(playground: Playground, text: str, sentence: str) -> None:
    """It names the place, or the text as a whole, and what was pasted stays to be corrected."""
    paste(playground, text)

    assert sentence in playground.session.import_error
    assert playground.session.draft.body == {"model": "emulator/aquarelle"}
    assert playground.session.pending_import is None


def test_what_was_left_out_for_one_reason_shares_a_sentence(playground: Playground) -> None:
    """Ten notes are few lines, and a key that the contract does not name is told of once."""
    paste(
        playground,
        "await orq.router.images.variations.create({ model: 'a/b', n: count, size: s, user: process.env.U, seed: 1 });",
    )

    pending = playground.session.pending_import
    assert pending is not None
    assert pending.notes == (
        "Left out (each is not a plain value): n, size.",
        "Taken from the environment there, so left out here: user, U.",
    )
    assert playground.text.count("seed") < 4


def test_half_of_a_character_reaches_the_form(playground: Playground) -> None:
    """It is written as its escape there, and the page goes on."""
    paste(playground, '{"model": "a/\\ud800b", "n": 2}')
    playground.click("incoming.accept")

    assert playground.session.draft.body == {"model": "a/\\ud800b", "n": 2}

"""The form on the Variations page: every field, every way to fill it."""

import pytest

from orq_ui.api import Field, ImageVariationRequest, Kind
from orq_ui.api.base import Number, Omittable, request_field
from orq_ui.settings import LIVE_HOSTS
from orq_ui.ui.form import WIDGETS
from orq_ui.ui.form.draft import Draft
from orq_ui.ui.variations.examples import EXAMPLES
from tests.pages.conftest import Playground


def test_every_kind_of_field_has_a_widget() -> None:
    """No field can vanish from the form: the widgets and the kinds are the same set."""
    assert set(WIDGETS) == set(Kind)


def every_place(fields: tuple[Field, ...]) -> list[str]:
    """Return the widget keys of a form in which every list has one row."""
    keys = []
    for field in fields:
        if field.kind is Kind.OBJECT:
            keys += every_place(field.fields)
        elif field.kind is Kind.OBJECTS:
            row = "variations." + ".".join(field.path) + "[0]"
            keys += [f"{row}.{member.name}" for member in field.fields]
        elif field.kind is Kind.PAIRS:
            keys.append("variations." + ".".join(field.path) + "[0].key")
        elif field.kind is not Kind.IMAGE:
            keys.append("variations." + ".".join(field.path))
    return keys


@pytest.mark.parametrize("place", ["orq", "top level"])
def test_every_field_can_be_edited(playground: Playground, place: str) -> None:
    """With everything filled in, each place of the contract has its widget on the page, in both placements."""
    playground.fill("Everything")
    playground.app.segmented_control(key="composer.placement").set_value(place)
    playground.open_groups()

    app = playground.app
    lists = (app.text_input, app.selectbox, app.multiselect, app.segmented_control, app.pills, app.text_area)
    drawn = {widget.key for widgets in lists for widget in widgets}
    fields = Draft().top_fields
    orq = next(field for field in fields if field.name == "orq").fields
    shared = {field.name for field in fields} & {field.name for field in orq}
    wanted = [f for f in fields if f.name not in {*shared, "orq"}]
    wanted += [f for f in orq if f.name not in shared]
    wanted += [f for f in (orq if place == "orq" else fields) if f.name in shared]
    assert set(every_place(tuple(wanted))) - drawn == set()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_what_is_shown(playground: Playground, name: str) -> None:
    """The body on the page equals the example, and the contract has nothing against it."""
    playground.fill(name)
    playground.open_groups()

    assert playground.body == EXAMPLES[name]
    assert playground.session.draft.request().problems() == []


def test_typing_changes_the_body(playground: Playground) -> None:
    """Fields of several kinds go to their places, and leave the body when they are cleared."""
    playground.open_groups()
    app = playground.app
    app.text_input(key="variations.n").input("3")
    app.segmented_control(key="variations.size").set_value("512x512")
    app.text_input(key="variations.orq.retry.count").input("2")
    app.multiselect(key="variations.orq.retry.on_codes").set_value(["429", "503"])
    app.text_input(key="variations.orq.cache.ttl").input("60")
    playground.run()

    body = playground.body
    app.text_input(key="variations.n").input("")
    app.multiselect(key="variations.orq.retry.on_codes").set_value([])
    app.text_input(key="variations.orq.retry.count").input("")
    playground.run()

    assert body == {
        "model": "emulator/aquarelle",
        "n": 3,
        "size": "512x512",
        "orq": {"retry": {"count": 2, "on_codes": [429, 503]}, "cache": {"type": "exact_match", "ttl": 60}},
    }
    assert playground.body == {
        "model": "emulator/aquarelle",
        "size": "512x512",
        "orq": {"cache": {"type": "exact_match", "ttl": 60}},
    }


def test_a_number_is_stepped(playground: Playground) -> None:
    """From what the router takes where nothing is set, within the limits; another value is left to the keyboard."""
    fewer, more = "variations.n.fewer.icon-only", "variations.n.more.icon-only"
    assert playground.app.button(key=fewer).disabled

    playground.click(more)
    assert playground.body["n"] == 2
    assert playground.app.text_input(key="variations.n").value == "2"
    playground.click(fewer)
    assert playground.body["n"] == 1
    assert playground.app.button(key=fewer).disabled

    for text, value in (("10", 10), ("99", 99), ("null", None), ("many", "many")):
        playground.app.text_input(key="variations.n").input(text)
        playground.run()
        assert playground.body["n"] == value
        assert playground.app.button(key=more).disabled


def test_a_style_is_a_model(playground: Playground) -> None:
    """A click on a picture of the emulator's styles chooses its model; a live host has no such pictures."""
    styles = playground.app.segmented_control(key="variations.model.style")
    assert styles.value == "emulator/aquarelle"
    assert all("/app/static/styles/emulator/" in option for option in styles.options)

    styles.set_value("emulator/neon")
    playground.run()
    assert playground.body == {"model": "emulator/neon"}

    playground.app.selectbox(key="variations.model").set_value("openai/dall-e-2")
    playground.run()
    assert playground.app.segmented_control(key="variations.model.style").value is None

    playground.session.connection.target = LIVE_HOSTS[0]
    playground.run()
    assert "variations.model.style" not in {control.key for control in playground.app.segmented_control}


def test_the_options_are_folded_away(playground: Playground) -> None:
    """Below them is what they are for, and once any is set, which; those with a mistake are marked."""
    playground.fill("Survive a rate limit")
    assert "`retry` · `fallbacks` · `timeout` · `name`" in playground.text

    playground.session.clear()
    playground.run()
    assert "Optional: what the router does when a model is slow or fails" in playground.text


def test_null_is_typed(playground: Playground) -> None:
    """n may be null, and null is a value: it is in the body."""
    playground.app.text_input(key="variations.n").input("null")
    playground.run()

    assert playground.body["n"] is None


def test_rows_can_be_added_reordered_and_removed(playground: Playground) -> None:
    """Fallbacks are rows with buttons of their own."""
    playground.open_groups()
    playground.click("variations.orq.fallbacks.add")
    playground.app.selectbox(key="variations.orq.fallbacks[0].model").set_value("emulator/riso")
    playground.run()
    playground.click("variations.orq.fallbacks.add")
    playground.app.selectbox(key="variations.orq.fallbacks[1].model").set_value("emulator/neon")
    playground.run()
    playground.click("variations.orq.fallbacks[1].up.icon-only")
    assert playground.body["orq"]["fallbacks"] == [{"model": "emulator/neon"}, {"model": "emulator/riso"}]

    playground.click("variations.orq.fallbacks[0].remove.icon-only")

    assert playground.body["orq"]["fallbacks"] == [{"model": "emulator/riso"}]


def test_moving_to_top_level_moves_the_options(playground: Playground) -> None:
    """The switch moves the shared options and leaves the others."""
    playground.fill("Survive a rate limit")

    playground.app.segmented_control(key="composer.placement").set_value("top level")
    playground.run()

    body = playground.body
    assert "orq" not in body
    assert body["retry"]["count"] == 3


def test_contact_moves_to_identity(playground: Playground) -> None:
    """The deprecated contact offers to become an identity."""
    playground.session.draft.replace({"model": "m/x", "orq": {"contact": {"id": "c-1", "tags": ["a"]}}})
    playground.open_groups()

    playground.click("variations.orq.contact.move")

    assert playground.body["orq"] == {"identity": {"id": "c-1", "tags": ["a"]}}


def test_unknown_keys_are_shown_and_can_be_removed(playground: Playground) -> None:
    """A key that the contract does not name is flagged, sent, and goes when it is removed."""
    playground.session.draft.replace({"model": "m/x", "orq": {"tier": "gold"}})
    playground.run()
    assert "orq.tier" in playground.text

    playground.click("variations.orq.tier.remove")

    assert playground.body == {"model": "m/x"}


def test_odd_values_are_edited_as_json(playground: Playground) -> None:
    """A value that its widget cannot hold is shown raw and stays as it is."""
    body = {"model": "m/x", "size": "9x9", "fallback_on_codes": [500, 500], "orq": {"retry": "often", "cache": []}}
    playground.session.draft.replace(body)
    playground.session.placement = "orq"

    playground.open_groups()

    assert playground.body == body
    assert playground.app.text_area(key="variations.size.raw").value == '"9x9"'


def test_clear_all_starts_over(playground: Playground) -> None:
    """Everything is taken out of the body; the picture stays."""
    playground.use()
    playground.fill("Everything")

    playground.click("composer.clear")

    assert playground.session.draft.body == {"model": "emulator/aquarelle"}
    assert playground.session.picture is not None


class Stronger(ImageVariationRequest):
    """The request of a later version, with three fields more."""

    strength: Omittable[Number] = request_field("Strength", "How far to go from the source.", ge=0, le=1)
    steps: Omittable[int] = request_field("Steps", "How many.", ge=1)
    mood: Omittable[str] = request_field("Mood", "A word.", group="Prompt")


def test_a_new_field_needs_no_other_edit(playground: Playground) -> None:
    """Fields added to the model are in the form with their limits, and in the body once they are filled in."""
    playground.session.draft.model = Stronger
    playground.open_groups()

    playground.app.text_input(key="variations.strength").input("2")
    playground.app.text_input(key="variations.steps").input("1.5")
    playground.app.text_input(key="variations.mood").input("calm")
    playground.run()

    assert playground.body == {"model": "emulator/aquarelle", "strength": 2, "steps": "1.5", "mood": "calm"}
    assert "strength must be at most 1" in playground.text
    assert "must be a whole number" in playground.text


def test_a_mistake_in_a_row_is_named_below_it(playground: Playground) -> None:
    """One sentence below the row names the member, so that the row keeps its shape; what is missing is not scolded."""
    models = [{"model": "a/b", "weight": 7}, {"weight": 0.5}]
    playground.session.load_body({"model": "m/x", "orq": {"load_balancer": {"type": "weight_based", "models": models}}})
    playground.open_groups()

    problems = [
        part.proto.body for part in playground.app.get("html") if part.proto.body.startswith('<p class="orq-problem"')
    ]
    assert problems == ['<p class="orq-problem">weight must be at most 1</p>']

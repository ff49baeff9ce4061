"""The draft: a body edited by path."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.ui.form.draft import UNSET, Draft, Path, same
from tests.strategies import bodies


def test_a_cleared_field_leaves_the_body() -> None:
    """Clearing takes the key out, and the object that it leaves empty."""
    draft = Draft({"model": "m"})

    draft.set(("orq", "retry", "count"), 3)
    draft.clear(("orq", "retry", "count"))

    assert draft.body == {"model": "m"}


def test_setting_unset_clears() -> None:
    """Unset is not a value: it takes the field out."""
    draft = Draft({"user": "ada"})

    draft.set(("user",), UNSET)

    assert draft.body == {}


@pytest.mark.parametrize(
    ("path", "value", "body"),
    [
        (("cache", "ttl"), 60, {"cache": {"type": "exact_match", "ttl": 60}}),
        (("orq", "prompt", "id"), "p", {"orq": {"prompt": {"id": "p", "version": "latest"}}}),
        (
            ("orq", "load_balancer", "models"),
            [{"model": "a"}],
            {"orq": {"load_balancer": {"type": "weight_based", "models": [{"model": "a"}]}}},
        ),
    ],
)
def test_constants_come_with_their_object(path: Path, value: Any, body: dict[str, Any]) -> None:
    """An object that requires a constant gets it with its first member, so that a form needs no click for it."""
    draft = Draft()

    draft.set(path, value)

    assert draft.body == body


def test_an_object_with_only_a_constant_left_goes_when_it_needs_more() -> None:
    """Without its models a load balancer is nothing; a cache with only its type is a whole one."""
    draft = Draft()

    draft.add(("load_balancer", "models"), {})
    draft.remove(("load_balancer", "models"), 0)
    draft.set(("cache", "ttl"), 60)
    draft.clear(("cache", "ttl"))

    assert draft.body == {"cache": {"type": "exact_match"}}


def test_rows_are_added_moved_and_removed() -> None:
    """Rows keep their contents whatever is done to their order."""
    draft, path = Draft(), ("orq", "fallbacks")
    for name in "abc":
        draft.add(path, {"model": name})

    draft.move(path, 2, -1)
    draft.move(path, 0, -1)
    draft.remove(path, 0)

    assert draft.get(path) == [{"model": "c"}, {"model": "b"}]


def test_an_emptied_row_stays() -> None:
    """A row that was added but not filled in is still a row."""
    draft = Draft({"fallbacks": [{"model": "a"}]})

    draft.clear(("fallbacks", 0, "model"))

    assert draft.body == {"fallbacks": [{}]}


def test_the_last_row_takes_the_list_with_it() -> None:
    """An empty list is never left behind."""
    draft = Draft({"model": "m", "fallbacks": [{"model": "a"}]})

    draft.remove(("fallbacks",), 0)

    assert draft.body == {"model": "m"}


def test_merging_moves_what_is_free() -> None:
    """Members move to the new object, unless it has one of that name already: then both stay where they are."""
    draft = Draft({"orq": {"contact": {"id": "c", "email": "c@x.org"}, "identity": {"id": "i"}}})

    draft.merge(("orq", "contact"), ("orq", "identity"))

    assert draft.body == {"orq": {"contact": {"id": "c"}, "identity": {"id": "i", "email": "c@x.org"}}}


def test_merging_into_nothing_leaves_nothing() -> None:
    """A whole object moves, and its old name goes."""
    draft = Draft({"orq": {"contact": {"id": "c", "tags": ["a"]}}})

    draft.merge(("orq", "contact"), ("orq", "identity"))

    assert draft.body == {"orq": {"identity": {"id": "c", "tags": ["a"]}}}


def test_replacing_copies() -> None:
    """Editing after an example was loaded leaves the example as it was."""
    example: dict[str, Any] = {"model": "m", "orq": {"retry": {"count": 1}}}
    draft = Draft()

    draft.replace(example)
    draft.set(("orq", "retry", "count"), 5)

    assert example["orq"]["retry"]["count"] == 1


@given(bodies(unknown=True))
def test_every_value_is_found_at_its_path(body: dict[str, Any]) -> None:
    """Getting each leaf by its path and setting it again changes nothing."""
    draft = Draft()
    draft.replace(body)

    for path, value in leaves(body):
        assert same(draft.get(path), value)
        draft.set(path, value)

    assert draft.body == body


@given(bodies(unknown=True), st.randoms(use_true_random=False))
def test_clearing_everything_leaves_nothing_but_rows(body: dict[str, Any], random: Any) -> None:
    """In whatever order fields are cleared, no empty object stays outside a list's row."""
    draft = Draft()
    draft.replace(body)
    names = list(body)
    random.shuffle(names)

    for name in names:
        draft.clear((name,))

    assert draft.body == {}


def test_a_late_word_for_a_row_that_is_gone_changes_nothing() -> None:
    """A widget may speak after its row, or the whole list, was cleared."""
    draft = Draft({"model": "m", "fallbacks": [{"model": "a"}]})

    draft.set(("fallbacks", 3, "model"), "late")
    draft.set(("orq", "identity", "metadata", 0), {"a": "b"})
    draft.remove(("orq", "fallbacks"), 0)
    draft.move(("orq", "fallbacks"), 0, 1)
    draft.move(("fallbacks",), 5, -5)
    draft.merge(("orq", "contact"), ("orq", "identity"))

    assert draft.body == {"model": "m", "fallbacks": [{"model": "a"}]}


def leaves(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Every place that holds no further place."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [leaf for step, item in inner for leaf in leaves(item, (*path, step))]
    return found or [(path, value)]


def test_a_suggestion_gives_way_to_a_choice() -> None:
    """A model is suggested, and another later, until somebody chooses or clears one."""
    draft = Draft(is_model_open=True)
    draft.suggest_model("a/b")
    draft.set(("user",), "ada")
    draft.suggest_model(None)
    assert draft.body == {"user": "ada"}

    draft.suggest_model("a/b")
    draft.clear(("model",))
    draft.suggest_model("a/b")
    assert draft.body == {"user": "ada"}

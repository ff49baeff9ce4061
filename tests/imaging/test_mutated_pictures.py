"""Damaged pictures are refused with a reason, or work in whatever is done with a picture: nothing else comes out."""

from __future__ import annotations

from tests.mutated_pictures.mutations import case, cases
from tests.mutated_pictures.sources import sources
from tests.mutated_pictures.uses import accept, draw, use


def test_the_sound_pictures_are_taken_or_converted() -> None:
    """Each picture that is going to be damaged becomes one that all can be done with."""
    for number, (name, data) in enumerate(sources().items()):
        picture = accept(data, name)

        assert picture is not None, name
        use(picture)
        draw(picture, number)


def test_damaged_pictures() -> None:
    """Each is refused with a reason that has words, or read, converted, shown small, tagged, checked and drawn from."""
    taken = refused = 0
    for damaged in cases(900, "imaging"):
        try:
            picture = accept(damaged.data)
            if picture is None:
                refused += 1
                continue
            use(picture)
            draw(picture, taken)
        except Exception as error:
            raise AssertionError(damaged.name) from error
        taken += 1

    assert min(taken, refused) > (taken + refused) // 8  # both happen, or the damage is of the wrong size


def test_a_case_is_always_the_same() -> None:
    """A number names one file, so that a failure can be looked into."""
    assert [case(number, "imaging") for number in range(20)] == [case(number, "imaging") for number in range(20)]
    assert case(1, "imaging").data != case(1, "emulator").data

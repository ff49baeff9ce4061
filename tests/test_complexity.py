"""The measure of growth tells linear work from quadratic work."""

from tests.complexity import LINEAR, growth


def test_one_pass_is_linear() -> None:
    """Reading everything once is no growth to speak of."""

    def total(numbers: range) -> int:
        return sum(numbers)

    assert growth(range, total, 2_000_000) < LINEAR


def test_a_pass_over_the_rest_for_each_is_not() -> None:
    """Reading the rest again at each place is found."""

    def again(text: bytes) -> int:
        return sum(text.count(b"b", start) for start in range(len(text)))

    assert growth(bytes, again, 30_000) > LINEAR

"""The longest wait against the client's patience, and the timeout that cures it."""

import pytest

from tests.lint.cases import Given, falling, top


@pytest.mark.parametrize(
    ("given", "call_timeout"),
    [
        # Two attempts share 600 s.
        (falling("x/b", timeout={"call_timeout": 400_000}), 300_000),
        # 24 attempts and 4 × 38.75 s of waits.
        (falling("x/b", "x/c", "x/d", retry={"count": 5}, timeout={"call_timeout": 600_000}), 18_000),
        (top(timeout={"call_timeout": 700_000}), 600_000),
        (falling("x/b", retry={"count": 5}), 43_000),
    ],
)
def test_the_proposed_timeout_fits_the_whole_plan(given: Given, call_timeout: int) -> None:
    """The fix is a call_timeout in whole seconds with which no wait is too long any more."""
    waits = {"worst-wait", "call-timeout-too-long", "wait-without-limit"}
    (finding,) = [each for each in given.findings() if each.rule in waits]
    assert finding.fix is not None
    fixed = finding.fix.apply(given.whole)

    assert fixed["timeout"] == {"call_timeout": call_timeout}
    assert not waits & {each.rule for each in given.findings(fixed)}


def test_nothing_is_proposed_where_nothing_fits() -> None:
    """Where the waits alone are longer than the client's patience, there is no one-click cure."""
    many = [f"x/{number}" for number in range(20)]
    (finding,) = falling(*many, retry={"count": 5}, timeout={"call_timeout": 9000}).of("worst-wait")

    assert finding.fix is None

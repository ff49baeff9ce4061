"""Random numbers that repeat: drawn from a seed, the same in every process and on every machine."""

from __future__ import annotations

from hashlib import blake2b
from struct import Struct
from typing import NamedTuple

_THREE = Struct("<3Q")
_UNIT = 2.0**-53


class RandomDraws(NamedTuple):
    """One attempt's draws, each uniform from 0 up to but not including 1."""

    latency: float
    fault: float
    backoff: float


def draw_for_attempt(seed: int, model: str, call: int) -> RandomDraws:
    """Draw the numbers of a request's call number ``call`` to a model.

    They depend on nothing else: another policy gets the same draws with the same seed, so two can be compared.
    """
    # Hashing is a fifth of the price of seeding a `random.Random` for every attempt.
    drawn = blake2b(f"{seed}\0{call}\0{model}".encode("utf-8", "surrogatepass"), digest_size=_THREE.size).digest()
    first, second, third = _THREE.unpack(drawn)
    return RandomDraws((first >> 11) * _UNIT, (second >> 11) * _UNIT, (third >> 11) * _UNIT)


def draw_for_balancer(seed: int) -> float:
    """Draw the request's one number between the models of its load balancer."""
    # No model's id starts with a blank, so no attempt shares this draw.
    return draw_for_attempt(seed, " load balancer", 0).fault

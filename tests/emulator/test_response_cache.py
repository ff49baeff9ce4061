"""The router's cache, as a client meets it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from orq_ui.emulator import Options
from orq_ui.emulator.response_cache import ResponseCache
from orq_ui.routing import CacheKey
from tests.emulator.clock import Clock
from tests.emulator.harness import QUICK, Running, Send, ledger_of, picture_bytes, sender

FOR_A_MINUTE = '{"type":"exact_match","ttl":60}'


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def emulator(running: Running, clock: Clock) -> Iterator[httpx.Client]:
    with running(Options(scenario=QUICK, clock=clock)) as http:
        yield http


@pytest.fixture
def send(emulator: httpx.Client, png: bytes) -> Send:
    return sender(emulator, png)


def status(reply: httpx.Response) -> str:
    return reply.headers["cache-status"]


def test_miss_hit_stale(emulator: httpx.Client, send: Send, clock: Clock) -> None:
    """An equal request is a hit with the very same pictures while the response lives, and stale afterwards."""
    asked = {"cache": FOR_A_MINUTE, "response_format": "b64_json", "n": "2"}
    first = send(**asked)
    clock.now += 59
    hit = send(**asked)
    clock.now += 1
    stale, again = send(**asked), send(**asked)
    ledgers = [ledger_of(emulator, reply) for reply in (first, hit, stale)]

    assert [status(reply) for reply in (first, hit, stale, again)] == [
        "orq; fwd=miss; stored",
        "orq; hit; ttl=1",
        "orq; fwd=stale; stored",
        "orq; hit; ttl=60",
    ]
    assert first.json()["data"] == hit.json()["data"]
    assert [ledger["played"] for ledger in ledgers] == [1, 0, 1]
    assert [reply.json()["created"] for reply in (first, hit, stale)] == [1_000_000, 1_000_000, 1_000_060]
    assert emulator.get("/_emulator/health").json()["provider_calls"] == 2


def test_without_the_option(send: Send) -> None:
    """Nothing is asked or kept."""
    assert [status(send()) for _ in range(2)] == ["orq; fwd=bypass"] * 2
    assert status(send(cache=FOR_A_MINUTE)) == "orq; fwd=miss; stored"


def test_a_hit_is_drawn_by_the_model_that_answered(send: Send) -> None:
    """A fallback's response is kept as it was, also when its model would be asked no more."""
    asked = {"cache": FOR_A_MINUTE, "response_format": "b64_json", "fallbacks": '[{"model":"emulator/neon"}]'}
    down = {"x-emulator-scenario": '{"models":{"emulator/riso":{"script":[503]}}}'}
    fallen, hit = send(headers=down, **asked), send(**asked)

    assert status(hit) == "orq; hit; ttl=60"
    assert hit.json()["data"] == fallen.json()["data"]


def test_what_is_part_of_the_key(emulator: httpx.Client, send: Send) -> None:
    """Another picture, model or parameter is a miss whose ledger says what differs; router options do not matter."""
    send(cache=FOR_A_MINUTE)
    user, model = send(cache=FOR_A_MINUTE, user="x"), send(cache=FOR_A_MINUTE, model="emulator/neon")
    other = send(files={"image": ("photo.png", picture_bytes(90, 90))}, cache=FOR_A_MINUTE)
    same = send(cache=FOR_A_MINUTE, retry='{"count":2}', orq='{"identity":{"id":"me"}}')
    differs = [ledger_of(emulator, reply)["cache"]["differs"] for reply in (user, model, other)]

    assert differs == [["user"], ["model"], ["image"]]
    assert status(same) == "orq; hit; ttl=60"


@pytest.mark.parametrize("behaviour", ['{"script":[429]}', '{"payload":"empty_data"}'])
def test_errors_are_not_kept(send: Send, behaviour: str) -> None:
    """Neither an error nor a success with a payload fault."""
    bad = send(cache=FOR_A_MINUTE, headers={"x-emulator-scenario": f'{{"models":{{"emulator/riso":{behaviour}}}}}'})

    assert status(bad) == "orq; fwd=miss"
    assert status(send(cache=FOR_A_MINUTE)) == "orq; fwd=miss; stored"


def test_a_hit_gives_the_cached_answer_whatever_the_seed(emulator: httpx.Client, send: Send) -> None:
    """Another seed gets the same pictures; the ledger and its note say which seed drew them."""
    asked = {"cache": FOR_A_MINUTE, "response_format": "b64_json"}
    first, hit = (send(headers={"x-emulator-seed": seed}, **asked) for seed in ("5", "6"))
    ledger = ledger_of(emulator, hit)

    assert hit.json()["data"] == first.json()["data"]
    assert (hit.headers["x-emulator-seed"], ledger["seed"], ledger["cache"]["seed"]) == ("6", 6, 5)
    assert "The cached answer was drawn with seed 5." in ledger["notes"]


def test_a_warm_scenario_has_one_answer(send: Send) -> None:
    """What the cache of a scenario holds does not change with the seed, though no request has put it there."""
    warm = {"x-emulator-scenario": '{"cached_age_s":60}'}
    one, other = (
        send(headers=warm | {"x-emulator-seed": seed}, cache=FOR_A_MINUTE, response_format="b64_json")
        for seed in ("5", "6")
    )

    assert one.json()["data"] == other.json()["data"]


def test_a_cached_answer_s_urls_are_as_old_as_it_is(emulator: httpx.Client, send: Send, clock: Clock) -> None:
    """A hit has the urls of the first answer: after 50 minutes they live ten more, and then lead nowhere."""
    asked = {"cache": '{"type":"exact_match","ttl":7200}'}
    first = send(**asked)
    clock.now += 50 * 60
    hit = send(**asked)
    url = hit.json()["data"][0]["url"]
    found = emulator.get(url)
    clock.now += 10 * 60 - 1
    last = emulator.get(url)
    clock.now += 1
    gone = emulator.get(url)
    late = send(**asked)

    assert hit.json() == first.json()
    assert (found.status_code, found.headers["cache-control"]) == (200, "private, max-age=600")
    assert (last.status_code, last.headers["cache-control"]) == (200, "private, max-age=1")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "image_expired")
    assert (status(late), late.json()) == ("orq; hit; ttl=3600", first.json())
    assert emulator.get(late.json()["data"][0]["url"]).status_code == 404


def test_urls_of_a_warm_scenario_have_its_age(emulator: httpx.Client, send: Send, clock: Clock) -> None:
    """An answer that a scenario says is 50 minutes old has urls that live ten more minutes; one of two hours none."""
    cache = '{"type":"exact_match","ttl":10800}'
    half, old = (
        send(headers={"x-emulator-scenario": f'{{"cached_age_s":{age}}}'}, cache=cache).json()["data"][0]["url"]
        for age in (3_000, 7_200)
    )
    statuses = [emulator.get(url).status_code for url in (half, old)]
    clock.now += 600

    assert statuses == [200, 404]
    assert emulator.get(half).status_code == 404


def test_it_can_be_emptied(emulator: httpx.Client, send: Send) -> None:
    """DELETE says how many responses there were; afterwards there are none."""
    send(cache=FOR_A_MINUTE)
    deleted = [emulator.delete("/_emulator/cache").json() for _ in range(2)]

    assert deleted == [{"deleted": 1}, {"deleted": 0}]
    assert status(send(cache=FOR_A_MINUTE)) == "orq; fwd=miss; stored"


@pytest.mark.parametrize(("most", "most_bytes"), [(3, 1_000_000), (100, 3 * 800)])
def test_it_is_bounded(most: int, most_bytes: int) -> None:
    """The oldest go first, in count and in bytes; one kept again is new."""
    cache = ResponseCache(Clock(), most, most_bytes)
    keys = [CacheKey.from_body({"user": f"{place:060}"}, "a/b", "0" * 64) for place in range(4)]
    for key in (*keys[:3], keys[0], keys[3]):
        cache.add(key, 60, "a/b", 0, "id")

    assert [entry.key for entry in cache.entries()] == [keys[2], keys[0], keys[3]]


def test_a_clock_set_back(clock: Clock) -> None:
    """No response is younger than new."""
    cache = ResponseCache(clock, 3, 10_000)
    cache.add(CacheKey(()), 60, "a/b", 0, "id")
    clock.now -= 100

    assert cache.entries()[0].age_s == 0

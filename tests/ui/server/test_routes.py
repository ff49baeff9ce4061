"""Pictures and zips over HTTP: for the right person in the right browser only; samples and health for everybody."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from orq_ui.api import ImageVariationRequest
from orq_ui.history import SOURCE, RunFinished, RunStarted
from orq_ui.imaging import SAMPLES, MissingPicture, UnshownPicture
from orq_ui.settings import Settings
from orq_ui.ui.server.browser_cookie import COOKIE, browser_of, new_token
from orq_ui.ui.server.emulator_process import EmulatorProcess
from orq_ui.ui.server.history import History
from orq_ui.ui.server.identity import Owner
from orq_ui.ui.server.jobs import CALL_PREFIX, Job
from orq_ui.ui.server.media_store import HISTORY_PREFIX
from orq_ui.ui.server.routes import ROUTES, SAMPLE_PREFIX, STYLE_PREFIX
from orq_ui.ui.services import Services, services, serving
from orq_ui.wire import Connection, encode
from tests.strategies import picture

pytestmark = pytest.mark.usefixtures("services")
SOURCE_PICTURE, RESULT = picture("PNG", 4, 4), picture("WEBP", 3, 2, 'näh "1".webp')


class Person:
    """Somebody with a browser."""

    def __init__(self, account: str = "") -> None:
        token = new_token()
        browser = browser_of({COOKIE: token})
        self.owner = Owner(account or f"browser:{browser}", browser)
        self.client = TestClient(Starlette(routes=ROUTES), cookies={COOKIE: token})

    def sends(self, *results: MissingPicture) -> str:
        """A run with one result and one that was lost, or with these results."""
        request = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})
        wire = encode(request, SOURCE_PICTURE, Connection("https://my.orq.ai"))
        started = RunStarted(owner=self.owner.id, request=request.sent(), wire=wire, picture=SOURCE_PICTURE)
        services().history.store().begin(started)
        services().history.store().finish(
            started,
            RunFinished(
                state="done", duration_ms=5.0, status=200, pictures=results or (RESULT, MissingPicture(1, "nothing"))
            ),
        )
        return started.id


@pytest.fixture
def me() -> Iterator[Person]:
    """One person; nothing is left of them."""
    person = Person()
    yield person
    services().history.store().delete_all(person.owner.id)


@pytest.fixture
def other() -> Person:
    """Somebody else."""
    return Person()


@pytest.mark.parametrize(("place", "expected"), [(SOURCE, SOURCE_PICTURE), (0, RESULT)])
def test_a_picture_comes_as_the_bytes_that_were_kept(me: Person, place: int, expected: object) -> None:
    """The source and a result, under their own type, to be looked at or saved."""
    run = me.sends()

    seen = me.client.get(services().pictures.url(me.owner, run, place))
    saved = me.client.get(services().pictures.url(me.owner, run, place, "save"))

    assert seen.content == saved.content == expected.bytes  # type: ignore[attr-defined]
    assert seen.headers["content-type"] == expected.media_type  # type: ignore[attr-defined]
    assert seen.headers["content-disposition"].startswith("inline")
    assert saved.headers["content-disposition"].startswith("attachment")


def test_what_cannot_be_shown_is_only_ever_saved(me: Person) -> None:
    """Under its own name and no type: a browser must not run what a reply has in a picture's place."""
    page = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    run = me.sends(UnshownPicture(0, "wrong_type", "SVG", page))
    urls = services().pictures

    for form in ("whole", "save"):
        saved = me.client.get(urls.url(me.owner, run, 0, form))
        assert saved.content == page
        assert saved.headers["content-type"] == "application/octet-stream"
        assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''variation-1.svg"
    assert me.client.get(urls.url(me.owner, run, 0, "small")).status_code == 404


def test_a_thumbnail_is_a_small_webp(me: Person) -> None:
    """Lists load small copies."""
    small = me.client.get(services().pictures.url(me.owner, me.sends(), 0, "small"))

    assert small.headers["content-type"] == "image/webp"
    assert small.content[8:12] == b"WEBP"


def test_a_zip_holds_the_runs(me: Person) -> None:
    """Several runs come as one file."""
    runs = [me.sends(), me.sends()]

    reply = me.client.get(services().pictures.zip_url(me.owner, runs))

    names = zipfile.ZipFile(io.BytesIO(reply.content)).namelist()
    assert sum(name.endswith("/run.json") for name in names) == 2
    assert "no-store" in reply.headers["cache-control"]


def test_a_zip_holds_what_is_left_of_its_runs(me: Person) -> None:
    """Whichever of them is deleted meanwhile, the others still come; with the last one the zip is gone."""
    runs = [me.sends(), me.sends()]
    address, store = services().pictures.zip_url(me.owner, runs), services().history.store()
    held = []
    for gone in ([], runs[:1], runs[1:]):
        store.delete(me.owner.id, gone)
        reply = me.client.get(address)
        store.restore(me.owner.id, gone)
        held.append((reply.headers["content-disposition"], reply.content.count(b"/run.json") // 2))
    store.delete(me.owner.id, runs)

    assert held == [
        ('attachment; filename="2-runs.zip"', 2),
        (f'attachment; filename="run-{runs[1][:8]}.zip"', 1),
        (f'attachment; filename="run-{runs[0][:8]}.zip"', 1),
    ]
    assert me.client.get(address).status_code == 404


def addresses(person: Person, run: str) -> list[str]:
    """Every kind of address of a run."""
    forms = [services().pictures.url(person.owner, run, 0, form) for form in ("small", "whole", "save")]
    return [
        *forms,
        services().pictures.url(person.owner, run, SOURCE),
        services().pictures.zip_url(person.owner, [run]),
    ]


def test_an_address_is_of_no_use_in_another_browser(me: Person, other: Person) -> None:
    """Whoever gets hold of an address gets nothing from it, with a browser of their own or with none."""
    found = addresses(me, me.sends())

    assert [me.client.get(address).status_code for address in found] == [200] * 5
    assert [other.client.get(address).status_code for address in found] == [404] * 5
    assert [TestClient(Starlette(routes=ROUTES)).get(address).status_code for address in found] == [404] * 5


def test_nobody_can_seal_an_address_of_somebody_elses_run(me: Person, other: Person) -> None:
    """Addresses that another person's page would make for a run's id lead nowhere."""
    run, theirs = me.sends(), other.sends()

    assert [other.client.get(address).status_code for address in addresses(other, run)] == [404] * 5
    assert other.client.get(services().pictures.zip_url(other.owner, [theirs, run])).content.count(b"run.json") <= 2
    services().history.store().delete_all(other.owner.id)


def test_a_zip_of_mixed_ids_holds_only_ones_own(me: Person, other: Person) -> None:
    """Another's id among one's own adds nothing to the zip."""
    mine, theirs = me.sends(), other.sends()

    reply = me.client.get(services().pictures.zip_url(me.owner, [mine, theirs]))

    assert sum(n.endswith("/run.json") for n in zipfile.ZipFile(io.BytesIO(reply.content)).namelist()) == 1
    services().history.store().delete_all(other.owner.id)


def test_an_accounts_run_is_tied_to_the_browser_too(other: Person) -> None:
    """The same account's address in another browser must be made there anew."""
    person = Person("account:abc")
    found = addresses(person, person.sends())

    assert [person.client.get(address).status_code for address in found] == [200] * 5
    assert [other.client.get(address).status_code for address in found] == [404] * 5
    services().history.store().delete_all("account:abc")


def test_what_is_not_there_is_gone(me: Person) -> None:
    """A lost result, a number past the end, a deleted run and a changed seal all answer alike."""
    run = me.sends()
    lost, beyond = services().pictures.url(me.owner, run, 1), services().pictures.url(me.owner, run, 10**20)
    changed = services().pictures.url(me.owner, run, 0)[:-1] + "é"
    deleted = addresses(me, gone := me.sends())
    services().history.store().delete(me.owner.id, [gone])

    replies = [me.client.get(address) for address in (lost, beyond, changed, *deleted)]
    assert {reply.status_code for reply in replies} == {404}
    assert len({reply.text for reply in replies}) == 1


def shown(person: Person, run: str) -> str:
    """Put a result in memory under its URL in the history, as an open tab does."""
    pictures = services().pictures
    url = pictures.url(person.owner, run, 0)
    return pictures.put(RESULT.bytes, RESULT.media_type, RESULT.name, "tab", person.owner, url)


def test_what_an_open_tab_shows_stays_visible(me: Person, other: Person, services: Services) -> None:
    """A result whose run is deleted, or whose history is away, is still there for its browser, and for no other."""
    run = me.sends()
    url = shown(me, run)
    away = History(Settings(database_url="sqlite:////dev/null/none"))
    services.history.store().delete(me.owner.id, [run])

    with serving(replace(services, history=away)):
        replies = [person.client.get(url) for person in (me, other)]
    deleted = [person.client.get(url) for person in (me, other)]
    services.pictures.free_sessions(lambda session: session == "tab")

    assert [(reply.status_code, reply.content) for reply in (replies[0], deleted[0])] == [(200, RESULT.bytes)] * 2
    assert (replies[1].status_code, deleted[1].status_code) == (503, 404)
    assert me.client.get(url).status_code == 404


def test_a_closed_tab_leaves_what_the_history_keeps(me: Person, services: Services) -> None:
    """A tab that was away for a while finds its result under the same URL when it comes back."""
    url = shown(me, me.sends())

    services.pictures.free_sessions(lambda session: session == "tab")

    assert me.client.get(url).content == RESULT.bytes


def test_the_picture_in_the_form_is_not_in_the_history(me: Person, other: Person, services: Services) -> None:
    """It is served from memory as the bytes that were put there, to its browser alone."""
    url = services.pictures.put(b"small", "image/webp", 'näh "1".webp', "tab", me.owner)

    seen, stolen = me.client.get(url), other.client.get(url)
    services.pictures.free(url)

    assert (seen.content, seen.headers["content-type"]) == (b"small", "image/webp")
    assert (stolen.status_code, me.client.get(url).status_code) == (404, 404)


def test_samples_have_thumbnails(me: Person) -> None:
    """One for each id; no other."""
    found, unknown = (me.client.get(SAMPLE_PREFIX + name) for name in (SAMPLES[0].id, "nobody"))

    assert (found.headers["content-type"], found.content[8:12]) == ("image/webp", b"WEBP")
    assert unknown.status_code == 404


def test_health_says_whether_the_emulator_runs(me: Person, services: Services) -> None:
    """A load balancer sees a server whose emulator is down."""
    services.emulator.ensure_running()
    up = me.client.get("/health")
    with serving(replace(services, emulator=EmulatorProcess())):
        down = me.client.get("/health")

    assert (up.status_code, up.json()["emulator"]) == (200, "up")
    assert (down.status_code, down.json()["emulator"]) == (503, "down")


def test_a_style_is_public(me: Person) -> None:
    """The small picture of a model's style is there for everybody; any other name is a 404, whatever it holds."""
    found = me.client.get(f"{STYLE_PREFIX}emulator/aquarelle")
    assert (found.status_code, found.headers["content-type"]) == (200, "image/webp")

    for name in ("emulator/none", "../lighthouse", "emulator/aquarelle.webp"):
        assert me.client.get(STYLE_PREFIX + name).status_code == 404


def test_the_end_of_a_call_is_told_to_its_own_person(
    me: Person, other: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is under way the answer is to ask again; when it ends, that; to anybody else there is none."""
    monkeypatch.setattr("orq_ui.ui.server.routes.CALL_WAIT_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        request = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})
        wire = encode(request, SOURCE_PICTURE, Connection(f"http://127.0.0.1:{silent.getsockname()[1]}"))
        job = services().jobs.start(Job(wire, SOURCE_PICTURE, "s", request, "there", owner=me.owner))
        url = CALL_PREFIX + job.id

        assert me.client.get(url).status_code == 202
        assert other.client.get(url).status_code == 204
        monkeypatch.setattr("orq_ui.ui.server.routes.CALL_WAIT_S", 60.0)
        with ThreadPoolExecutor() as asking:
            answer = asking.submit(me.client.get, url)
            job.cancel()
            assert answer.result(timeout=60).status_code == 204
        assert me.client.get(url).status_code == 204


@pytest.mark.parametrize("place", ["9" * 5000, "9" * 20, "9999", "-1", "1.5", "٣", "x"])
def test_a_place_that_is_none(place: str) -> None:
    """Whatever stands in an address, it is answered."""
    assert Person().client.get(f"{HISTORY_PREFIX}{'0' * 32}/{place}/whole/{'0' * 64}").status_code == 404

"""Runs as HTML: thumbnails and facts. Whatever others wrote is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import tzinfo

from orq_ui.history import RunSummary, StoredFile, StoredPicture
from orq_ui.ui.history.run_text import host_of, models_of, name_of, outcome
from orq_ui.ui.text.datetimes import moment, whole
from orq_ui.ui.text.error_messages import why_missing
from orq_ui.ui.text.markup import escape_html
from orq_ui.ui.text.quantities import duration

MAX_THUMBNAILS = 4
SIDE = 56
"""CSS pixels of a thumbnail's side."""
LINKS = {"replay": "↻ replay", "variation": "↳ of a variation"}
CLAIMS = (
    "From a file. Host, request and pictures were checked; time, reply, ledger, notes and where it came from are as "
    "the file says."
)
ThumbnailUrl = Callable[[str, int], str]
"""Takes a run's id and a picture's place, returns the URL of the thumbnail."""


@dataclass(frozen=True)
class Scene:
    """What a card needs besides its run: the present in Unix seconds, the time zone, and thumbnail URLs."""

    now: float
    zone: tzinfo
    address: ThumbnailUrl


def card(run: RunSummary, scene: Scene) -> str:
    """Return a row of the list."""
    name = escape_html(name_of(run))
    return (
        f'<div class="orq-run{_starred(run)}"><div class="orq-strip">{"".join(_strip(run, scene))}</div>'
        f'<div class="orq-facts"><div class="orq-name" title="{name}">{name}</div>'
        f'<div class="orq-line">{facts(run, scene)}</div>{_notes(run)}</div></div>'
    )


def tree_node(run: RunSummary, scene: Scene, depth: int, link: str, is_current: bool) -> str:
    """Return a node of the lineage; ``depth`` is 0 at the root."""
    here = '<span class="orq-tag">this run</span>' if is_current else ""
    joint = (
        f'<span class="orq-joint" style="margin-left: {depth * 1.4:.1f}rem">{escape_html(link)}</span>' if link else ""
    )
    return (
        f'<div class="orq-run orq-twig">{joint}<div class="orq-strip">{"".join(_strip(run, scene))}</div>'
        f'<div class="orq-facts"><div class="orq-name">{escape_html(name_of(run))} {here}</div>'
        f'<div class="orq-line">{facts(run, scene)}</div></div></div>'
    )


def heading(run: RunSummary, scene: Scene, story: str = "") -> str:
    """Return the head of a run's page; ``story`` is what the emulator played."""
    claims = f'<div class="orq-line"><span>{CLAIMS}</span></div>' if run.imported else ""
    played = f"<span>Story: {escape_html(story)}</span>" if story else ""
    return (
        f'<div class="orq-head{_starred(run)}"><h2>{escape_html(name_of(run))}</h2>'
        f'<div class="orq-line">{facts(run, scene)}</div>'
        f'<div class="orq-line"><span>{escape_html(whole(run.started_at, scene.zone))}</span>{played}</div>'
        f"{claims}</div>"
    )


def facts(run: RunSummary, scene: Scene) -> str:
    """Return how it ended, which model, when, how long, where, and whether it came from a file."""
    ended = outcome(run)
    told = [
        f'<span class="orq-badge orq-{ended.tone}">{escape_html(ended.label)}</span>',
        f'<span class="orq-model">{escape_html(models_of(run))}</span>',
        f'<span title="{escape_html(whole(run.started_at, scene.zone))}">'
        f"{escape_html(moment(run.started_at, scene.now, scene.zone))}</span>",
    ]
    if run.duration_ms is not None:
        told.append(f"<span>{escape_html(duration(run.duration_ms))}</span>")
    told.append(f"<span>{escape_html(host_of(run))}</span>")
    if run.parent is not None:
        told.append(f"<span>{LINKS[run.parent.link]}</span>")
    if run.imported:
        told.append('<span class="orq-tag">imported</span>')
    return "".join(told)


def _starred(run: RunSummary) -> str:
    """Return the class by which the style fills the star."""
    return " orq-starred" if run.starred else ""


def _strip(run: RunSummary, scene: Scene) -> Iterator[str]:
    if run.source is None:
        yield _gap("No source picture", "–")
    else:
        yield _thumbnail(run.source, run, scene, f"Source of {name_of(run)}")
    if run.results:
        yield '<span class="orq-arrow" aria-hidden="true">→</span>'
    for result in run.results[:MAX_THUMBNAILS]:
        if isinstance(result, StoredPicture):
            yield _thumbnail(result, run, scene, f"Variation {result.place + 1}")
        else:
            what = "cannot be shown" if isinstance(result, StoredFile) else "is missing"
            yield _gap(f"Variation {result.place + 1} {what}: {why_missing(result.reason)}", "?")
    more = len(run.results) - MAX_THUMBNAILS
    if more > 0:
        yield f'<span class="orq-more" title="{more} more">+{more}</span>'


def _thumbnail(kept: StoredPicture, run: RunSummary, scene: Scene, alt: str) -> str:
    address = escape_html(scene.address(run.id, kept.place))
    return (
        f'<img src="{address}" alt="{escape_html(alt)}" width="{SIDE}" height="{SIDE}" loading="lazy" decoding="async">'
    )


def _gap(title: str, sign: str) -> str:
    return (
        f'<span class="orq-gap" role="img" aria-label="{escape_html(title)}" title="{escape_html(title)}">{sign}</span>'
    )


def _notes(run: RunSummary) -> str:
    lines = run.note.strip().splitlines()
    tags = "".join(f'<span class="orq-tag">{escape_html(tag)}</span>' for tag in run.tags)
    note = f'<span class="orq-note">{escape_html(lines[0])}</span>' if lines else ""
    return f'<div class="orq-line">{tags}{note}</div>' if tags or note else ""

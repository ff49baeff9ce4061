"""The pictures of two runs, place by place."""

from __future__ import annotations

from dataclasses import dataclass

from orq_ui.history.run import SOURCE, Kept, Run
from orq_ui.imaging import MissingPicture

Entry = Kept | MissingPicture | None


@dataclass(frozen=True)
class PicturePair:
    """What two runs have at one place; None where a run has nothing there."""

    place: int
    first: Entry
    second: Entry

    @property
    def is_same(self) -> bool:
        """Whether both are there and equal to the byte."""
        return (
            isinstance(self.first, Kept) and isinstance(self.second, Kept) and self.first.sha256 == self.second.sha256
        )

    @property
    def is_there(self) -> bool:
        """Whether there is anything to look at."""
        return isinstance(self.first, Kept) or isinstance(self.second, Kept)


def picture_pairs(first: Run, second: Run) -> tuple[PicturePair, ...]:
    """The sources, then the variations by their number; a place that both lack is left out."""
    sides = [_by_place(first), _by_place(second)]
    places = sorted({place for side in sides for place in side})
    return tuple(PicturePair(place, *(side.get(place) for side in sides)) for place in places)


def _by_place(run: Run) -> dict[int, Kept | MissingPicture]:
    found: dict[int, Kept | MissingPicture] = {} if run.brief.source is None else {SOURCE: run.brief.source}
    return found | {result.place: result for result in run.brief.results}

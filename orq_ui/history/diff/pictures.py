"""The pictures of two runs, place by place."""

from __future__ import annotations

from dataclasses import dataclass

from orq_ui.history.run import SOURCE, Run, StoredPicture
from orq_ui.imaging import MissingPicture

PictureEntry = StoredPicture | MissingPicture | None


@dataclass(frozen=True)
class PicturePair:
    """What two runs have at one place; None where a run has nothing there."""

    place: int
    first: PictureEntry
    second: PictureEntry

    @property
    def is_same(self) -> bool:
        """Whether both are there and equal to the byte."""
        return (
            isinstance(self.first, StoredPicture)
            and isinstance(self.second, StoredPicture)
            and self.first.sha256 == self.second.sha256
        )

    @property
    def is_there(self) -> bool:
        """Whether there is anything to look at."""
        return isinstance(self.first, StoredPicture) or isinstance(self.second, StoredPicture)


def picture_pairs(first: Run, second: Run) -> tuple[PicturePair, ...]:
    """Return the sources, then the variations by their number; a place that both lack is left out."""
    sides = [_by_place(first), _by_place(second)]
    places = sorted({place for side in sides for place in side})
    return tuple(PicturePair(place, *(side.get(place) for side in sides)) for place in places)


def _by_place(run: Run) -> dict[int, StoredPicture | MissingPicture]:
    found: dict[int, StoredPicture | MissingPicture] = {} if run.source is None else {SOURCE: run.source}
    return found | {result.place: result for result in run.results}

"""What pyx12 says of a file: run in process, its maps loaded once.

It runs as its own `x12valid` does, with three differences that favour it: lists of codes
outside of a guide are left out of the judgement, as ours leaves them out, reports are taken
from its tree of errors as it stands at the end, and an exception is caught here.
"""

import functools
import io
import logging
import traceback
from typing import Any
from unittest import mock

import attrs
import pyx12.codes
import pyx12.errh_json
import pyx12.map_if
import pyx12.map_index
import pyx12.params
import pyx12.x12n_document

from tests.properties.planting import Defect

# The level of its error tree that the envelope segments belong to.
_LEVELS = {
    "ISA": "interchange",
    "IEA": "interchange",
    "GS": "group",
    "GE": "group",
    "ST": "transaction",
    "SE": "transaction",
}


@attrs.frozen
class Report:
    """One error of pyx12: its level, code and segment, and where that stands in the file."""

    level: str
    code: str
    segment: str | None
    in_file: int | None
    element: int | None = None
    text: str = attrs.field(default="", repr=False)


@attrs.frozen
class Verdict:
    """What it said. ``stopped`` names the exception it ended with, and the function."""

    accepted: bool
    reports: tuple[Report, ...]
    stopped: str | None = None


class _Collector:
    """Stands in for the visitor that writes the errors as JSON; that one leaves some out."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self._segment: tuple[str | None, int | None] = (None, None)

    def visit_root_pre(self, _: Any) -> None:
        """Before everything."""

    visit_root_post = visit_isa_post = visit_gs_post = visit_st_post = visit_root_pre

    def visit_isa_pre(self, node: Any) -> None:
        """An interchange."""
        self._envelope("interchange", node)

    def visit_gs_pre(self, node: Any) -> None:
        """A group."""
        self._envelope("group", node)

    def visit_st_pre(self, node: Any) -> None:
        """A transaction set."""
        self._envelope("transaction", node)

    def visit_seg(self, node: Any) -> None:
        """A segment with errors of its own, or of its elements."""
        self._segment = (node.seg_id, node.get_cur_line())
        self.reports += [
            Report("segment", code, *self._segment, text=text) for code, text, _ in node.errors
        ]

    def visit_ele(self, node: Any) -> None:
        """An element with errors."""
        self.reports += [
            Report("element", code, *self._segment, node.ele_pos, text)
            for code, text, _ in node.errors
        ]

    def _envelope(self, level: str, node: Any) -> None:
        where = (node.id, node.get_cur_line())
        self.reports += [Report(level, code, *where, text=text) for code, text in node.errors]
        self.reports += [
            Report(level, code, *where, element.ele_pos, text)
            for element in node.elements
            for code, text, _ in element.errors
        ]


@functools.cache
def _parameters() -> Any:
    logging.getLogger("pyx12").setLevel(logging.CRITICAL + 1)
    parameters = pyx12.params.params(None)
    lists = ",".join(identifier for identifier, _ in pyx12.codes.list_external_codesets())
    parameters.set("exclude_external_codes", lists)
    return parameters


_load_map_file = pyx12.map_if.load_map_file


@functools.cache
def _map(name: str) -> Any:
    return _load_map_file(name, _parameters())


@functools.cache
def _index() -> Any:
    return pyx12.map_index.map_index()


def judge(data: bytes) -> Verdict:
    """What pyx12 says of a file, which it reads as text in ASCII."""
    parameters, collector, index = _parameters(), _Collector(), _index()
    with (
        mock.patch.object(pyx12.map_if, "load_map_file", lambda name, *_: _map(name)),
        mock.patch.object(pyx12.map_index, "map_index", return_value=index),
        mock.patch.object(pyx12.errh_json, "errh_json_visitor", lambda given: given),
    ):
        source = io.TextIOWrapper(io.BytesIO(data), encoding="ascii")
        try:
            accepted = pyx12.x12n_document.x12n_document(
                parameters, source, None, None, fd_json=collector
            )
        except Exception as error:  # noqa: BLE001  whatever it ends with is what is measured
            return Verdict(False, tuple(collector.reports), _stopped(error))
    return Verdict(bool(accepted), tuple(collector.reports))


def _stopped(error: Exception) -> str:
    """The kind of exception and the innermost function of pyx12 that it passed through."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "pyx12" in frame.filename
    ]
    return f"{type(error).__name__} in {frames[-1].name}" if frames else type(error).__name__


def at_place(defect: Defect, report: Report) -> bool:
    """Whether a report is about the planted segment; of envelopes, about its level.

    Faults of headers and trailers are reported by pyx12 for the level as such.
    """
    for place in defect.places:
        level = _LEVELS.get(place.segment)
        if level == report.level or place.in_file == report.in_file:
            return True
    return False

"""What pyx12 says of a file: run in process, its maps loaded once.

It runs as its own `x12valid` does, with four differences that favour it: lists of codes
outside of a guide are left out of the judgement, as ours leaves them out, reports are taken
from its tree of errors as it stands at the end, an exception is caught here, and a file that
begins with a response of a 278 is read with an index that leads to the map of responses:
pyx12 looks at BHT02 in 4010 only.
"""

import functools
import io
import logging
import re
import tempfile
import traceback
from pathlib import Path
from typing import Any
from unittest import mock

import attrs
import pyx12.codes
import pyx12.errh_json
import pyx12.map_if
import pyx12.map_index
import pyx12.params
import pyx12.x12n_document

from edi_portal.guides.load import map_file, pyx12_folder
from edi_portal.guides.registry import registrations
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


@functools.cache
def _maps(purpose: str) -> tuple[tempfile.TemporaryDirectory[str], str]:
    """A folder of maps as pyx12 takes it by option: its own, and ours beside them.

    Of maps that share a version, the index has the one for this BHT02 first.
    """
    made = tempfile.TemporaryDirectory()
    folder = Path(made.name)
    for source in pyx12_folder().iterdir():
        if source.name.endswith((".xml", ".xsd")):
            (folder / source.name).write_bytes(source.read_bytes())
    ours = [item for item in registrations() if not item.map.startswith("pyx12:")]
    entries = []
    for item in sorted(ours, key=lambda item: purpose not in item.purposes):
        (folder / item.map).write_bytes(map_file(item.map).read_bytes())
        entries += [
            f'<map vriic="{version}" fic="{item.group}" abbr="{item.transaction}">{item.map}</map>'
            for version in (item.version, *item.aliases)
        ]
    index = folder / "maps.xml"
    head = '<version icvn="00501">'
    index.write_text(index.read_text("utf-8").replace(head, head + "".join(entries)), "utf-8")
    return made, made.name


def _purpose(data: bytes) -> str:
    """The first BHT02 of a file, if a guide is told by it."""
    found = re.search(rb"BHT(.)\w*\1(\w+)", data)
    purpose = found[2].decode("ascii") if found is not None else ""
    return purpose if any(purpose in item.purposes for item in registrations()) else ""


_load_map_file = pyx12.map_if.load_map_file


@functools.cache
def _map(name: str) -> Any:
    return _load_map_file(name, _parameters(), _maps("")[1])


@functools.cache
def _index(purpose: str) -> Any:
    return pyx12.map_index.map_index(_maps(purpose)[1])


def map_of(version: str, group: str, purpose: str) -> Any:
    """The map that its index of maps leads to for GS08, GS01 and, with us, BHT02."""
    return _map(_index(purpose).get_filename("00501", version, group))


def judge(data: bytes) -> Verdict:
    """What pyx12 says of a file, which it reads as text in ASCII."""
    purpose = _purpose(data)
    parameters, collector, index = _parameters(), _Collector(), _index(purpose)
    with (
        mock.patch.object(pyx12.map_if, "load_map_file", lambda name, *_: _map(name)),
        mock.patch.object(pyx12.map_index, "map_index", return_value=index),
        mock.patch.object(pyx12.errh_json, "errh_json_visitor", lambda given: given),
    ):
        source = io.TextIOWrapper(io.BytesIO(data), encoding="ascii")
        try:
            accepted = pyx12.x12n_document.x12n_document(
                parameters, source, None, None, fd_json=collector, map_path=_maps(purpose)[1]
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

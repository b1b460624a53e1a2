"""Loads what the scrubber looks things up in: a roster, responses of payers, tables of CMS."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from edi_portal import parsing
from edi_portal.api import read
from edi_portal.codes.ncci import (
    AddOnTable,
    MueTable,
    PoaExempt,
    ProcedureTable,
    PtpTable,
    Store,
    Table,
    open_table,
)
from edi_portal.errors import SourceError, UsageError
from edi_portal.guides.placed import PlacedSegment
from edi_portal.models.eligibility import EligibilityResponse
from edi_portal.scrubber.authorizations import Authorizations
from edi_portal.scrubber.eligibility import Eligibility
from edi_portal.scrubber.roster import Roster
from edi_portal.scrubber.tables import Tables
from edi_portal.x12.source import PathLike

_KINDS: Mapping[str, type[Table]] = {
    "ptp": PtpTable,
    "mue": MueTable,
    "hospital_ptp": PtpTable,
    "hospital_mue": MueTable,
    "add_on": AddOnTable,
    "procedures": ProcedureTable,
    "poa_exempt": PoaExempt,
}


def load_tables(
    *,
    roster: PathLike | None = None,
    eligibility: Iterable[PathLike] = (),
    authorizations: Iterable[PathLike] = (),
    named: Mapping[str, PathLike] | None = None,
    store: PathLike | None = None,
) -> Tables:
    """The tables of a run of the scrubber.

    ``roster`` is a CSV file, ``eligibility`` are files of 271s, ``authorizations`` of 278s.
    ``named`` are tables by what they are for (``ptp``, ``mue``, ``hospital_ptp``, ``hospital_mue``,
    ``add_on``, ``procedures``, ``poa_exempt``): a name in the ``store``, or the path of a file.

    Raises `EdiError` for the first that cannot be read or is not what it is given for, naming
    the file: then nothing is loaded.
    """
    found: dict[str, Any] = {}
    if roster is not None:
        found["roster"] = Roster.read(roster)
    responses, decisions = list(eligibility), list(authorizations)
    if responses:
        found["eligibility"] = Eligibility(_responses(responses))
    if decisions:
        found["authorizations"] = Authorizations.from_segments(_segments(decisions))
    held = Store(store) if store is not None else None
    for name, where in (named or {}).items():
        if name not in _KINDS:
            raise UsageError(f"there is no table for {name}; they are for {', '.join(_KINDS)}")
        found[name] = open_table(where, _KINDS[name], store=held)
    return Tables(**found)


def _responses(paths: Iterable[PathLike]) -> Iterator[EligibilityResponse]:
    for path in paths:
        name = os.fspath(path)
        count = 0
        with _named(name), parsing.eligibility(path) as models:
            for response in models:
                count += 1
                yield response
            if not count or not models.complete:
                raise SourceError("not every response in it could be read")


def _segments(paths: Iterable[PathLike]) -> Iterator[PlacedSegment]:
    for path in paths:
        with _named(os.fspath(path)), closing(read(path)) as segments:
            yield from segments
            if not any(guide.startswith("005010X217") for guide in segments.counts.guides):
                raise SourceError("there is no authorization response in it")
            if not segments.complete:
                raise SourceError("not everything in it could be read")


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Has an error of the input name the file."""
    try:
        yield
    except SourceError as error:
        text = str(error)
        raise SourceError(text if text.startswith(name) else f"{name}: {text}") from error

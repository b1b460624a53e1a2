"""A guide made by hand that has one of everything that can be described."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from edi_portal.guides import describe
from edi_portal.guides.model import Guide, Loop, Segment, Usage
from edi_portal.guides.registry import Registration
from tests.guides.made import composite, element, guide_of, loop, note, segment

_LISTED: dict[str, Any] = {
    "name": "800 request",
    "version": "005010X800A1",
    "transaction": "800",
    "group": "XX",
    "map": "none",
    "aliases": ["005010X800"],
    "overlays": ["800"],
}
ITEM = Registration(**_LISTED)


def _level(code: str, *below: Segment | Loop, identifier: str) -> Loop:
    number = element(1, title="Number", usage=Usage.REQUIRED)
    unused = element(2, usage=Usage.NOT_USED)
    level = element(3, title="Level Code", usage=Usage.REQUIRED, codes=(code,), type="ID")
    hl = segment(number, unused, level, id="HL", usage=Usage.REQUIRED, loop=identifier)
    return loop(hl, *below, id=identifier, title=f"Level {code}", maximum=None)


def _claim() -> Loop:
    place = composite(
        2,
        element(1, title="Place", usage=Usage.REQUIRED, external="pos"),
        element(2, title="State", codes=("ZZ",), external="states", minimum=2, maximum=2),
        element(3, usage=Usage.NOT_USED),
        title="Location",
        data_element="C023",
        repeat=5,
        syntax=(note("P0102"),),
    )
    many = tuple(f"{number:02d}" for number in range(40))
    clm = segment(
        element(1, title="Number", usage=Usage.REQUIRED, type="N2", data_element="782"),
        place,
        element(3, title="Kind", codes=many, type="ID", minimum=2, maximum=2),
        element(4, title="Account", pattern="[0-9]{9}"),
        element(5, usage=Usage.NOT_USED),
        id="CLM",
        title="Claim",
        usage=Usage.REQUIRED,
        loop="2300",
        notes=("R0304", "C0504", "L030405", "E0304"),
    )
    references = [
        segment(
            element(1, title="Qualifier", usage=Usage.REQUIRED, codes=codes, type="ID"),
            id="REF",
            title=title,
            maximum=maximum,
            loop="2300",
        )
        for title, codes, maximum in (
            ("Referral", ("9F",), 2),
            ("Others", ("G1", "9F", "F8", "EA", "LX", "4N", "P4"), None),
        )
    ]
    inner = loop(segment(element(1), id="LX", loop="2400"), id="2400", title="Line", maximum=50)
    return loop(clm, *references, inner, id="2300", title="Claims", maximum=100)


def _guide() -> Guide:
    patient = _level("23", _claim(), identifier="2000C")
    subscriber = _level("22", _claim(), patient, identifier="2000B")
    header = loop(
        segment(element(1, codes=("0019",)), id="BHT", loop="HEADER"),
        id="HEADER",
        title="Header",
        transparent=True,
    )
    detail = loop(subscriber, id="DETAIL", title="Detail", transparent=True)
    footer = loop(id="FOOTER", title="Footer", transparent=True, usage=Usage.NOT_USED)
    return guide_of(header, detail, footer)


GUIDE = _guide()


@contextmanager
def described() -> Iterator[Registration]:
    """Has the guide described wherever its registration is asked for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(describe, "load", lambda item: {ITEM: GUIDE}[item])
        yield ITEM

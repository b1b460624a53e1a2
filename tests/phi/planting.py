"""Canaries: values that stand nowhere else, in the place of what samples say of people."""

from collections.abc import Iterator
from pathlib import Path

import attrs

import edi_portal
from edi_portal.guides.placed import PlacedSegment

# One sample of each transaction that tells of people, and one that tells of files.
SAMPLES = (
    "valid/837p-patient-is-not-subscriber.x12",
    "valid/837p-secondary-payer.x12",
    "valid/837i-inpatient.x12",
    "valid/837d-nearly-everything.x12",
    "valid/835-reversal-and-correction.x12",
    "valid/270-dependent.x12",
    "valid/271-everything-the-guide-allows.x12",
    "valid/276-dependent.x12",
    "valid/277-dependent.x12",
    "valid/277ca-rejected.x12",
    "valid/278-request-several.x12",
    "valid/278-response-several.x12",
    "valid/999-rejected.x12",
    "unclean/837p-four-faults.x12",
)
BIRTH, DAY, UNTIL = "19310517", "20230519", "20230523"
PHONE, SOCIAL, NPI, ZIP = "8765550199", "876540321", "1987654399", "876543219"
# Elements that take any text; each gets a token that names where it leaks from.
TEXTS: dict[str, tuple[int, ...]] = {
    "NM1": (3, 4, 5, 9),
    "N1": (2, 4),
    "N3": (1, 2),
    "N4": (1,),
    "PER": (2, 4, 6, 8),
    "REF": (2,),
    "CLM": (1,),
    "CLP": (1, 7),
    "TRN": (2,),
    "BHT": (3,),
    "SBR": (3, 4),
    "PWK": (6, 7),
    "NTE": (2,),
    "K3": (1,),
    "MSG": (1,),
    "STC": (12,),
    "RDM": (2, 3),
    "HCR": (2,),
    "IK4": (4,),
}
DATES: dict[str, int] = {"DTP": 3, "DTM": 2, "PAT": 6, "INS": 12}
CANARY = "QZNM13VXKW"  # the token of NM103
FIXED = frozenset({BIRTH, "1931-05-17", DAY, "2023-05-19", UNTIL, PHONE, SOCIAL, NPI, ZIP})


@attrs.frozen
class Planted:
    """A sample with canaries in it, and these."""

    name: str
    data: bytes
    canaries: frozenset[str]


def planted(folder: Path, sample: str) -> Planted:
    """A sample with a canary wherever it says something of a person."""
    found: set[str] = set()
    with edi_portal.read(folder / sample) as reading:
        parts = [one.before + _text(one, found) for one in reading]
        data = ("".join(parts) + reading.tail).encode("latin-1")
    return Planted(Path(sample).stem, data, frozenset(found))


def _text(segment: PlacedSegment, found: set[str]) -> str:
    values = segment.text.split(segment.delimiters.element)
    for at, value in enumerate(values):
        if at and value:
            values[at] = _canary(segment, at, value)
            found |= {one for one in _tokens(values[at]) if one in FIXED or "QZ" in one}
    return segment.delimiters.element.join(values)


def _canary(segment: PlacedSegment, at: int, value: str) -> str:
    name, before = segment.id, segment.element(at - 1)
    if name == "DMG" and at == 2:
        return BIRTH
    if DATES.get(name) == at and value.isdigit() and len(value) == 8:
        return DAY
    if DATES.get(name) == at and before == "RD8":
        return f"{DAY}-{UNTIL}"
    if name == "N4" and at == 3 and value.isdigit():
        return ZIP[: len(value)]
    if at not in TEXTS.get(name, ()):
        return value
    if before == "XX":
        return NPI
    if name == "PER" and before in ("TE", "FX"):
        return PHONE
    if name == "REF" and before in ("EI", "SY"):
        return SOCIAL
    return f"QZ{name}{at}VXKW"


def _tokens(value: str) -> list[str]:
    return [value, *value.split("-")]


def broken(one: Planted) -> Iterator[tuple[str, bytes]]:
    """The file damaged in ways that bring values where other things are expected."""
    text = one.data.decode("latin-1")
    element, end = text[3], text[105]
    yield "cut", one.data[: len(one.data) * 2 // 3]
    yield "id-joined-to-values", text.replace(f"{end}NM1{element}", f"{end}NM1").encode("latin-1")
    yield "unknown-ids", _ids(text, end, element).encode("latin-1")
    yield "name-too-long", text.replace(CANARY, CANARY * 9).encode("latin-1")
    yield "repeated-elements", text.replace("VXKW", f"VXKW{element}" * 3).encode("latin-1")
    yield "control-character", text.replace("VXKW", "VXKW\x07").encode("latin-1")
    yield "components", text.replace("VXKW", f"VXKW{text[104]}VXKW").encode("latin-1")
    yield "dates-that-are-none", text.replace(DAY, f"{DAY}9").replace(BIRTH, "1931051X").encode()
    yield "no-header", text[106:].encode("latin-1")
    yield "header-cut", text[60:].encode("latin-1")
    yield "utf-16", text.encode("utf-16")
    yield "not-x12", text[106:].replace(element, ",").encode("latin-1")
    yield "terminators-gone", text.replace(end, " ").encode("latin-1")
    yield "one-segment", text.replace(f"{end}HL", "HL").encode("latin-1")
    yield "trailers-wrong", text.replace(f"{end}SE{element}", f"{end}SE{element}9").encode()


def _ids(text: str, end: str, element: str) -> str:
    for name in ("NM1", "REF", "N3", "CLM", "CLP", "DMG"):
        text = text.replace(f"{end}{name}{element}", f"{end}QQ{name[0]}{element}")
    return text

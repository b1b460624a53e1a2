"""What may be given anything at all: each target takes bytes, uses them in every way, and returns.

A target fails where something else than `EdiError` is raised, and where a promise does not hold:
every byte comes back, findings point at what they speak of, what is written is valid, models
survive JSON. ``make fuzz`` searches for inputs that fail one; ``test_targets.py`` tries damaged
samples, and every input that ever failed.
"""

import contextlib
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import edi_portal
from edi_portal import EdiError, formats
from edi_portal.acknowledgments import acknowledge
from edi_portal.claim_acknowledgment import ClaimAnswers
from edi_portal.matching import eft
from edi_portal.mending import mend_file
from edi_portal.models.base import Model
from edi_portal.scrubber import baseline
from edi_portal.scrubber.mending import Mends
from edi_portal.scrubbing import Scrubbing
from tests.properties.promises import check_bytes, check_events, check_places, options_of

Target = Callable[[bytes], None]
Use = Callable[[Path], object]

WHEN = datetime(2025, 1, 31, 8, 30, tzinfo=UTC)
ENVELOPE: dict[str, Any] = {"sender": "SENDER", "receiver": "RECEIVER", "as_of": WHEN}
KEY = bytes(range(32))
_COPIED = {"ISA05", "ISA06", "ISA07", "ISA08", "GS02", "GS03"}
# A scratch folder, in memory where the system has such a place.
_FAST = Path("/dev/shm")  # noqa: S108  only where files are fastest; names in it are random


def reading(data: bytes) -> None:
    """Segments, findings, events, every format of findings, the acknowledgment."""
    check_bytes(data)
    check_places(data)
    check_events(data)
    options = options_of(data, limited=True)
    report = edi_portal.validate(data=data, max_findings=30, **options)
    for name in formats.FORMATS:
        text = "".join(formats.render([report], name))
        text.encode()
    answer = "".join(acknowledge(edi_portal.events(data=data, **options), as_of=WHEN))
    answered = edi_portal.validate(data=answer.encode(), snip=2)
    # To whom the answer goes is copied from the file, as it stands there.
    wrong = {item.location.reference for item in answered.findings} - _COPIED
    assert answered.ok or not answer or not wrong, wrong


def models(data: bytes) -> None:
    """Models of every kind, through JSON and back, written, edited, and read again."""
    options = options_of(data, limited=True)
    found: list[Model] = list(edi_portal.parse(data=data, max_findings=30, **options))
    for model in found:
        assert edi_portal.from_data(edi_portal.to_data(model)) == model
        assert edi_portal.from_json(edi_portal.to_json(model)) == model
        assert repr(model)
    with contextlib.suppress(EdiError):
        written = edi_portal.write(found, **ENVELOPE)
        assert written.data is not None
        assert edi_portal.validate(data=written.data).ok
    with contextlib.suppress(EdiError):
        edited = edi_portal.edit(data=data, change=lambda model: model, **options)
        assert edited.data == data
    list(edi_portal.claim_payments(data=data, **options))


def work(data: bytes) -> None:
    """Scrubbing, mending, the answer to claims, matching, taking persons out."""
    options = options_of(data, limited=True)
    scrubber = edi_portal.Scrubber(as_of=date(2025, 9, 15))
    answers = ClaimAnswers(WHEN)
    with contextlib.suppress(EdiError):
        for item in Scrubbing(None, scrubber, data=data, **options):
            answers.add(item)
    with contextlib.suppress(EdiError):
        edi_portal.write(answers.models(), **ENVELOPE, guide="277CA")
    with contextlib.suppress(EdiError):
        edi_portal.deidentify(data=data, key=KEY, **options)
    # Files in one go: deposits, the worklist and the ledger are tested beside commands.
    paid = list(edi_portal.remittances(data=data, **options))
    sent = list(edi_portal.claims(data=data, **options))
    result = edi_portal.match(claims=sent, remittances=paid)
    assert sum(1 for item in result.matches if item.payment is not None) == sum(
        len(remittance.claims) for remittance in paid
    )


def _tables(**given: Any) -> None:
    edi_portal.load_tables(**given)


# What reads files that are not X12, or only perhaps.
BESIDE: Mapping[str, Use] = MappingProxyType(
    {
        "from_json": lambda path: edi_portal.from_json(path.read_text("latin-1")),
        "generate": lambda path: edi_portal.generate(path, **ENVELOPE),
        "load_overlay": edi_portal.load_overlay,
        "read_configuration": edi_portal.read_configuration,
        "read_baseline": baseline.read_baseline,
        "roster": lambda path: _tables(roster=path),
        "eligibility": lambda path: _tables(eligibility=[path]),
        "authorizations": lambda path: _tables(authorizations=[path]),
        "ptp": lambda path: _tables(named={"ptp": path}),
        "mue": lambda path: _tables(named={"mue": path}),
        "procedures": lambda path: _tables(named={"procedures": path}),
        "deposits": eft.read_eft,
        "mending": lambda path: mend_file(path, None, Mends()),
    }
)


def beside(data: bytes) -> None:
    """Files that stand beside X12: the first byte says what the rest is taken for."""
    if not data:
        return
    use = list(BESIDE.values())[data[0] % len(BESIDE)]
    folder = str(_FAST) if _FAST.is_dir() else None
    with tempfile.TemporaryDirectory(dir=folder) as made:
        path = Path(made, "input.toml")
        path.write_bytes(data[1:])
        with contextlib.suppress(EdiError):
            use(path)


TARGETS: Mapping[str, Target] = MappingProxyType(
    {"reading": reading, "models": models, "work": work, "beside": beside}
)

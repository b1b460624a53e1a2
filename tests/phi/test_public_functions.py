"""What the library's public functions give, raise and trace shows nothing of a patient."""

import inspect
import json
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.findings import Finding
from edi_portal.models.base import Model
from tests.phi.files import Files
from tests.phi.planting import CANARY

WHEN = datetime(2025, 1, 31, 8, 30, tzinfo=UTC)
ENVELOPE: dict[str, Any] = {"sender": "S", "receiver": "R", "as_of": WHEN}
Use = Callable[[Path], object]


def _edited(path: Path) -> object:
    def kept(model: Any) -> Any:
        return model

    def wrong(model: Any) -> Any:
        return model.evolve(**{next(iter(type(model).fields())): CANARY})

    def removed(_: Any) -> Any:
        return None

    changes = (kept, wrong, removed)
    return [_tried(partial(edi_portal.edit, path, change=change)) for change in changes]


def _models(path: Path) -> list[Model]:
    return list(edi_portal.parse(path))


def _from_data(path: Path) -> object:
    wrong = (CANARY, [CANARY], {CANARY: 1})
    given = [
        {**data, key: value}
        for data in map(edi_portal.to_data, _models(path))
        for key in (*data, CANARY)
        for value in wrong
    ]
    return [_tried(partial(edi_portal.from_data, data)) for data in given]


def _from_json(path: Path) -> object:
    text = path.read_text("latin-1")
    return [
        _tried(lambda: edi_portal.from_json(text)),
        _tried(lambda: edi_portal.from_json(json.dumps({"kind": text}))),
    ]


# Each public function, and how it is used on a file; what it returns is looked at by its repr.
# Text that a function is there to give (JSON) is not looked at, so it stands in no result.
USES: dict[str, Use] = {
    "validate": lambda path: edi_portal.validate(path, snip=7),
    "events": lambda path: list(edi_portal.events(path, snip=7)),
    "read": lambda path: [*edi_portal.read(path), edi_portal.read(path)],
    "parse": _models,
    "claims": lambda path: list(edi_portal.claims(path)),
    "remittances": lambda path: list(edi_portal.remittances(path)),
    "claim_payments": lambda path: list(edi_portal.claim_payments(path)),
    "inquiries": lambda path: list(edi_portal.inquiries(path)),
    "eligibility": lambda path: list(edi_portal.eligibility(path)),
    "status_inquiries": lambda path: list(edi_portal.status_inquiries(path)),
    "statuses": lambda path: list(edi_portal.statuses(path)),
    "functional_acknowledgments": lambda path: list(edi_portal.functional_acknowledgments(path)),
    "interchange_acknowledgments": lambda path: list(edi_portal.interchange_acknowledgments(path)),
    "scrub": lambda path: edi_portal.scrub(edi_portal.claims(path)),
    "scrub_file": edi_portal.scrub_file,
    "deidentify": lambda path: edi_portal.deidentify(path, key=b"0123456789abcdef"),
    "match": lambda path: [
        _tried(lambda: edi_portal.match(claims=[path], remittances=[path])),
        _tried(lambda: edi_portal.match(remittances=[path], eft=[path])),
        _tried(lambda: edi_portal.match(claims=[path], acknowledgments=[path], ledger=path)),
    ],
    "edit": _edited,
    "write": lambda path: edi_portal.write(_models(path), **ENVELOPE),
    "generate": lambda path: edi_portal.generate(path, **ENVELOPE),
    "to_data": lambda path: len([edi_portal.to_data(model) for model in _models(path)]),
    "to_json": lambda path: len([edi_portal.to_json(model) for model in _models(path)]),
    "from_data": _from_data,
    "from_json": _from_json,
    "load_overlay": edi_portal.load_overlay,
    "load_tables": lambda path: [
        _tried(lambda: edi_portal.load_tables(roster=path)),
        _tried(lambda: edi_portal.load_tables(eligibility=[path])),
        _tried(lambda: edi_portal.load_tables(authorizations=[path])),
        _tried(lambda: edi_portal.load_tables(named={"ptp": path})),
    ],
    "read_configuration": edi_portal.read_configuration,
    "synthesize_claims": lambda _: list(
        edi_portal.synthesize_claims("837P", 1, seed=1, as_of=date(2025, 9, 15))
    ),
}
# They take long or read nothing of X12: a few files say all that they can say.
FEW = frozenset({"from_data", "edit", "load_overlay", "read_configuration", "synthesize_claims"})


def _tried(use: Callable[[], object]) -> object:
    """What a use gives; where it raises, everything that could be told of that."""
    try:
        return use()
    except Exception as error:  # noqa: BLE001  whatever comes up is looked at
        # As a crash shows it, with all that it came of.
        return "".join(traceback.format_exception(error)) + str(error) + repr(error)


def _shown(value: object) -> Iterator[str]:
    yield value if isinstance(value, str) else repr(value)
    if isinstance(value, list | tuple):
        for one in value:
            yield from _shown(one)
    if isinstance(value, Model):
        yield str(value)
    if isinstance(value, Finding):
        yield f"{value.message} {value.fix} {value.shown} {value.as_dict()}"
    for name in ("findings", "totals", "counts", "matches", "summary", "deposits"):
        if not isinstance(value, Model) and hasattr(value, name):
            yield from _shown(getattr(value, name))


def functions() -> Iterable[str]:
    return [name for name in edi_portal.__all__ if inspect.isfunction(getattr(edi_portal, name))]


def test_every_public_function_is_in_the_table() -> None:
    assert sorted(functions()) == sorted(USES)


@pytest.mark.parametrize("name", USES)
def test_nothing_is_shown(name: str, files: Files) -> None:
    given = [*files.others, *files.whole, *files.broken, files.missing, files.empty]
    # A prime, so that every kind of damage has its turn.
    for path in given[:: 11 if name in FEW else 2]:
        for text in _shown(_tried(partial(USES[name], path))):
            leaks = files.leaked(text)
            assert not leaks, (path.name, leaks, text[-1500:])

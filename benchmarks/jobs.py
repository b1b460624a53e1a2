"""What is measured: each job is made ready for a file, which is not timed, and then done.

Done, a job gives its verdict on the file where it has one.
"""

import importlib
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any


def validate(path: str) -> Callable[[], bool | None]:
    """Ours, with the report's answer."""
    import edi_portal

    check = edi_portal.validate
    return lambda: check(path).ok


def read(path: str) -> Callable[[], bool | None]:
    """Ours, every segment with its place, no verdict."""
    import edi_portal

    segments = edi_portal.read

    def job() -> None:
        for _ in segments(path):
            pass

    return job


def pyx12_validate(path: str) -> Callable[[], bool | None]:
    """What pyx12's own x12valid does, less the acknowledgment that it writes."""
    from pyx12.params import params
    from pyx12.x12n_document import x12n_document

    logging.disable(logging.CRITICAL)
    return lambda: bool(x12n_document(params(None), path, None, None))


def x12sdk_read(path: str) -> Callable[[], bool | None]:
    """The segment reader of x12sdk, no verdict; it knows no places."""
    reader = importlib.import_module("x12sdk.io").X12SegmentReader

    def job() -> None:
        with reader(path) as source:
            for _ in source.segments():
                pass

    return job


def _reader_of(path: str) -> Callable[..., Any]:
    """What reads the models of a file: payments one by one, so that memory stays flat."""
    import edi_portal

    return edi_portal.claim_payments if "835-" in Path(path).name else edi_portal.claims


def models(path: str) -> Callable[[], bool | None]:
    """Ours, model by model, no field looked at."""
    reader = _reader_of(path)
    _exhaust(reader(path))
    return lambda: _exhaust(reader(path))


def models_whole(path: str) -> Callable[[], bool | None]:
    """Ours, every field of every model read."""
    from edi_portal.models.build import read_whole

    reader = _reader_of(path)
    _exhaust(reader(path))

    def job() -> None:
        for model in reader(path):
            read_whole(model)

    return job


def models_complete(path: str) -> Callable[[], bool | None]:
    """Ours, every field of every claim and of the levels that it stands under."""
    import edi_portal
    from edi_portal.models.build import read_whole

    _exhaust(edi_portal.claims(path))

    def job() -> None:
        for claim in edi_portal.claims(path):
            for model in (claim, claim.billing_provider, claim.subscriber, claim.patient):
                if model is not None:
                    read_whole(model)

    return job


def scrub(path: str, **named: str) -> Callable[[], bool | None]:
    """Ours, the structure and every rule that needs no table but the named ones."""
    from benchmarks.scrubbing import ncci_store
    from edi_portal.scrub_inputs import load_tables
    from edi_portal.scrubber.engine import Scrubber
    from edi_portal.scrubbing import Scrubbing

    tables = load_tables(named=named, store=ncci_store())
    _exhaust(Scrubbing(path, Scrubber(tables=tables)))

    def job() -> bool:
        return not any(
            item.found and not named for item in Scrubbing(path, Scrubber(tables=tables))
        )

    return job


def scrub_ncci(path: str) -> Callable[[], bool | None]:
    """Ours, with NCCI tables; what they find is by chance."""
    names = ("ptp", "mue", "hospital_ptp", "hospital_mue", "add_on")
    return scrub(path, **dict.fromkeys(names, "chance"))


def _whole_of(path: str) -> Callable[..., Any]:
    """What reads the models of a file that are written: a payment is, in its remittance."""
    import edi_portal

    return edi_portal.remittances if "835-" in Path(path).name else edi_portal.claims


def models_written(path: str) -> Callable[[], bool | None]:
    """Ours, the models of a file written as they were read."""
    import edi_portal

    found = list(_whole_of(path)(path))
    return lambda: bool(edi_portal.write(iter(found), **ENVELOPE).items)


def models_rewritten(path: str) -> Callable[[], bool | None]:
    """Ours, models that know nothing of the file that they were read from."""
    import edi_portal

    found = [_made_anew(model) for model in _whole_of(path)(path)]
    return lambda: bool(edi_portal.write(iter(found), **ENVELOPE).items)


def _made_anew(held: Any) -> Any:
    from edi_portal.models.base import Model, defaults

    if isinstance(held, tuple):
        return tuple(map(_made_anew, held))
    if not isinstance(held, Model):
        return held
    # A payment names its remittance, which holds it: once is enough.
    names = (name for name in defaults(type(held)) if name != "remittance")
    return type(held)(**{name: _made_anew(getattr(held, name)) for name in names})


def models_copied(path: str) -> Callable[[], bool | None]:
    """Ours, from file to file, model by model."""
    import tempfile

    import edi_portal

    def job() -> bool:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder, "copy.x12")
            return bool(edi_portal.write(_whole_of(path)(path), target, **ENVELOPE).items)

    return job


def x12sdk_models(path: str) -> Callable[[], bool | None]:
    """The model reader of x12sdk: one model for a transaction set."""
    reader = importlib.import_module("x12sdk.io").X12ModelReader

    def job() -> None:
        with reader(path) as source:
            for _ in source.models():
                pass

    return job


def x12sdk_written(path: str) -> Callable[[], bool | None]:
    """The models of x12sdk written back; it neither makes envelopes nor checks."""
    with importlib.import_module("x12sdk.io").X12ModelReader(path) as source:
        found = list(source.models())

    def job() -> None:
        for model in found:
            model.x12()

    return job


def match_reading(path: str) -> Callable[[], bool | None]:
    """Ours, the claims and claim payments of a folder read and not kept."""
    import edi_portal
    from benchmarks.matching import inputs

    claims, remittances = inputs(Path(path))

    def job() -> None:
        for file in claims:
            _exhaust(edi_portal.claims(file))
        for file in remittances:
            _exhaust(edi_portal.claim_payments(file))

    return job


def match(path: str) -> Callable[[], bool | None]:
    """Ours, the claims and claim payments of a folder read and matched; whether most are."""
    from benchmarks.matching import inputs
    from edi_portal.reconciling import Reconciling

    claims, remittances = inputs(Path(path))

    def job() -> bool:
        run = Reconciling()
        for file in claims:
            run.read_claims(file)
        for file in remittances:
            run.read_remittances(file)
        _exhaust(run.matches())
        return run.summary.results["matched"] >= 0.99 * run.summary.payments

    return job


def _exhaust(models: Iterable[object]) -> None:
    for _ in models:
        pass


ENVELOPE: dict[str, Any] = {
    "sender": "RIVERBILLING",
    "receiver": "EXAMPLEHUB",
    "as_of": datetime(2025, 3, 10, 9, 15),  # noqa: DTZ001 - the envelope has no zone
}


JOBS: dict[str, Callable[[str], Callable[[], bool | None]]] = {
    "validate": validate,
    "read": read,
    "pyx12": pyx12_validate,
    "x12sdk": x12sdk_read,
    "models": models,
    "models-whole": models_whole,
    "models-streamed": models_whole,
    "models-written": models_written,
    "models-rewritten": models_rewritten,
    "models-copied": models_copied,
    "models-complete": models_complete,
    "scrub": scrub,
    "scrub-ncci": scrub_ncci,
    "x12sdk-models": x12sdk_models,
    "x12sdk-written": x12sdk_written,
    "match-reading": match_reading,
    "match": match,
}

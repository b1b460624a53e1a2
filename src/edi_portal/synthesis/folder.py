"""A folder of synthetic files: claims, the remittances that answer them, and the truth."""

import itertools
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

import attrs

from edi_portal.errors import UsageError, WriteError
from edi_portal.models.base import Model
from edi_portal.output import OutputFile
from edi_portal.synthesis.answering import SyntheticRemittance
from edi_portal.synthesis.claims import AS_OF, synthetic_claims
from edi_portal.synthesis.remittances import CORRUPTION, synthetic_remittances
from edi_portal.synthesis.truth import claim_row, line, payment_rows, unanswered_row
from edi_portal.writing import write

_T = TypeVar("_T")
_CLAIMS_A_FILE = 50_000
_REMITTANCES_A_FILE = 1_000
_TRUTH = "truth.jsonl"
_MADE = re.compile(r"claims-\d+\.837|remittances-\d+\.835|truth\.jsonl")
_PROVIDERS, _PAYERS = "QUILL01", "RIPPLE1"
_WRITTEN_AT = time(9, 15)


@attrs.frozen(kw_only=True)
class Synthesized:
    """What was written: names of files in their order, and how much there is of what."""

    files: tuple[str, ...]
    claims: int
    remittances: int
    payments: int
    corrupted: int
    unanswered: int


@attrs.define
class _Counts:
    files: list[str] = attrs.Factory(list)
    claims: int = 0
    remittances: int = 0
    payments: int = 0
    corrupted: int = 0
    unanswered: int = 0


def synthesize_folder(
    folder: str | os.PathLike[str],
    kind: str,
    count: int,
    *,
    seed: int,
    as_of: date = AS_OF,
    remittances: bool = False,
    corruption: float = CORRUPTION,
    corruptions: Collection[str] | None = None,
    force: bool = False,
) -> Synthesized:
    """Write ``claims-1.837``, with ``remittances`` also ``remittances-1.835``, and ``truth.jsonl``.

    The arguments are those of `synthesize_claims` and `synthesize_remittances`; the same give
    the same bytes. A file holds at most 50,000 claims, or 1,000 remittances; then the next
    number follows. ``truth.jsonl`` has a row for each claim, for each claim payment, and for
    each claim that is not answered. The folder is made where it is missing.

    With ``force`` files of such names are replaced, and those that this batch has no more of
    are removed. Raises `UsageError` for arguments that do not fit, or a count of zero;
    `WriteError` where such files exist already, or the system cannot write.
    """
    if count < 1:
        raise UsageError("count must be 1 or more: a file without claims is none")
    made = synthetic_claims(kind, count, seed=seed, as_of=as_of)
    # Made anew for the remittances, which is cheaper than keeping them.
    again = (found.claim for found in synthetic_claims(kind, count, seed=seed, as_of=as_of))
    answers = synthetic_remittances(
        again, seed=seed, corruption=corruption, corruptions=corruptions
    )
    counts, target = _Counts(), Path(folder)
    before = _existing(target, force=force)
    with OutputFile(target / _TRUTH, force=force) as truth:

        def claims() -> Iterator[Model]:
            for found in made:
                truth.write(line(claim_row(found)))
                counts.claims += 1
                yield found.claim

        def answered() -> Iterator[SyntheticRemittance]:
            for found in answers:
                if isinstance(found, SyntheticRemittance):
                    counts.remittances += 1
                    yield found
                else:
                    truth.write(line(unanswered_row(found)))
                    counts.unanswered += 1

        for place, chunk in enumerate(_chunks(claims(), _CLAIMS_A_FILE)):
            name = f"claims-{place + 1}.837"
            at = datetime.combine(as_of, _WRITTEN_AT)
            _write(target, name, chunk, at, place, force=force, roles=(_PROVIDERS, _PAYERS))
            counts.files.append(name)
        if remittances:
            for place, found in enumerate(_chunks(answered(), _REMITTANCES_A_FILE)):
                name = f"remittances-{place + 1}.835"
                _write_remittances(target, name, found, truth.write, counts, place, force=force)
                counts.files.append(name)
    counts.files.append(_TRUTH)
    for name in before.difference(counts.files):
        (target / name).unlink(missing_ok=True)
    return Synthesized(**{**attrs.asdict(counts), "files": tuple(counts.files)})


def _existing(target: Path, *, force: bool) -> set[str]:
    """Files of an earlier batch. Makes the folder; refuses what may not be replaced."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        found = {path.name for path in target.iterdir() if _MADE.fullmatch(path.name)}
    except OSError as error:
        raise WriteError(f"{target}: {error.strerror}") from error
    if found and not force:
        raise WriteError(
            f"{target / min(found)}: exists already, and replacing it needs force; "
            "nothing was written"
        )
    return found


def _write_remittances(
    target: Path,
    name: str,
    found: Iterator[SyntheticRemittance],
    put: Callable[[bytes], None],
    counts: _Counts,
    place: int,
    *,
    force: bool,
) -> None:
    first = next(found)
    on = first.remittance.payment_date
    assert on is not None

    def models() -> Iterator[Model]:
        for each in itertools.chain((first,), found):
            counts.payments += len(each.payments)
            counts.corrupted += sum(bool(payment.corruption) for payment in each.payments)
            put(b"".join(map(line, payment_rows(each, name))))
            yield each.remittance

    at = datetime.combine(on, _WRITTEN_AT)
    _write(target, name, models(), at, place, force=force, roles=(_PAYERS, _PROVIDERS))


def _write(
    target: Path,
    name: str,
    models: Iterable[Model],
    at: datetime,
    place: int,
    *,
    force: bool,
    roles: tuple[str, str],
) -> None:
    sender, receiver = roles
    write(
        models,
        target / name,
        sender=sender,
        receiver=receiver,
        as_of=at,
        # An interchange takes two numbers, of itself and of its group.
        control_numbers=itertools.count(2 * place + 1),
        force=force,
    )


def _chunks(found: Iterator[_T], size: int) -> Iterator[Iterator[_T]]:
    """Runs of so many, each to be used up before the next is asked for."""
    for first in found:
        yield itertools.chain((first,), itertools.islice(found, size - 1))

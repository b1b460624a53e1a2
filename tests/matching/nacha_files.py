"""NACHA files made for tests, with controls that are right."""

from collections.abc import Iterable, Sequence

import attrs

BANK = 9_999_999
"""The bank of every entry, which the controls add up (entry hash)."""


@attrs.frozen(kw_only=True)
class Entry:
    """An entry of cents with its addenda; ``code`` is the transaction code."""

    cents: int
    addenda: Sequence[str] = ()
    code: str = "22"
    number: int = 1


@attrs.frozen(kw_only=True)
class Batch:
    """A batch of one company."""

    entries: Sequence[Entry]
    company: str = "EXAMPLE HEALTH P"
    kind: str = "CCD"
    day: str = "250320"


def addenda(trace: str, payer: str = "1700007777") -> str:
    """The TRN segment of a remittance as an addenda carries it."""
    return f"TRN*1*{trace}*{payer}\\"


def nacha(batches: Iterable[Batch]) -> str:
    """The file, a record to a line."""
    lines = [
        "101 099999992 0999999992503191200A094101EXAMPLE BANK           RIVERSIDE FAMILY CLINIC"
    ]
    known = list(batches)
    totals = [0, 0, 0]
    count = 0
    for count, batch in enumerate(known, 1):
        sums = [0, 0, 0]
        head = f"5220{batch.company:<16.16}{'':20}1700007777{batch.kind}HCCLAIMPMT"
        lines.append(f"{head}{batch.day:6}{batch.day:6}   109999999{count:07d}")
        for entry in batch.entries:
            name = f"{'PROVIDER1':<15}{'RIVERSIDE FAMILY CLINI':<22}"
            more = "1" if entry.addenda else "0"
            lines.append(
                f"6{entry.code}099999992{'30034004':<17}{entry.cents:010d}{name}  {more}"
                f"09999999{entry.number:07d}"
            )
            lines.extend(
                f"705{text:<80.80}{at:04d}{entry.number:07d}"
                for at, text in enumerate(entry.addenda, 1)
            )
            sums[0] += 1 + len(entry.addenda)
            sums[2 if entry.code[1] in "1234" else 1] += entry.cents
        lines.append(
            f"8220{sums[0]:06d}{BANK * len(batch.entries):010d}{sums[1]:012d}{sums[2]:012d}1700007777{'':25}09999999"
            f"{count:07d}"
        )
        totals = [one + other for one, other in zip(totals, sums, strict=True)]
    entries = sum(len(batch.entries) for batch in known)
    blocks = len(lines) // 10 + 1
    lines.append(
        f"9{count:06d}{blocks:06d}{totals[0]:08d}{BANK * entries:010d}{totals[1]:012d}{totals[2]:012d}{'':39}"
    )
    lines = [f"{line:<94}" for line in lines]
    lines += ["9" * 94] * (-len(lines) % 10)
    assert {len(line) for line in lines} == {94}
    return "".join(f"{line}\n" for line in lines)

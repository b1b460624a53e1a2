"""What a search begins with: the samples, pairs that match, and the files that stand beside X12."""

import json
from collections.abc import Iterator
from pathlib import Path

import edi_portal
from edi_portal.synthesis import synthesize_claims, synthesize_remittances
from tests.fuzz.targets import BESIDE, ENVELOPE
from tests.properties.files import ROOT

REGRESSIONS = Path(__file__).with_name("regressions")
# Longer inputs say no more, and are tried less often.
_LARGEST = 12_000
_TABLES = {
    "load_overlay": ((b'name = "a"\n[[change]]\nguide = "837P"\nat = "2300/CLM05-3"\n'
                     b'codes = ["1"]\nreason = "x"\n'),),
    "read_configuration": (
        b'[scrub]\nselect = ["CLM"]\nignore = ["CLM001"]\nseverity = {CLM003 = "warning"}\n',
    ),
    "read_baseline": (b'{"baseline": 1}\n["a.837","1","2300","CLM02","CLM003"]\n',),
    "roster": (b"npi,tin,starts,ends\n1234567893,123456789,20240101,20251231\n",),
    "ptp": (b"Column 1\tColumn 2\t*\t19960101\t*\t1\n99213\t36415\t*\t20200101\t*\t1\n",),
    "mue": (b'"HCPCS/CPT Code","MUE Values","MAI"\n"99213","1","2"\n',),
    "procedures": (b"code,starts,ends\n99213,20000101,\n",),
    "deposits": (b"trace,amount,date\n12345,100.00,20250131\n",),
}  # fmt: skip


def samples() -> Iterator[bytes]:
    """Every sample of the project that is not long."""
    for path in sorted((ROOT / "samples").glob("*/*")):
        if path.is_file() and path.stat().st_size <= _LARGEST:
            yield path.read_bytes()


def pairs() -> Iterator[bytes]:
    """Claims and the remittance that answers them, one behind the other."""
    for kind in ("837P", "837I", "837D"):
        for seed in range(3):
            claims = list(synthesize_claims(kind, 3, seed=seed))
            answers = list(synthesize_remittances(claims, seed=seed))
            parts = (edi_portal.write(one, **ENVELOPE).data or b"" for one in (claims, answers))
            yield b"".join(parts)


def tables() -> Iterator[bytes]:
    """Files of each reader of the target ``beside``, behind the byte that names it."""
    for number, name in enumerate(BESIDE):
        head = bytes([number])
        for content in _TABLES.get(name, ()):
            yield head + content
        if name in ("eligibility", "authorizations", "mending", "deposits"):
            yield from (head + data for data in samples())
        if name in ("from_json", "generate"):
            for data in samples():
                for model in list(edi_portal.parse(data=data))[:1]:
                    yield head + json.dumps(edi_portal.to_data(model)).encode()


def regressions(target: str) -> Iterator[tuple[str, bytes]]:
    """Inputs that a target once failed at, by their names."""
    for path in sorted(REGRESSIONS.glob(f"{target}/*")):
        yield path.name, path.read_bytes()


def seeds(target: str) -> Iterator[bytes]:
    """What the search of a target begins with."""
    if target == "beside":
        yield from tables()
    else:
        yield from samples()
        if target == "work":
            yield from pairs()
    yield from (data for _, data in regressions(target))

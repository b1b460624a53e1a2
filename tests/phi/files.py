"""Planted samples and broken copies of them on disk, and what to find of them elsewhere."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import edi_portal
from tests.phi.planting import FIXED, SAMPLES, TEXTS, Planted, broken, planted

_PART = re.compile(f"QZ(?:{'|'.join(TEXTS)})", re.IGNORECASE)


class Files:
    """The planted samples and their broken copies on disk."""

    def __init__(self, samples: Path, folder: Path) -> None:
        self.folder = folder
        self.all: list[Planted] = [planted(samples, name) for name in SAMPLES]
        self.whole = [self._put(one.name, one.data) for one in self.all]
        self.broken = [
            self._put(f"{one.name}-{how}", data) for one in self.all for how, data in broken(one)
        ]
        self.canaries = frozenset().union(*(one.canaries for one in self.all)) | FIXED
        self.claim = self.whole[0]
        self.broken_claims = [path for path in self.broken if path.name.startswith(self.claim.stem)]
        self.missing = folder / "missing.x12"
        self.json = self._put("claim.jsonl", self._jsonl())
        self.others = [self.claim, self.json, *self._tables()]
        self.key = self._put("key.bin", bytes(range(32)))
        self.empty = folder / "empty"
        self.empty.mkdir()

    def _put(self, name: str, data: bytes) -> Path:
        path = self.folder / (name if "." in name else f"{name}.x12")
        path.write_bytes(data)
        return path

    def _jsonl(self) -> bytes:
        models = [edi_portal.to_data(claim) for claim in edi_portal.claims(data=self.all[0].data)]
        lines = [json.dumps(model) for model in models]
        # Each as it is, with a value of the wrong kind, and with a key that is none.
        lines += [json.dumps({**model, "charge_amount": "QZNM13VXKW"}) for model in models]
        lines += [json.dumps({**model, "QZNM13VXKW": 1}) for model in models]
        lines += [json.dumps({**model, "service_lines": "QZNM13VXKW"}) for model in models]
        lines += [lines[0].replace("VXKW", "VXKW" * 30), lines[0].replace("VXKW", "VXKW~*")]
        lines += [lines[0].replace("1931-05-17", "1931-05-99"), lines[0][:-40], "QZNM13VXKW"]
        return "\n".join(lines).encode()

    def _tables(self) -> Iterator[Path]:
        yield self._put("roster.csv", b"npi,tin,starts\nQZNM19VXKW,876540321,19310517\n")
        yield self._put("half.toml", b'[rules]\nQZNM13VXKW = "19310517"\n[payer."QZNM13VXKW"]\n')
        yield self._put("no.toml", b"QZNM13VXKW 19310517 ===\n")
        yield self._put("mapping.json", b'{"version": 1, "findings": ["QZNM13VXKW"]}')
        yield self._put("edits.csv", b'"Column 1","Column 2"\n"QZNM13VXKW","19310517"\n')

    def leaked(self, text: str, *, payers: bool = True) -> list[str]:
        """What a text shows of a file; without ``payers``, what it shows of persons."""
        found = [one for one in self.canaries if one in text and (payers or "QP" not in one)]
        # Also a part of a token, whatever its letters look like.
        return found + re.findall(_PART, text)

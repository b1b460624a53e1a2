"""A file with both judgements upon it: edi-portal's, and pyx12's."""

import functools
from unittest import mock

import attrs

import edi_portal
from edi_portal.findings import Finding, Severity
from edi_portal.guides import registry, selection
from edi_portal.report import Report
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.header import read_header
from tests.properties import peer


@attrs.frozen
class Case:
    """A file with both judgements."""

    data: bytes
    ours: Report
    theirs: peer.Verdict

    @classmethod
    def of(cls, data: bytes) -> "Case":
        """Both asked."""
        # pyx12 adds nothing up: what is compared is SNIP types 1 and 2.
        return cls(data, edi_portal.validate(data=data, snip=2), peer.judge(data))

    @property
    def agreed(self) -> bool:
        """Whether both accept, or both do not."""
        return self.ours.ok == self.theirs.accepted

    @property
    def errors(self) -> list[Finding]:
        """Our errors."""
        return [found for found in self.ours.findings if found.severity is Severity.ERROR]

    @property
    def said(self) -> set[str]:
        """Codes of all our findings, warnings and information too."""
        return {found.code for found in self.ours.findings}

    @property
    def delimiters(self) -> Delimiters:
        """Of the first interchange, the customary ones where there is none."""
        text = self.data.decode("latin-1")
        header = read_header(text[max(text.find("ISA"), 0) :])
        return header.delimiters if header is not None else Delimiters()


@functools.cache
def _uncorrected(item: registry.Registration) -> registry.Registration:
    return attrs.evolve(item, overlays=())


@functools.lru_cache(maxsize=8)
def uncorrected(data: bytes) -> Report:
    """Our judgement by the maps as pyx12 ships them."""

    def candidates(version: str, transaction: str) -> tuple[registry.Registration, ...]:
        return tuple(map(_uncorrected, registry.candidates(version, transaction)))

    def find(version: str, transaction: str) -> registry.Registration | None:
        return registry.for_purpose(candidates(version, transaction), "")

    with mock.patch.multiple(selection, candidates=candidates, find=find):
        return edi_portal.validate(data=data, snip=2)

"""A batch of a thousand claims with two hundred planted faults: all are found, none is invented."""

import io
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import edi_portal
from edi_portal.claim_acknowledgment import ClaimAnswers
from edi_portal.findings import Severity
from edi_portal.scrubber.engine import Scrubber
from edi_portal.scrubbing import Checked, Scrubbing
from edi_portal.synthesis import synthesize_claims
from tests.scrub.planting import planters

_SIZES = {"837P": 450, "837I": 350, "837D": 200}
_FAULTS = {"837P": 100, "837I": 60, "837D": 40}
_NOW = datetime(2025, 9, 16, 8, 30)  # noqa: DTZ001  envelopes bear no zone
_GROUPS = {"PRV", "SUB", "CLM", "DIA", "SVC", "REV", "COB", "DNT"}


def _planted(kind: str, chance: random.Random) -> tuple[list[Any], dict[str, str]]:
    """Claims of a kind, and the codes of the faults that were planted, by control number."""
    claims = list(synthesize_claims(kind, _SIZES[kind], seed=4711))
    waiting = {item.code: item for item in planters(kind[-1])}
    known = list(planters(kind[-1]))
    order = list(range(len(claims)))
    chance.shuffle(order)
    faults: dict[str, str] = {}
    for at in order:
        if len(faults) == _FAULTS[kind]:
            break
        # Those that did not come yet are first, so that each comes.
        first = [item for item in known if item.code in waiting]
        chance.shuffle(first)
        for item in (*first, *chance.sample(known, len(known))):
            changed = item.plant(claims[at])
            if changed is not None:
                claims[at] = changed
                faults[changed.patient_control_number] = item.code
                waiting.pop(item.code, None)
                break
    assert not waiting, f"nothing in the batch suits {sorted(waiting)}"
    return claims, faults


def _checked(claims: list[Any]) -> Iterator[Checked]:
    written = edi_portal.write(
        iter(claims), sender="RIVERBILLING", receiver="EXAMPLEHUB", as_of=_NOW
    )
    return Scrubbing(None, Scrubber(), stream=io.BytesIO(written.data or b""))


def test_every_planted_fault_is_found_and_none_is_invented() -> None:
    chance = random.Random(20)
    groups: Counter[str] = Counter()
    for kind, size in _SIZES.items():
        claims, faults = _planted(kind, chance)
        answers = ClaimAnswers(_NOW)
        found: dict[str, set[str]] = {}
        rejected = set()
        for item in _checked(claims):
            number = item.claim.patient_control_number
            codes = {one.finding.code for one in item.found}
            assert item.structure == ()
            if codes:
                found[number] = codes
            if Severity.ERROR in item.severities:
                rejected.add(number)
            answers.add(item)
        assert found == {number: {code} for number, code in faults.items()}
        groups.update(code[:3] for code in faults.values())
        assert len(claims) == size
        assert answers.rejected == len(rejected)
        assert answers.accepted == size - len(rejected)
        written = edi_portal.write(
            answers.models(), sender="PAYER", receiver="SENDER", as_of=_NOW, guide="277CA"
        )
        assert edi_portal.validate(data=written.data).findings == ()
        said = {
            answer.patient_control_number: answer.category
            for answer in edi_portal.statuses(data=written.data)
            if answer.level == "claim"
        }
        assert {number for number, category in said.items() if category != "A2"} == rejected
        assert len(said) == size
    assert sum(groups.values()) == sum(_FAULTS.values()) == 200
    assert groups.keys() == _GROUPS

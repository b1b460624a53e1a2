"""Every rule against its cases, and what has to hold of all rules."""

import io
import re
from datetime import datetime

import pytest

import edi_portal
from edi_portal.errors import EdiError
from edi_portal.findings import Location
from edi_portal.scrubber.registry import by_code, rules
from edi_portal.scrubber.rule import Rule
from tests.scrub.cases import CASES, Case, all_cases, cases_of

_CASES = list(all_cases())
_FACT = re.compile(r"\{(\w+)")


def _id(case: Case) -> str:
    return f"{case.code}-{'pass' if case.passes else 'fail'}-{case.name}"


def _place(location: Location, *, in_full: bool) -> str:
    loops = location.loop or ""
    if not in_full:
        loops = loops.rpartition("/")[2].partition("[")[0]
    return f"{loops}/{location.reference}"


@pytest.mark.parametrize("case", _CASES, ids=_id)
def test_case(case: Case) -> None:
    found = case.findings(by_code()[case.code])
    if case.passes:
        assert not found
        return
    places = [
        _place(item.location, in_full="[" in (case.at[at] if at < len(case.at) else ""))
        for at, item in enumerate(found)
    ]
    assert places == list(case.at)
    assert {item.code for item in found} == {case.code}
    if case.says is not None:
        assert [item.message for item in found] == list(case.says)
    if case.severity is not None:
        assert found[0].severity is case.severity
    if case.status is not None:
        assert found[0].ack == {"277CA": case.status}


@pytest.mark.parametrize("case", _CASES, ids=_id)
def test_case_read_from_a_file(case: Case) -> None:
    """A claim says the same whether it was made in Python or read, and then where it stands."""
    if len(case.claims) > 1:
        return  # several claims are not alike in their transaction sets
    try:
        written = edi_portal.write(
            case.claims,
            sender="RIVERBILLING",
            receiver="EXAMPLEHUB",
            as_of=datetime(2025, 3, 10, 9, 15),  # noqa: DTZ001  envelopes bear no zone
        )
    except EdiError:
        return  # what a guide forbids cannot be written
    assert written.data is not None
    read = list(edi_portal.claims(stream=io.BytesIO(written.data)))
    before = case.findings(by_code()[case.code])
    after = case.findings(by_code()[case.code], claims=read)
    assert [item.message for item in after] == [item.message for item in before]
    lines = written.data.decode("ascii").splitlines()
    for one, other in zip(after, before, strict=True):
        assert one.location.reference == other.location.reference
        place = one.location
        assert place.line is not None
        assert place.segment_in_file is not None
        innermost = (place.loop or "").rpartition("/")[2]
        # What stands above a claim made in Python has no number yet.
        made = (other.location.loop or "").rpartition("/")[2]
        assert made in (innermost, innermost.partition("[")[0])
        if one.text is not None:
            assert lines[place.line - 1].startswith(f"{place.segment}*")
            assert one.text in lines[place.line - 1]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_rule_has_cases(rule: Rule) -> None:
    known = cases_of(rule.code)
    if rule.needs:
        return  # its cases need tables: they have tests of their own
    assert sum(case.passes for case in known) >= 2
    assert sum(not case.passes for case in known) >= 2


def test_every_case_is_of_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} <= by_code().keys()


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_rule_is_declared_well(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert set(rule.kinds) <= set("PID")
    assert rule.kinds
    assert not rule.message.endswith(".")
    assert rule.status is None or re.fullmatch(r"A\d:\d+(:(\w\w|\{entity\}))?", rule.status)
    assert rule.check.__name__ == rule.name.replace("-", "_")
    for item in (rule.summary, rule.why, rule.mend, rule.source):
        assert item.endswith((".", "]")), f"{rule.code}: a sentence ends with a full stop"


@pytest.mark.parametrize("kind", "PID")
def test_rules_of_a_kind_of_claim_have_names_of_their_own(kind: str) -> None:
    known = [rule.name for rule in rules() if kind in rule.kinds]
    assert len(known) == len(set(known))

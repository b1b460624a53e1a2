"""Our 999 says of a file what the acknowledgment says that pyx12 expects of it.

``acknowledgment_differences.toml`` lists where it does not, with the reason. Most of the
files are 4010, which we check for once as if 4010 were in use.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import attrs

import edi_portal
from edi_portal.acknowledgments import acknowledge
from edi_portal.event import Event, InterchangeEnd
from edi_portal.findings import Finding
from tests.corpus.expected_acknowledgments import Acknowledgment, Pair, Said, pairs, parse
from tests.corpus.index import judged

AS_OF = datetime(2024, 1, 2, 3, 4, tzinfo=UTC)
DIFFERENCES = judged("acknowledgment_differences.toml")


def of_whole_envelopes(events: Iterable[Event]) -> Iterator[Event]:
    """The events as if the interchanges had no fault of their own.

    We answer a rejected interchange by a TA1 alone, where pyx12 goes on to its groups. What
    we would say of the groups is compared nevertheless.
    """
    for event in events:
        if isinstance(event, Finding) and "TA105" in event.ack:
            ack = {name: code for name, code in event.ack.items() if name != "TA105"}
            if ack:
                yield attrs.evolve(event, ack=ack)
        elif isinstance(event, InterchangeEnd):
            yield attrs.evolve(event, closed=True)
        else:
            yield event


def answer(pair: Pair, *, whole: bool) -> Acknowledgment:
    events: Iterable[Event] = edi_portal.events(pair.source, legacy=True)
    if whole:
        events = of_whole_envelopes(events)
    return parse("".join(acknowledge(events, as_of=AS_OF)))


def differences(kind: str, stem: str) -> tuple[list[Said], list[Said]]:
    """What of theirs is not ours, and of ours not theirs, by the list."""
    listed = [item for item in DIFFERENCES[kind] if item["file"] == stem]
    theirs = [(item["of"], words) for item in listed for words in item.get("theirs", ())]
    ours = [(item["of"], words) for item in listed for words in item.get("ours", ())]
    return theirs, ours


def unlisted(said: list[Said], listed: list[Said]) -> tuple[list[Said], list[Said]]:
    """What is said beside the list, in its order, and what the list has that is not said."""
    rest = list(said)
    gone = []
    for words in listed:
        if words in rest:
            rest.remove(words)
        else:
            gone.append(words)
    return rest, gone


def compared(kind: str, stem: str, theirs: list[Said], ours: list[Said]) -> object:
    """Nothing, or all that does not agree and is not listed."""
    only_theirs, only_ours = differences(kind, stem)
    rest_of_theirs, gone = unlisted(theirs, only_theirs)
    rest_of_ours, not_said = unlisted(ours, only_ours)
    if rest_of_theirs == rest_of_ours and not gone and not not_said:
        return None
    return {
        "theirs": list((Counter(rest_of_theirs) - Counter(rest_of_ours)).elements()),
        "ours": list((Counter(rest_of_ours) - Counter(rest_of_theirs)).elements()),
        "listed as theirs, but not there": gone,
        "listed as ours, but not there": not_said,
    }


def test_sets_and_groups_are_acknowledged_as_expected(corpus: Path) -> None:
    wrong = {}
    for pair in pairs(corpus):
        ours = answer(pair, whole=True).said
        if found := compared("of_groups", pair.stem, pair.expects().said, ours):
            wrong[pair.stem] = found
    assert wrong == {}


def test_interchanges_are_acknowledged_as_expected(corpus: Path) -> None:
    wrong = {}
    for pair in pairs(corpus):
        theirs = pair.expects().said_of_interchanges
        ours = answer(pair, whole=False).said_of_interchanges
        if found := compared("of_interchanges", pair.stem, theirs, ours):
            wrong[pair.stem] = found
    assert wrong == {}


def test_a_rejected_interchange_is_answered_by_a_ta1_alone(corpus: Path) -> None:
    rejected = 0
    for pair in pairs(corpus):
        ours = answer(pair, whole=False)
        if any(" R " in words for _, words in ours.said_of_interchanges):
            rejected += 1
            assert ours.said == [], pair.stem
        else:
            assert ours.said == answer(pair, whole=True).said, pair.stem
    assert rejected


def test_5010_files_are_acknowledged_without_any_difference(corpus: Path) -> None:
    stems = {pair.stem for pair in pairs(corpus) if pair.expected.name.endswith(".resAck.txt")}
    assert len(stems) == 3
    assert stems & {item["file"] for items in DIFFERENCES.values() for item in items} == set()


def test_every_difference_has_a_reason_and_a_file(corpus: Path) -> None:
    stems = {pair.stem for pair in pairs(corpus)}
    for item in (item for items in DIFFERENCES.values() for item in items):
        assert item["file"] in stems
        assert item["reason"].endswith(".")
        assert item.get("theirs") or item.get("ours")

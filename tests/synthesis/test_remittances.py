"""Synthetic remittances: valid, balanced, and what the truth says of them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

import edi_portal
from edi_portal import UsageError
from edi_portal.models.remittance import ClaimPayment, Remittance, ServicePayment
from edi_portal.synthesis import (
    AS_OF,
    CORRUPTIONS,
    KINDS,
    Payment,
    SyntheticRemittance,
    UnansweredClaim,
    default_rates,
    synthesize_claims,
    synthesize_remittances,
    synthetic_remittances,
)

each_kind = pytest.mark.parametrize("kind", KINDS)
COUNT = 1_500
AT = datetime.combine(AS_OF, datetime.min.time())


@cache
def claims(kind: str) -> tuple[Any, ...]:
    return tuple(synthesize_claims(kind, COUNT, seed=11))


@cache
def answers(kind: str) -> tuple[Any, ...]:
    return tuple(synthetic_remittances(claims(kind), seed=11, corruption=0))


def remitted(kind: str) -> list[SyntheticRemittance]:
    return [found for found in answers(kind) if isinstance(found, SyntheticRemittance)]


def payments(kind: str, scenario: str | None = None) -> Iterator[tuple[Remittance, Payment]]:
    for found in remitted(kind):
        for payment in found.payments:
            if scenario in (None, payment.scenario):
                yield found.remittance, payment


def written(remittances: Any) -> bytes:
    data = edi_portal.write(iter(remittances), sender="RIPPLE1", receiver="QUILL01", as_of=AT).data
    assert data is not None
    return data


def cas(of: Any) -> Decimal:
    return sum((each.amount for each in of.adjustments), Decimal(0))


def out_of_balance(remittance: Remittance) -> list[str]:
    """What does not balance, by the sums that the guide asks for."""
    found = []
    for claim in remittance.claims:
        found += [
            "line"
            for each in claim.services
            if each.charge_amount - cas(each) != each.payment_amount
        ]
        adjusted = cas(claim) + sum(map(cas, claim.services))
        if claim.charge_amount - adjusted != claim.payment_amount:
            found.append("claim")
        if claim.services and claim.charge_amount != sum(
            each.charge_amount for each in claim.services
        ):
            found.append("charges")
        owed = sum(each.amount for each in _all(claim) if each.group == "PR")
        if owed != (claim.patient_responsibility or 0):
            found.append("patient")
    paid = sum(claim.payment_amount for claim in remittance.claims)
    if remittance.payment_amount != paid - sum(each.amount for each in remittance.adjustments):
        found.append("transaction")
    return found


@each_kind
def test_remittances_are_valid_balance_and_come_back_as_they_were(kind: str) -> None:
    remittances = list(synthesize_remittances(claims(kind)[:500], seed=2))
    data = written(remittances)
    report = edi_portal.validate(data=data, snip=7)
    assert report.ok
    assert report.findings == ()
    back = list(edi_portal.remittances(data=data))
    assert back == remittances
    assert [fault for found in back for fault in out_of_balance(found)] == []


@each_kind
def test_each_remittance_is_of_one_payer_and_payee_with_a_number_of_its_own(kind: str) -> None:
    batch, found = claims(kind), remitted(kind)
    traces = [each.remittance.trace_number for each in found]
    assert len(set(traces)) == len(traces)
    for each in found:
        own = [batch[payment.claim] for payment in each.payments]
        assert {claim.billing_provider.npi for claim in own} == {each.remittance.payee.identifier}
        assert len(each.payments) <= 2 * 40
        payer = each.remittance.payer.name
        assert all(
            payer == claim.payer.name or payment.model.status_code == "2"
            for claim, payment in zip(own, each.payments, strict=True)
        )


@each_kind
def test_every_claim_is_answered_or_said_to_be_unanswered(kind: str) -> None:
    answered = {payment.claim for _, payment in payments(kind)}
    left = {each.claim for each in answers(kind) if not isinstance(each, SyntheticRemittance)}
    assert answered | left == set(range(COUNT))
    assert not answered & left
    assert 0.01 < len(left) / COUNT < 0.1


@each_kind
def test_control_numbers_and_lines_come_back_as_they_were_sent(kind: str) -> None:
    batch = claims(kind)
    for remittance, payment in payments(kind):
        claim = batch[payment.claim]
        assert payment.model.patient_control_number == claim.patient_control_number
        assert payment.control_number == claim.patient_control_number
        numbers = [each.line_item_control_number for each in payment.model.services]
        assert numbers == [claim.lines[line].line_item_control_number for line in payment.lines]
        assert _on(remittance) > claim.transmission.created_on
        assert payment.corruption == ()


def _on(remittance: Remittance) -> date:
    assert remittance.payment_date is not None
    return remittance.payment_date


@each_kind
def test_every_scenario_occurs(kind: str) -> None:
    for scenario in default_rates().keys() - {"unanswered"}:
        found = {
            payment.scenario
            for each in synthetic_remittances(claims(kind)[:120], seed=6, rates=_only(scenario))
            if isinstance(each, SyntheticRemittance)
            for payment in each.payments
        }
        # Dentists have neither Medicare nor modifiers.
        fits = kind != "837D" or scenario not in ("crossover", "modifier-dropped")
        assert (scenario in found) == fits, scenario


@each_kind
def test_money_goes_in_every_way_and_is_adjusted_for_every_reason(kind: str) -> None:
    remittances = [found.remittance for found in remitted(kind)]
    codes = {
        each.code
        for remittance in remittances
        for adjustment in remittance.adjustments
        for each in adjustment.reasons
    }
    assert codes == {"L6", "WO", "FB", "72"}
    assert {remittance.payment_method for remittance in remittances} == {"ACH", "CHK", "NON"}


@each_kind
def test_a_claim_denied_is_processed_and_not_paid(kind: str) -> None:
    assert {payment.model.status_code for _, payment in payments(kind)} <= {
        "1", "2", "3", "19", "22",
    }  # fmt: skip
    for _, payment in payments(kind):
        if payment.scenario.startswith("denied-"):
            assert payment.model.status_code in "123"
            assert payment.model.payment_amount == 0
            assert all(cas(each) == each.charge_amount for each in payment.model.services)


@each_kind
def test_a_reversal_takes_back_an_earlier_payment_under_its_own_groups(kind: str) -> None:
    paid: dict[str, tuple[date, ClaimPayment]] = {}
    corrections = set()
    for remittance, payment in payments(kind):
        model = payment.model
        number = model.payer_claim_control_number
        if model.status_code != "22":
            assert number not in paid
            paid[number] = (_on(remittance), model)
            if model.original_reference_number is not None:
                corrections.add(model.original_reference_number)
                assert payment.scenario == "corrected"
            continue
        on, before = paid[number]
        assert on < _on(remittance)
        assert model.charge_amount == -before.charge_amount
        assert model.payment_amount == -before.payment_amount
        for one, other in zip(_parts(model), _parts(before), strict=True):
            assert [(each.group, each.reason, each.amount) for each in one.adjustments] == [
                (each.group, each.reason, -each.amount) for each in other.adjustments
            ]
    reversed_ = {
        payment.model.payer_claim_control_number
        for _, payment in payments(kind, "corrected")
        if payment.model.status_code == "22"
    }
    assert reversed_ == corrections


@each_kind
def test_interest_is_paid_beside_the_claims(kind: str) -> None:
    for found in remitted(kind):
        interest = sum(claim.interest_amount or 0 for claim in found.remittance.claims)
        paid = sum(_of(found.remittance, "L6"))
        assert paid == -interest


def _of(remittance: Remittance, code: str) -> list[Decimal]:
    return [
        each.amount
        for adjustment in remittance.adjustments
        for each in adjustment.reasons
        if each.code == code
    ]


@each_kind
def test_what_is_held_or_forwarded_is_collected_once_and_never_more(kind: str) -> None:
    open_: dict[tuple[str, str, str], Decimal] = {}
    for found in remitted(kind):
        remittance = found.remittance
        assert remittance.payment_amount >= 0
        assert (remittance.payment_method == "NON") == (remittance.payment_amount == 0)
        for adjustment in remittance.adjustments:
            for each in adjustment.reasons:
                if each.code not in ("WO", "FB") or (each.reference or "").startswith("R"):
                    continue
                key = (remittance.payer_identifier, each.code, each.reference or "")
                if each.amount < 0:
                    assert key not in open_
                    open_[key] = -each.amount
                else:
                    assert open_.pop(key) == each.amount


@each_kind
def test_a_payer_after_others_says_once_what_they_did(kind: str) -> None:
    for _, payment in payments(kind, "secondary"):
        model = payment.model
        parts = [model] if model.adjustments else list(model.services)
        assert model.status_code in ("2", "3")
        for part in parts:
            reasons = [(each.group, each.reason) for each in part.adjustments]
            assert reasons.count(("OA", "23")) == (1 if part.charge_amount else 0)


@pytest.mark.parametrize("kind", ["837P", "837I"])
def test_a_claim_sent_on_is_paid_by_the_next_payer_later(kind: str) -> None:
    first = {
        payment.claim: (_on(remittance), payment.model)
        for remittance, payment in payments(kind, "crossover")
    }
    second = {
        payment.claim: (remittance, payment.model)
        for remittance, payment in payments(kind, "secondary")
    }
    assert first
    for claim, (on, model) in first.items():
        remittance, after = second[claim]
        assert model.status_code == "19"
        assert model.crossover_carrier is not None
        assert remittance.payer.name == model.crossover_carrier.name
        assert _on(remittance) > on
        assert after.payment_amount <= (model.patient_responsibility or 0)


@each_kind
def test_a_split_claim_comes_in_two_parts_that_say_so(kind: str) -> None:
    batch = claims(kind)
    parts: dict[int, list[Payment]] = {}
    for _, payment in payments(kind, "split-claim"):
        parts.setdefault(payment.claim, []).append(payment)
    for claim, found in parts.items():
        assert len(found) == 2
        assert all("MA15" in each.model.remark_codes for each in found)
        assert sum(each.model.charge_amount for each in found) == batch[claim].charge_amount
        lines = [line for each in found for line in each.lines]
        assert lines == list(range(len(batch[claim].lines)))


@each_kind
def test_lines_that_are_split_bundled_or_taken_apart_add_up(kind: str) -> None:
    batch = claims(kind)
    for _, payment in payments(kind):
        claim, model = batch[payment.claim], payment.model
        if model.status_code == "22" or not model.services:
            continue
        charges: Counter[int] = Counter()
        for line, service in zip(payment.lines, model.services, strict=True):
            charges[line] += service.charge_amount  # type: ignore[assignment]
        assert all(charges[line] == claim.lines[line].charge_amount for line in charges)
        repeated = {line for line, times in Counter(payment.lines).items() if times > 1}
        assert bool(repeated) == (payment.scenario in ("split-line", "unbundled"))
        submitted = [each for each in model.services if each.submitted_procedure is not None]
        assert bool(submitted) == (payment.scenario in ("bundled", "unbundled"))
        for line in repeated:
            pieces = [
                each
                for place, each in zip(payment.lines, model.services, strict=True)
                if place == line
            ]
            if payment.scenario == "split-line":
                assert sum(each.paid_units or 0 for each in pieces) == claim.lines[line].units
            else:
                first, *rest = pieces
                assert all(each.charge_amount == 0 and each.payment_amount > 0 for each in rest)
                assert first.charge_amount == claim.lines[line].charge_amount
        if payment.scenario == "bundled":
            pairs = {
                (each.group, each.reason, each.amount < 0)
                for service in submitted
                for each in service.adjustments
            }
            assert {("OA", "94", True), ("CO", "97", False)} <= pairs


@each_kind
def test_claims_come_back_changed_as_often_as_asked(kind: str) -> None:
    found = [
        payment
        for each in synthetic_remittances(claims(kind), seed=3, corruption=0.2)
        if isinstance(each, SyntheticRemittance)
        for payment in each.payments
    ]
    share = sum(bool(payment.corruption) for payment in found) / len(found)
    assert 0.17 < share < 0.23
    used = {kind_ for payment in found for kind_ in payment.corruption}
    left_out = {"837I": {"npi-missing"}, "837D": {"modifiers-dropped"}}
    assert used == set(CORRUPTIONS) - left_out.get(kind, set())


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_each_corruption_changes_what_it_names_and_stays_valid(corruption: str) -> None:
    batch = claims("837P")[:250]
    found = [
        each
        for each in synthetic_remittances(
            batch, seed=4, corruption=1, corruptions=[corruption], rates=_only("paid")
        )
        if isinstance(each, SyntheticRemittance)
    ]
    report = edi_portal.validate(data=written(each.remittance for each in found), snip=7)
    assert report.ok
    assert report.findings == ()
    assert [fault for each in found for fault in out_of_balance(each.remittance)] == []
    changed = 0
    for each in found:
        for payment in each.payments:
            assert payment.corruption in ((), (corruption,))
            differs = _differences(batch[payment.claim], payment)
            assert differs == ({_CHANGES[corruption]} if payment.corruption else set())
            changed += bool(differs)
    assert changed > 10


_CHANGES = {
    **{name: "control" for name in CORRUPTIONS if name.startswith("control-")},
    "name-misspelt": "name",
    "name-swapped": "name",
    "date-shifted": "date",
    "charge-changed": "charge",
    "procedure-changed": "code",
    "modifiers-dropped": "modifiers",
    "npi-missing": "npi",
    "line-number-dropped": "line",
}


def _only(scenario: str) -> dict[str, float]:
    return {**dict.fromkeys(default_rates(), 0.0), scenario: 1.0}


def _differences(claim: Any, payment: Payment) -> set[str]:
    model, person = payment.model, claim.patient_person
    services = model.services
    lines = [claim.lines[line] for line in payment.lines]
    rendering = claim.rendering_provider
    assert model.patient is not None
    pairs = {
        "control": (model.patient_control_number, claim.patient_control_number),
        "name": (
            (model.patient.last_name, model.patient.first_name),
            (person.last_name, person.first_name),
        ),
        "charge": (model.charge_amount, claim.charge_amount),
        "date": ([each.service_period for each in services], [each.service_date for each in lines]),
        "code": ([each.procedure.code for each in services], [_.procedure.code for _ in lines]),
        "modifiers": (
            [each.procedure.modifiers for each in services],
            [each.procedure.modifiers for each in lines],
        ),
        "line": (
            [each.line_item_control_number for each in services],
            [each.line_item_control_number for each in lines],
        ),
        "npi": (
            model.service_provider.identifier if model.service_provider else None,
            rendering.npi if rendering else None,
        ),
    }
    return {name for name, (one, other) in pairs.items() if one != other}


def test_claims_wait_in_bounded_number() -> None:
    taken = 0

    def counted() -> Iterator[Any]:
        nonlocal taken
        for claim in synthesize_claims("837P", 2_000, seed=5):
            taken += 1
            yield claim

    done, most = 0, 0
    for found in synthetic_remittances(counted(), seed=5, most=4):
        if isinstance(found, SyntheticRemittance):
            assert len(found.payments) <= 8
            done += sum(payment.model.status_code in "13" for payment in found.payments)
        most = max(most, taken - done)
    assert taken == 2_000
    assert most < 600


def test_the_seed_decides() -> None:
    batch = claims("837P")[:300]
    first = list(synthesize_remittances(batch, seed=1))
    assert list(synthesize_remittances(iter(batch), seed=1)) == first
    assert list(synthesize_remittances(batch, seed=2)) != first


def test_rates_say_what_occurs() -> None:
    batch = claims("837D")[:300]
    found = list(synthesize_remittances(batch, seed=1, rates=_only("denied-timely"), corruption=0))
    reasons = {each.reason for one in found for claim in one.claims for each in _all(claim)}
    assert reasons == {"29"}
    assert list(synthesize_remittances(batch, seed=1, rates=_only("unanswered"))) == []
    left = [
        claims("837P")[each.claim].claim_frequency_code
        for each in synthetic_remittances(claims("837P"), seed=1, rates={"unanswered": 0})
        if isinstance(each, UnansweredClaim)
    ]
    assert set(left) == {"8"}
    assert list(synthesize_remittances([], seed=1)) == []


def _all(claim: ClaimPayment) -> list[Any]:
    return [each for part in _parts(claim) for each in part.adjustments]


def _parts(claim: ClaimPayment) -> tuple[ClaimPayment | ServicePayment, ...]:
    return (claim, *claim.services)


def test_claims_of_a_file_are_answered_too(samples: Any) -> None:
    for path in sorted((samples / "valid").glob("837*.x12")):
        batch = list(edi_portal.claims(path))
        for seed in range(2):
            found = list(synthesize_remittances(batch, seed=seed, rates={"unanswered": 0}))
            report = edi_portal.validate(data=written(found))
            assert report.ok, path.name
            assert [fault for each in found for fault in out_of_balance(each)] == []


@pytest.mark.parametrize(
    "options",
    [
        {"rates": {"unheard-of": 1}},
        {"rates": {"paid": -1}},
        {"rates": dict.fromkeys(default_rates(), 0)},
        {"corruption": 1.5},
        {"corruptions": ["unheard-of"]},
        {"corruptions": "control-case"},
        {"most": 0},
    ],
)
def test_what_does_not_fit_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        synthesize_remittances([], seed=1, **options)

"""Follow-up of a reconciliation: entries to be posted, and a worklist for those who work claims."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from edi_portal.matching.posting import Posting, post
from edi_portal.matching.results import Match, Result
from edi_portal.matching.worklist import Exceptional, Limits, Trouble, WorkItem, worklist
from edi_portal.reconciling import Reconciling

OLDER_THAN = 30
"""Days after which a claim without a payment is on the worklist."""

# Findings of matching, by what they are to the worklist.
_TROUBLES = {
    "claim-not-found": Trouble.CLAIM_NOT_FOUND,
    "claim-ambiguous": Trouble.AMBIGUOUS,
    "control-number-conflict": Trouble.CONFLICT,
    "patient-differs": Trouble.CONFLICT,
    "charge-differs": Trouble.CONFLICT,
    "service-line-not-found": Trouble.LINE_NOT_FOUND,
    "line-of-another-claim": Trouble.LINE_NOT_FOUND,
    "procedure-changed": Trouble.PROCEDURE_CHANGED,
    "modifier-dropped": Trouble.MODIFIER_DROPPED,
    "duplicate-remittance": Trouble.DUPLICATE_REMITTANCE,
    "duplicate-payment": Trouble.DUPLICATE_PAYMENT,
    "reversal-without-original": Trouble.REVERSAL_ALONE,
    "payer-differs": Trouble.PAYER_DIFFERS,
    "paid-before-submitted": Trouble.PAID_EARLY,
}


@attrs.frozen(kw_only=True)
class _Unpaid:
    """What the worklist asks of a claim that may be of an earlier run, and no model then."""

    patient_control_number: str = attrs.field(repr=False)
    charge_amount: Any = attrs.field(repr=False)


class FollowUp:
    """Keeps of the matches what posting and worklist need; then reads the remittances once more.

    Pass the matches through `noting`, to their end, before `postings` or `worklist`.
    """

    def __init__(self, run: Reconciling, *, older_than: int = OLDER_THAN) -> None:
        self._run = run
        self._older_than = older_than
        self._troubles: dict[int, tuple[Trouble, ...]] = {}
        self._unpaid: list[tuple[int, _Unpaid]] = []

    def noting(self, matches: Iterator[Match]) -> Iterator[Match]:
        """The matches as they are."""
        for number, match in enumerate(matches):
            claim = match.claim
            if match.payment is not None:
                found = dict.fromkeys(
                    _TROUBLES[item.name] for item in match.findings if item.name in _TROUBLES
                )
                if found:
                    self._troubles[number] = tuple(found)
            elif match.result is Result.UNPAID and claim is not None and claim.frequency != "8":
                unpaid = _Unpaid(patient_control_number=claim.control, charge_amount=claim.charge)
                self._unpaid.append((claim.sent, unpaid))
            yield match

    def postings(self) -> Iterator[tuple[int, Posting]]:
        """Each remittance as entries, with the number of its first payment.

        One that was read before, in an earlier run or in this one, is not posted again.
        """
        for number, remittance, before in self._run.remittances_again():
            if not before:
                yield number, post(remittance)

    def claim_control_numbers(self, number: int, posting: Posting) -> Mapping[int, str]:
        """The control number of the claim (CLM01) of each payment that has one, by its place."""
        found = {}
        for claim in posting.claims:
            key = self._run.claim_of(number + claim.number - 1)
            if key is not None:
                found[claim.number] = key.control
        return found

    def worklist(self, limits: Mapping[str, Limits] | None = None) -> list[WorkItem]:
        """What is to be done next, most urgent first.

        A claim without a payment is in it where the newest remittance of the run is more than
        ``older_than`` days after the claim was sent.
        """
        troubles = list(self._of_unpaid())
        # Posted first, which is what finds the payments that the troubles are about.
        postings = list(self._posted(troubles))
        return worklist(postings, troubles, limits=limits)

    def _posted(self, troubles: list[Exceptional]) -> Iterator[Posting]:
        for number, remittance, before in self._run.remittances_again():
            if not before:
                yield post(remittance)
            found = {
                place: self._troubles[number + place]
                for place in range(len(remittance.claims))
                if number + place in self._troubles
            }
            head = remittance.evolve(claims=()) if found else remittance
            repeated = False
            for place, kinds in found.items():
                payment = remittance.claims[place].evolve(remittance=head)
                for kind in kinds:
                    amount = None
                    if kind is Trouble.DUPLICATE_REMITTANCE:
                        # Once for all of its payments.
                        if repeated:
                            continue
                        repeated, amount = True, remittance.payment_amount
                    troubles.append(Exceptional(kind=kind, payment=payment, amount=amount))

    def _of_unpaid(self) -> Iterator[Exceptional]:
        days = [advice.day.toordinal() for advice in self._run.advices if advice.day is not None]
        newest = max(days, default=0)
        for sent, claim in self._unpaid:
            if newest - sent > self._older_than:
                known: Any = claim
                yield Exceptional(kind=Trouble.NO_PAYMENT, claim=known)

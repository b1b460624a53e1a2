"""How a payment compares with a claim, field by field, and what that weighs."""

import enum
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import attrs

from edi_portal.matching.folding import likeness, normalised, unsuffixed
from edi_portal.matching.records import ClaimKey, LineKey, PaymentKey
from edi_portal.toml import read_toml

_ALIKE = 0.6
_SHORTEST = 5  # characters of a control number that can be the beginning of another
_UNIQUE_LINE = 6
_NEAR = 1  # days


class Level(enum.StrEnum):
    """How one field of a payment compares with that of a claim."""

    AGREES = "agrees"
    SIMILAR = "similar"
    SWAPPED = "swapped"
    PART = "part"
    WITHIN = "within"
    NEAR = "near"
    OVERLAPS = "overlaps"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class Comparison:
    """How each field compares: the evidence for and against a match, without values.

    ``control`` is of the patient control number, ``member`` of member numbers, ``name`` of the
    patient, ``dates`` of first and last day of service, ``charge`` of CLM02 with CLP03 without
    its sign, ``procedures`` as billed, ``provider`` of the billing provider with the payee,
    ``rendering`` of who rendered the services, ``lines`` of line item control numbers.
    """

    control: Level
    member: Level
    name: Level
    dates: Level
    charge: Level
    procedures: Level
    provider: Level
    rendering: Level
    lines: Level
    payer_number: Level = Level.UNKNOWN

    @property
    def score(self) -> int:
        """The weights of all fields, added."""
        table = weights()
        score = sum(table[field].get(getattr(self, field), 0) for field in _FIELDS)
        if self.member is Level.AGREES and self.name in _SAME_NAME:
            score += table["name"]["confirms"] - table["name"][self.name]
        return score

    @property
    def is_of_the_claim(self) -> bool:
        """Whether something tells of this claim, and not of its patient alone."""
        return (
            self.dates in _SAME_DATES
            or self.lines in _SAME_LINES
            or self.control is Level.AGREES
            or (self.control is Level.SIMILAR and self.charge is Level.AGREES)
        )

    @property
    def evidence(self) -> Mapping[str, str]:
        """What is known, by field: its level as text."""
        found = {field: getattr(self, field) for field in _FIELDS}
        return {field: str(level) for field, level in found.items() if level is not Level.UNKNOWN}

    @property
    def patient_agrees(self) -> bool:
        """Whether member number or name say that it is the same patient."""
        return self.member is Level.AGREES or self.name in _SAME_NAME

    @property
    def patient_differs(self) -> bool:
        """Whether something is known of the patient, and none of it agrees."""
        known = (self.member, self.name)
        return not self.patient_agrees and Level.DIFFERS in known

    @property
    def contradicts(self) -> bool:
        """Whether charge, patient and dates together say that it is another claim."""
        return self.charge is Level.DIFFERS and self.dates is Level.DIFFERS and self.patient_differs

    @property
    def supported(self) -> bool:
        """Whether one of patient, charge and dates agrees."""
        return self.patient_agrees or self.supported_otherwise

    @property
    def supported_otherwise(self) -> bool:
        """Whether charge or dates agree, whatever is known of the patient."""
        return self.charge is Level.AGREES or self.dates in _SAME_DATES


_FIELDS = tuple(field.name for field in attrs.fields(Comparison))
_SAME_NAME = frozenset({Level.AGREES, Level.SWAPPED, Level.SIMILAR})
_SAME_LINES = frozenset({Level.AGREES, Level.PART})
_SAME_DATES = frozenset({Level.AGREES, Level.WITHIN, Level.NEAR})


@cache
def weights() -> Mapping[str, Mapping[str, int]]:
    """The weights by field and level, and the ``thresholds``, as ``weights.toml`` has them."""
    return MappingProxyType(read_toml(files(__package__) / "weights.toml"))


def compare(payment: PaymentKey, claim: ClaimKey, *, known: bool = False) -> Comparison:
    """Compare a payment with a claim; ``known`` says that the payer's number leads to it."""
    return Comparison(
        control=_control(payment.control, claim.control),
        member=_members(payment.members, claim.members),
        name=_name(payment, claim),
        dates=_dates(payment, claim),
        charge=_charge(payment, claim),
        procedures=_procedures(payment.lines, claim.lines),
        provider=_provider(payment, claim),
        rendering=_same(payment.rendering, claim.rendering),
        lines=_lines(payment.lines, claim.lines),
        payer_number=Level.AGREES if known else Level.UNKNOWN,
    )


def _same(one: str, other: str) -> Level:
    if not one or not other:
        return Level.UNKNOWN
    return Level.AGREES if one == other else Level.DIFFERS


def _control(sent: str, own: str) -> Level:
    """Equal to all that payers do to numbers, or the one begins with the other."""
    one, other = normalised(sent), normalised(own)
    if one == other or unsuffixed(sent) == other:
        return Level.AGREES
    if is_cut(one, other):
        return Level.SIMILAR
    return Level.DIFFERS


def is_cut(one: str, other: str) -> bool:
    """Whether one of two normalised numbers is the beginning of the other."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST and longer.startswith(shorter)


def _members(sent: tuple[str, ...], own: tuple[str, ...]) -> Level:
    if not sent or not own:
        return Level.UNKNOWN
    return Level.AGREES if not set(sent).isdisjoint(own) else Level.DIFFERS


def _name(payment: PaymentKey, claim: ClaimKey) -> Level:
    if not payment.last or not claim.last:
        return Level.UNKNOWN
    sent, own = (payment.last, payment.first), (claim.last, claim.first)
    if sent == own:
        return Level.AGREES
    if sent == own[::-1]:
        return Level.SWAPPED
    alike = likeness(sent[0], own[0])
    if alike >= _ALIKE and (not sent[1] or not own[1] or likeness(sent[1], own[1]) >= _ALIKE):
        return Level.SIMILAR
    return Level.DIFFERS


def _dates(payment: PaymentKey, claim: ClaimKey) -> Level:
    if not payment.start or not claim.start:
        return Level.UNKNOWN
    if payment.start == claim.start and payment.end == claim.end:
        return Level.AGREES
    if claim.start <= payment.start and payment.end <= claim.end:
        return Level.WITHIN
    if abs(payment.start - claim.start) <= _NEAR and abs(payment.end - claim.end) <= _NEAR:
        return Level.NEAR
    if payment.start <= claim.end and claim.start <= payment.end:
        return Level.OVERLAPS
    return Level.DIFFERS


def _charge(payment: PaymentKey, claim: ClaimKey) -> Level:
    # A reversal bears the charge with the opposite sign.
    charge = abs(payment.charge)
    if charge == claim.charge:
        return Level.AGREES
    if charge < claim.charge and 0 < len(payment.lines) < len(claim.lines):
        return Level.PART
    return Level.DIFFERS


def _procedures(sent: tuple[LineKey, ...], own: tuple[LineKey, ...]) -> Level:
    """What was billed: where a code was changed, as far as the payment says it."""
    billed = {line.procedure for line in own}
    asked = {line.asked for line in sent}
    if not billed or not asked:
        return Level.UNKNOWN
    if asked == billed:
        return Level.AGREES
    if asked < billed:
        return Level.PART
    return Level.DIFFERS if asked.isdisjoint(billed) else Level.OVERLAPS


def _provider(payment: PaymentKey, claim: ClaimKey) -> Level:
    found = {_same(payment.npi, claim.npi), _same(payment.tax_id, claim.tax_id)}
    for level in (Level.AGREES, Level.DIFFERS):
        if level in found:
            return level
    return Level.UNKNOWN


def _lines(sent: tuple[LineKey, ...], own: tuple[LineKey, ...]) -> Level:
    """Numbers that are long enough to be of one line only."""
    given = {line.control for line in own if len(line.control) >= _UNIQUE_LINE}
    back = {line.control for line in sent if len(line.control) >= _UNIQUE_LINE}
    if not given or not back:
        return Level.UNKNOWN
    if back == given:
        return Level.AGREES
    return Level.DIFFERS if back.isdisjoint(given) else Level.PART

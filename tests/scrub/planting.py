"""Faults to plant into clean claims: each breaks one rule, and no other."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs

from edi_portal.models.claim import RelatedCauses, ToothInformation
from edi_portal.models.values import DateRange

Plant = Callable[[Any], Any]


@attrs.frozen
class Planter:
    """Plants a fault that a rule finds; gives ``None`` for a claim that it does not suit."""

    code: str
    kinds: str
    plant: Plant


_PLANTERS: list[Planter] = []


def _plants(code: str, kinds: str) -> Callable[[Plant], Plant]:
    def kept(plant: Plant) -> Plant:
        _PLANTERS.append(Planter(code, kinds, plant))
        return plant

    return kept


def planters(kind: str) -> Iterator[Planter]:
    """Those for a kind of claim: P, I or D."""
    return (item for item in _PLANTERS if kind in item.kinds)


def _wrong_npi(npi: str) -> str:
    return npi[:-1] + str((int(npi[-1]) + 3) % 10)


def _line(claim: Any, at: int, **changes: Any) -> Any:
    lines = list(claim.lines)
    lines[at] = lines[at].evolve(**changes)
    return claim.evolve(lines=tuple(lines))


def _plain(claim: Any) -> bool:
    """No other payer, no replacement, no encounter: what most rules are about."""
    return not claim.other_insurance and claim.claim_frequency_code == "1"


@_plants("PRV001", "PID")
def _npi(claim: Any) -> Any:
    provider = claim.rendering_provider
    if provider is None or provider.npi is None or provider.npi == claim.billing_provider.npi:
        return None
    return claim.evolve(rendering_provider=provider.evolve(npi=_wrong_npi(provider.npi)))


@_plants("PRV001", "I")
def _npi_of_who_attends(claim: Any) -> Any:
    provider = claim.attending_provider
    if provider is None or provider.npi is None:
        return None
    return claim.evolve(attending_provider=provider.evolve(npi=_wrong_npi(provider.npi)))


@_plants("PRV005", "PD")
def _taxonomy(claim: Any) -> Any:
    provider = claim.rendering_provider
    if provider is None or provider.taxonomy_code is None:
        return None
    return claim.evolve(rendering_provider=provider.evolve(taxonomy_code="207Q00000Y"))


@_plants("PRV007", "P")
def _short_zip(claim: Any) -> Any:
    facility = claim.service_facility
    if facility is None or facility.postal_code is None:
        return None
    return claim.evolve(service_facility=facility.evolve(postal_code=facility.postal_code[:5]))


@_plants("PRV010", "I")
def _nobody_attends(claim: Any) -> Any:
    return claim.evolve(attending_provider=None) if claim.attending_provider is not None else None


@_plants("SUB002", "PI")
def _mbi(claim: Any) -> Any:
    insured = claim.subscriber
    if insured.claim_filing_code not in ("MA", "MB") or claim.patient is not None:
        return None
    return claim.evolve(subscriber=insured.evolve(member_id="1EG4TE5MK7"))


@_plants("SUB003", "PD")
def _born_after_the_service(claim: Any) -> Any:
    if claim.patient is None or claim.patient.birth_date is None:
        return None
    later = claim.transmission.created_on + timedelta(days=1)
    return claim.evolve(patient=claim.patient.evolve(birth_date=later))


@_plants("SUB005", "PID")
def _no_address(claim: Any) -> Any:
    insured = claim.subscriber
    if claim.patient is not None or insured.organization_name is not None:
        return None
    nothing = dict.fromkeys(("address_line", "address_line_2", "city", "state", "postal_code"))
    return claim.evolve(subscriber=insured.evolve(**nothing))


@_plants("CLM001", "PID")
def _long_number(claim: Any) -> Any:
    number = f"{claim.patient_control_number}{'X' * 21}"[:25]
    return claim.evolve(patient_control_number=number) if _plain(claim) else None


@_plants("CLM003", "PID")
def _total(claim: Any) -> Any:
    return claim.evolve(charge_amount=claim.charge_amount + 1) if _plain(claim) else None


@_plants("CLM005", "PD")
def _frequency(claim: Any) -> Any:
    return claim.evolve(claim_frequency_code="5") if _plain(claim) else None


@_plants("CLM006", "PD")
def _no_original(claim: Any) -> Any:
    return claim.evolve(claim_frequency_code="7") if _plain(claim) else None


@_plants("CLM007", "PD")
def _original_of_an_original(claim: Any) -> Any:
    return claim.evolve(payer_claim_control_number="ICN0001") if _plain(claim) else None


@_plants("CLM008", "PD")
def _place(claim: Any) -> Any:
    if claim.place_of_service not in ("11", "12"):
        return None
    return claim.evolve(place_of_service="30")


@_plants("CLM009", "PD")
def _accident_without_its_day(claim: Any) -> Any:
    if claim.related_causes is not None or claim.accident_date is not None:
        return None
    return claim.evolve(related_causes=RelatedCauses(causes=("OA",)))


@_plants("CLM014", "P")
def _tomorrow(claim: Any) -> Any:
    line = claim.lines[0]
    if len(claim.lines) > 1 or isinstance(line.service_date, DateRange) or line.adjudications:
        return None
    if claim.patient_person.birth_date is None or claim.admission_date is not None:
        return None
    return _line(claim, 0, service_date=claim.transmission.created_on + timedelta(days=3))


@_plants("CLM020", "P")
def _clia(claim: Any) -> Any:
    return claim.evolve(clia_number="45X0612345") if claim.clia_number is not None else None


@_plants("DIA001", "P")
def _pointed_code(claim: Any) -> Any:
    code = claim.diagnoses[0].code
    if code is None or len(code) < 4:
        return None
    first = claim.diagnoses[0].evolve(code=f"{code[:3]}.{code[3:]}")
    return claim.evolve(diagnoses=(first, *claim.diagnoses[1:]))


@_plants("DIA002", "P")
def _unknown_code(claim: Any) -> Any:
    first = claim.diagnoses[0].evolve(code="R9999")
    return claim.evolve(diagnoses=(first, *claim.diagnoses[1:])) if _adult(claim) else None


def _adult(claim: Any) -> bool:
    born = claim.patient_person.birth_date
    return born is not None and born < date(1995, 1, 1)


@_plants("DIA003", "P")
def _category(claim: Any) -> Any:
    if not _adult(claim):
        return None
    first = claim.diagnoses[0].evolve(code="M54")
    return claim.evolve(diagnoses=(first, *claim.diagnoses[1:]))


@_plants("DIA004", "P")
def _twice(claim: Any) -> Any:
    if len(claim.diagnoses) >= 12:
        return None
    return claim.evolve(diagnoses=(*claim.diagnoses, claim.diagnoses[0]))


@_plants("DIA005", "PD")
def _dangling(claim: Any) -> Any:
    if not claim.diagnoses or not claim.lines[0].diagnosis_pointers:
        return None
    return _line(claim, 0, diagnosis_pointers=(len(claim.diagnoses) + 1,))


@_plants("DIA007", "P")
def _cause_first(claim: Any) -> Any:
    if not _adult(claim) or claim.related_causes is not None:
        return None
    first = claim.diagnoses[0].evolve(code="W1830XA")
    return claim.evolve(diagnoses=(first, *claim.diagnoses[1:]))


@_plants("DIA014", "I")
def _nothing_on_admission(claim: Any) -> Any:
    if claim.facility_type != "11" or claim.admitting_diagnosis is None:
        return None
    return claim.evolve(admitting_diagnosis=None)


@_plants("SVC001", "P")
def _procedure(claim: Any) -> Any:
    if len(claim.lines) < 2 or claim.lines[0].drug is not None:
        return None
    procedure = claim.lines[0].procedure
    if procedure.modifiers:
        return None
    return _line(claim, 0, procedure=procedure.evolve(code="9921"))


@_plants("SVC003", "PI")
def _modifier_twice(claim: Any) -> Any:
    procedure = claim.lines[0].procedure
    if procedure is None or len(procedure.modifiers) != 1:
        return None
    twice = procedure.modifiers * 2
    return _line(claim, 0, procedure=procedure.evolve(modifiers=twice))


@_plants("SVC004", "P")
def _both_parts(claim: Any) -> Any:
    procedure = claim.lines[0].procedure
    if procedure.modifiers != ("26",):
        return None
    return _line(claim, 0, procedure=procedure.evolve(modifiers=("26", "TC")))


@_plants("SVC014", "PID")
def _one_number_for_two_lines(claim: Any) -> Any:
    if len(claim.lines) < 2 or claim.lines[0].line_item_control_number is None:
        return None
    return _line(claim, 1, line_item_control_number=claim.lines[0].line_item_control_number)


@_plants("SVC015", "P")
def _short_ndc(claim: Any) -> Any:
    for at, line in enumerate(claim.lines):
        if line.drug is not None and line.drug.qualifier == "N4":
            return _line(claim, at, drug=line.drug.evolve(code="1234567890"))
    return None


@_plants("REV001", "I")
def _revenue_code(claim: Any) -> Any:
    code = claim.lines[0].revenue_code
    if len(claim.lines) < 2 or code[:2] not in ("03", "04", "05") or claim.lines[0].drug:
        return None
    return _line(claim, 0, revenue_code=code[1:])


@_plants("REV008", "I")
def _type_of_bill(claim: Any) -> Any:
    return claim.evolve(facility_type="19") if claim.facility_type == "13" else None


@_plants("REV009", "I")
def _patient_status(claim: Any) -> Any:
    return claim.evolve(patient_status="99") if _plain(claim) else None


@_plants("REV011", "I")
def _admission_type(claim: Any) -> Any:
    if claim.admission_type not in ("2", "3") or claim.facility_type != "11":
        return None
    return claim.evolve(admission_type="8")


@_plants("REV012", "I")
def _no_admission(claim: Any) -> Any:
    if claim.facility_type != "11" or not _plain(claim):
        return None
    return claim.evolve(admission_date=None)


@_plants("REV015", "I")
def _icd10pcs(claim: Any) -> Any:
    if claim.principal_procedure is None or claim.principal_procedure.code is None:
        return None
    code = claim.principal_procedure.code
    return claim.evolve(
        principal_procedure=claim.principal_procedure.evolve(code=f"{code[:3]}O{code[4:]}")
    )


@_plants("REV017", "I")
def _more_than_charged(claim: Any) -> Any:
    line = claim.lines[0]
    if line.charge_amount <= 0 or line.adjudications:
        return None
    return _line(claim, 0, non_covered_amount=line.charge_amount + 1)


@_plants("COB003", "P")
def _unbalanced(claim: Any) -> Any:
    if not claim.other_insurance or claim.other_insurance[0].payer_paid_amount is None:
        return None
    first = claim.other_insurance[0]
    paid = first.payer_paid_amount + Decimal(5)
    return claim.evolve(
        other_insurance=(first.evolve(payer_paid_amount=paid), *claim.other_insurance[1:])
    )


@_plants("COB005", "P")
def _stranger(claim: Any) -> Any:
    line = claim.lines[0]
    if not line.adjudications or len(claim.other_insurance) != 1 or len(claim.lines) != 1:
        return None
    own = claim.other_insurance[0]
    if own.payer_paid_amount != line.adjudications[0].paid_amount:
        return None
    return _line(
        claim, 0, adjudications=(line.adjudications[0].evolve(payer_identifier="STRANGER"),)
    )


@_plants("DNT001", "D")
def _tooth(claim: Any) -> Any:
    for at, line in enumerate(claim.lines):
        if line.teeth and not line.teeth[0].surfaces:
            return _line(claim, at, teeth=(ToothInformation(tooth="33"), *line.teeth[1:]))
    return None


@_plants("DNT002", "D")
def _surface(claim: Any) -> Any:
    for at, line in enumerate(claim.lines):
        if line.teeth and len(line.teeth[0].surfaces) in (1, 2):
            again = (*line.teeth[0].surfaces, line.teeth[0].surfaces[0])
            return _line(claim, at, teeth=(line.teeth[0].evolve(surfaces=again), *line.teeth[1:]))
    return None


@_plants("DNT003", "D")
def _cavity(claim: Any) -> Any:
    for at, line in enumerate(claim.lines):
        if line.oral_cavity:
            return _line(claim, at, oral_cavity=("99",))
    return None

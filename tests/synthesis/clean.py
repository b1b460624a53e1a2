"""What a clean claim is, checked by code that shares nothing with what makes claims."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from edi_portal.models.claim import Claim, DentalClaim, InstitutionalClaim, ProfessionalClaim
from edi_portal.models.values import DateRange

_ZIPS = {
    "AZ": (850, 865), "CA": (900, 961), "CO": (800, 816), "FL": (320, 349), "GA": (300, 319),
    "IA": (500, 528), "MA": (10, 27), "NC": (270, 289), "NE": (680, 693), "NY": (100, 149),
    "OH": (430, 459), "OK": (730, 749), "OR": (970, 979), "TN": (370, 385), "TX": (750, 799),
    "UT": (840, 847), "VA": (220, 246), "WA": (980, 994), "WI": (530, 549),
}  # fmt: skip
_BOX = re.compile(r"\bP\.? ?O\.? ?BOX|\bBOX\b|\bPMB\b|\bLOCK", re.IGNORECASE)
_LETTER, _EITHER = "[AC-HJKMNP-RT-Y]", "[0-9AC-HJKMNP-RT-Y]"
_MBI = re.compile(f"[1-9]{_LETTER}{_EITHER}[0-9]{_LETTER}{_EITHER}[0-9]{_LETTER}{{2}}[0-9]{{2}}")
_VISIT = re.compile(r"920[01]\d|98\d{3}|99[2-4]\d\d|G0(402|438|439|463)")
_CODE = re.compile(r"\d{5}|[A-V]\d{4}|\d{4}[FTUM]")
_PERSONAL = re.compile(r"(1[0-8]|2[0-3]|36|37|39)")
_CONFLICTS = [{"26", "TC"}, {"LT", "RT"}, {"50", "LT"}, {"50", "RT"}, {"76", "77"}]
_INPATIENT = {"11", "18", "21"}
_NEED_PROCEDURE = re.compile(r"03[0-5]|040|04[2-8]|051|061|0636|07[34]")


def luhn(npi: str) -> bool:
    """Whether the check digit of an NPI is right."""
    digits = [int(digit) for digit in "80840" + npi]
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(odd) + sum(sum(divmod(2 * digit, 10)) for digit in even)) % 10 == 0


def models_in(found: Any) -> Iterator[Any]:
    """An object and all that it holds."""
    if isinstance(found, tuple):
        for item in found:
            yield from models_in(item)
    elif hasattr(found, "__attrs_attrs__"):
        yield found
        for item in type(found).__attrs_attrs__:
            if not item.name.startswith("_"):
                yield from models_in(getattr(found, item.name))


def days(found: Any) -> tuple[date, date]:
    """First and last day of a period."""
    return (found.start, found.end) if isinstance(found, DateRange) else (found, found)


def service_days(claim: Any) -> tuple[date, date]:
    """First and last day of the services of a claim."""
    if isinstance(claim, InstitutionalClaim):
        return days(claim.statement_dates)
    own = getattr(claim, "service_date", None)
    found = [days(line.service_date or own) for line in claim.lines]
    return min(found)[0], max(last for _, last in found)


def faults(claim: Any, as_of: date) -> list[str]:
    """What is not clean about a claim."""
    found = [
        *_parties(claim),
        *_patient(claim),
        *_claim(claim, as_of),
        *_diagnoses(claim),
        *_lines(claim),
        *_coordination(claim),
    ]
    if isinstance(claim, ProfessionalClaim):
        found += _professional(claim)
    elif isinstance(claim, InstitutionalClaim):
        found += _institutional(claim)
    elif isinstance(claim, DentalClaim):
        found += _dental(claim)
    return found


def _parties(claim: Any) -> Iterator[str]:
    billing = claim.billing_provider
    for item in models_in(claim):
        npi = getattr(item, "npi", None)
        if npi is not None and not (npi[0] in "12" and luhn(npi)):
            yield "PRV001"
        taxonomy = getattr(item, "taxonomy_code", None)
        if taxonomy is not None:
            if not re.fullmatch(r"[0-9A-Z]{9}X", taxonomy):
                yield "PRV005"
            if (item.entity_type == "1") != bool(_PERSONAL.match(taxonomy)):
                yield "PRV014"
        code: str | None = getattr(item, "postal_code", None)
        state: str | None = getattr(item, "state", None)
        if code is not None and state is not None:
            least, most = _ZIPS[state]
            if not least <= int(code[:3]) <= most or len(code) not in (5, 9) or code[5:] == "0000":
                yield "SUB007"
    if billing.npi is None or not re.fullmatch(r"\d{9}", billing.employer_tax_id or ""):
        yield "PRV002-4"
    if _BOX.search(billing.address_line) or len(billing.postal_code) != 9:
        yield "PRV006-7"
    others = [getattr(claim, name, None) for name in ("rendering_provider", "service_facility")]
    npis = [other.npi for other in others if other is not None]
    npis += [found.npi for found in getattr(claim, "referring_providers", ())]
    if len({billing.npi, *npis}) != 1 + len(npis):
        yield "PRV008-11"
    facility = getattr(claim, "service_facility", None)
    if facility is not None and len(facility.postal_code) != 9:
        yield "PRV007"


def _patient(claim: Claim) -> Iterator[str]:
    subscriber, patient = claim.subscriber, claim.patient_person
    if (subscriber.relationship == "18") == (claim.patient is not None):
        yield "SUB004"
    if claim.patient is None and not (
        subscriber.member_id and subscriber.address_line and subscriber.gender
    ):
        yield "SUB001-5"
    if subscriber.claim_filing_code in ("MA", "MB") and (
        claim.patient is not None or not _MBI.fullmatch(subscriber.member_id or "")
    ):
        yield "SUB002-8"
    born = patient.birth_date
    if born is None or born > service_days(claim)[0] or born < date(1900, 1, 1):
        yield "SUB003"
    for name in (subscriber.last_name, patient.last_name, patient.first_name):
        if name is not None and not re.fullmatch("[A-Z]{3,}", name):
            yield "SUB006"


def _claim(claim: Any, as_of: date) -> Iterator[str]:
    first, last = service_days(claim)
    if len(claim.patient_control_number) > 17:
        yield "CLM001"
    if claim.charge_amount != sum(line.charge_amount for line in claim.lines):
        yield "CLM003"
    if claim.charge_amount <= 0:
        yield "CLM004"
    frequencies = "123479" if isinstance(claim, InstitutionalClaim) else "178"
    if claim.claim_frequency_code not in frequencies:
        yield "CLM005"
    if (claim.claim_frequency_code in "78") != (claim.payer_claim_control_number is not None):
        yield "CLM006-7"
    if not first <= last < as_of or (as_of - first).days > 180:
        yield "CLM014-15"
    for item in models_in(claim):
        for field in type(item).__attrs_attrs__:
            if field.name.startswith("_") or field.name == "created_on":
                continue
            value = getattr(item, field.name)
            if isinstance(value, DateRange) and value.end < value.start:
                yield "CLM018"
            if isinstance(value, date) and str(value)[:10] >= str(as_of):
                yield f"{field.name} in the future"
    if len(claim.lines) > 50:
        yield "CLM017"


def _diagnoses(claim: Any) -> Iterator[str]:
    codes = [found.code for found in claim.diagnoses]
    if len(set(codes)) != len(codes):
        yield "DIA004"
    if codes and codes[0][0] in "VWXY":
        yield "DIA007"
    for code in codes:
        if not re.fullmatch(r"[A-Z][0-9][0-9A-Z]{1,5}", code):
            yield "DIA001"
    age = (service_days(claim)[0] - claim.patient_person.birth_date).days // 365
    if any(code.startswith(("O", "Z37", "Z3A", "Z34")) for code in codes) and not (
        12 <= age <= 55 and claim.patient_person.gender == "F"
    ):
        yield "DIA017 maternity"
    if any(code.startswith(("P", "Z38")) for code in codes) and age:
        yield "DIA017 newborn"


def _lines(claim: Any) -> Iterator[str]:
    numbers = [line.line_item_control_number for line in claim.lines]
    if len(set(numbers)) != len(numbers) or None in numbers:
        yield "SVC014"
    repeated = set()
    for line in claim.lines:
        if line.units is None or line.units <= 0 or line.units != int(line.units):
            yield "SVC009"
        if line.charge_amount < 0 or (
            not line.charge_amount and getattr(line, "revenue_code", "") not in ("0022", "0023")
        ):
            yield "SVC011"
        for pointer in getattr(line, "diagnosis_pointers", ()):
            if not 1 <= pointer <= len(claim.diagnoses):
                yield "DIA005"
        procedure = line.procedure
        if procedure is None or procedure.qualifier == "HP":
            continue
        form = re.compile(r"D\d{4}") if isinstance(claim, DentalClaim) else _CODE
        if not form.fullmatch(procedure.code):
            yield "SVC001"
        modifiers = set(procedure.modifiers)
        if len(modifiers) != len(procedure.modifiers):
            yield "SVC003"
        if any(pair <= modifiers for pair in _CONFLICTS):
            yield "SVC004"
        if modifiers & {"24", "25", "57"} and not _VISIT.fullmatch(procedure.code):
            yield "SVC005"
        drug = getattr(line, "drug", None)
        if procedure.code[0] == "J" and drug is None:
            yield "SVC016"
        if drug is not None and not re.fullmatch(r"(?!0{11}|9{11})\d{11}", drug.code):
            yield "SVC015"
        if not isinstance(claim, DentalClaim):
            key = (procedure.code, procedure.modifiers, str(line.service_date))
            if key in repeated:
                yield "SVC013"
            repeated.add(key)


def _coordination(claim: Any) -> Iterator[str]:
    order = sorted([claim.subscriber.payer_responsibility] + [
        found.payer_responsibility for found in claim.other_insurance
    ])  # fmt: skip
    if order != list("PST"[: len(order)]):
        yield "COB001-2"
    payers = [claim.payer.identifier, *(found.payer.identifier for found in claim.other_insurance)]
    if len(set(payers)) != len(payers):
        yield "COB008"
    for insurance in claim.other_insurance:
        identifier = insurance.payer.identifier
        decided = [
            (line, found)
            for line in claim.lines
            for found in line.adjudications
            if found.payer_identifier == identifier
        ]
        adjusted = sum(found.amount for found in insurance.adjustments)
        for line, found in decided:
            taken = sum((each.amount for each in found.adjustments), Decimal(0))
            if line.charge_amount != found.paid_amount + taken:
                yield "COB004"
            adjusted += taken
            yield from _reasons(found.adjustments)
        yield from _reasons(insurance.adjustments)
        if claim.charge_amount != insurance.payer_paid_amount + adjusted:
            yield "COB003"
        if bool(decided) == (insurance.payer.adjudication_date is not None):
            yield "COB006"
    known = {found.payer.identifier for found in claim.other_insurance}
    for line in claim.lines:
        if {found.payer_identifier for found in line.adjudications} - known:
            yield "COB005"


def _reasons(adjustments: Any) -> Iterator[str]:
    pairs = [(found.group, found.reason) for found in adjustments]
    if len(set(pairs)) != len(pairs) or any(not found.amount for found in adjustments):
        yield "COB007"


def _professional(claim: ProfessionalClaim) -> Iterator[str]:
    codes = [line.procedure.code or "" for line in claim.lines]
    place = claim.place_of_service
    causes = claim.related_causes
    if causes is not None and (
        claim.accident_date is None
        or claim.accident_date > service_days(claim)[0]
        or ("AA" in causes.causes) != (causes.state is not None)
    ):
        yield "CLM009-10"
    if place == "21" and claim.admission_date is None:
        yield "CLM012"
    laboratory = any(re.fullmatch(r"8\d{4}", code) for code in codes)
    if laboratory and not re.fullmatch(r"\d\dD\d{7}", claim.clia_number or ""):
        yield "CLM019-20"
    if any(code.startswith("A04") for code in codes) != (claim.ambulance is not None):
        yield "CLM021"
    medicare = claim.subscriber.claim_filing_code == "MB"
    needs_order = any(re.fullmatch(r"[78]\d{4}|E\d{4}", code) for code in codes)
    orders = claim.referring_providers or claim.lines[0].ordering_provider
    if medicare and needs_order and not orders:
        yield "PRV012"
    for line in claim.lines:
        modifiers = set(line.procedure.modifiers)
        if not line.diagnosis_pointers or len(line.diagnosis_pointers) > 4:
            yield "DIA006"
        if bool(modifiers & {"95", "GT", "GQ", "93", "FQ"}) != (place in ("02", "10")):
            yield "SVC007"
        if (line.unit_code == "MJ") != bool(re.fullmatch(r"0\d{4}", line.procedure.code or "")):
            yield "SVC010"
        if "50" in modifiers and line.units != 1:
            yield "SVC008"
        if line.place_of_service is not None:
            yield "SVC012"
        code = line.procedure.code or ""
        wanted = {"9922": "21", "9923": "21", "9928": "23", "9920": None, "9921": None}
        where = wanted.get(code[:4], place)
        if where != place and not (where is None and place != "21"):
            yield "SVC017"
        if isinstance(line.service_date, DateRange) and line.service_date.days != line.units:
            yield "SVC018"


def _institutional(claim: InstitutionalClaim) -> Iterator[str]:
    inpatient = claim.facility_type in _INPATIENT
    final = claim.claim_frequency_code not in ("2", "3")
    if claim.attending_provider is None:
        yield "PRV010"
    if claim.principal_procedure is not None and claim.operating_physician is None:
        yield "PRV013"
    if inpatient:
        if claim.admitted_on is None or claim.admitting_diagnosis is None:
            yield "REV012, DIA014"
        if (claim.discharge_time is not None) != final:
            yield "REV013"
        if (claim.patient_status == "30") == final:
            yield "REV009"
        rooms = [line for line in claim.lines if re.match(r"01\d|020", line.revenue_code)]
        stayed = claim.statement_dates.days - (1 if final else 0)
        covered = [value.amount for value in claim.values if value.code == "80"]
        if [line.units for line in rooms] != covered or covered != [stayed]:
            yield "REV007"
        if any(line.unit_code != "DA" for line in rooms):
            yield "REV006"
    if claim.facility_type == "11":
        if any(found.present_on_admission not in ("Y", "N") for found in claim.diagnoses):
            yield "DIA013"
        if not re.fullmatch(r"\d{3}", claim.drg_code or ""):
            yield "REV020"
    if (claim.admission_type == "4") and claim.admission_source not in ("5", "6"):
        yield "REV011"
    emergency = any(re.match("045|0762", line.revenue_code) for line in claim.lines)
    if not inpatient and emergency and not claim.reasons_for_visit:
        yield "DIA015"
    first, last = service_days(claim)
    for line in claim.lines:
        if not re.fullmatch(r"[0-3]\d{3}", line.revenue_code) or line.revenue_code == "0001":
            yield "REV001"
        if inpatient != (line.service_date is None):
            yield "REV019"
        if line.service_date is not None and not first <= days(line.service_date)[0] <= last:
            yield "REV010"
        if not inpatient and _NEED_PROCEDURE.match(line.revenue_code) and line.procedure is None:
            yield "REV005"
        hipps = line.procedure is not None and line.procedure.qualifier == "HP"
        if hipps != (line.revenue_code in ("0022", "0023", "0024")):
            yield "REV018"
    for procedure in (claim.principal_procedure, *claim.other_procedures):
        if procedure is not None and not (
            re.fullmatch(r"[0-9A-HJ-NP-Z]{7}", procedure.code or "")
            and first <= procedure.performed_on <= last
        ):
            yield "REV015-16"


def _dental(claim: DentalClaim) -> Iterator[str]:
    for line in claim.lines:
        code = line.procedure.code or ""
        if line.service_date is None and claim.service_date is None:
            yield "CLM013"
        if re.match(r"D2|D3|D7", code) and not line.teeth:
            yield "DNT004"
        if any(area not in ("00", "01", "02", "10", "20", "30", "40") for area in line.oral_cavity):
            yield "DNT003"
        for tooth in line.teeth:
            primary = tooth.tooth in "ABCDEFGHIJKLMNOPQRST"
            age = (service_days(claim)[0] - _born(claim)).days // 365
            if not primary and not 1 <= int(tooth.tooth) <= 32:
                yield "DNT001"
            if primary and age > 12:
                yield "a milk tooth of an adult"
            front = not primary and (6 <= int(tooth.tooth) <= 11 or 22 <= int(tooth.tooth) <= 27)
            if not set(tooth.surfaces) <= set("MODBLIF") or len(set(tooth.surfaces)) != len(
                tooth.surfaces
            ):
                yield "DNT002"
            if ("I" in tooth.surfaces and not front) or ("O" in tooth.surfaces and front):
                yield "DNT002"
        if code.startswith("D8") and claim.orthodontics is None:
            yield "DNT005"
    if claim.related_causes is not None and claim.accident_date is None:
        yield "CLM009"


def _born(claim: Any) -> date:
    born = claim.patient_person.birth_date
    assert isinstance(born, date)
    return born

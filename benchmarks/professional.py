"""Professional claims (837P) from billing provider to claim, as a clearinghouse batch has them."""

from datetime import date, timedelta

from benchmarks.professional_lines import OtherPayer, make_line, other_payer, write_line
from benchmarks.segments import SegmentWriter, amount, composite
from benchmarks.values import Values

GUIDE = "005010X222A1"
FIRST_DAY = date(2024, 1, 2)
MOST_CLAIMS = 8
"""Claims of one patient here; the guide allows 100 in a subscriber or patient loop."""


class ProfessionalTransaction:
    """Writes one 837P, HL numbers from 1."""

    def __init__(self, values: Values, segment: SegmentWriter) -> None:
        self._values = values
        self._segment = segment
        self._levels = 0

    def write(self, control: str, limit: int | None) -> None:
        """Write ST to SE: billing providers until ``limit`` bytes are out, or a single claim."""
        segment, first = self._segment, self._segment.segments
        segment("ST", "837", control, GUIDE)
        self._header(control)
        if limit is None:
            self._billing_provider(families=1, most_claims=1)
        while limit is not None and segment.bytes < limit:
            self._billing_provider(families=self._values.few(30, again=0.9), limit=limit)
        segment("SE", str(segment.segments - first + 1), control)

    def _header(self, control: str) -> None:
        values, segment = self._values, self._segment
        segment("BHT", "0019", "00", values.serial("B"), "20250310", "0915", "CH")
        segment("NM1", "41", "2", "RIVER BILLING SERVICE", "", "", "", "", "46", f"RB{control}")
        segment("PER", "IC", values.first_name(), "TE", values.phone())
        segment("NM1", "40", "2", "EXAMPLE CLEARINGHOUSE", "", "", "", "", "46", "EXHUB01")

    def _billing_provider(
        self, *, families: int, most_claims: int = MOST_CLAIMS, limit: int | None = None
    ) -> None:
        values, segment = self._values, self._segment
        level = self._level("", "20", children=True)
        if values.chance(0.9):
            segment("PRV", "BI", "PXC", values.word("taxonomies"))
        self._provider("85", person=values.chance(0.2))
        self._address(full=True)
        segment("REF", "EI", values.digits(9))
        if values.chance(0.3):
            segment("PER", "IC", values.last_name(), "TE", values.phone(), "FX", values.phone())
        if values.chance(0.25):
            segment("NM1", "87", "2")
            self._address(full=True)
        for family in range(families):
            if family and limit is not None and segment.bytes >= limit:
                break
            self._family(level, most_claims)

    def _family(self, parent: int, most_claims: int) -> None:
        """A subscriber, who is the patient or has patients under the same policy."""
        values, segment = self._values, self._segment
        patients = values.few(1 if most_claims == 1 else 4, again=0.3) * values.chance(0.28)
        level = self._level(str(parent), "22", children=bool(patients))
        second = values.chance(0.1)
        kind = values.pick(("12", "BL", "CI", "CI", "HM", "MB", "MC", "16"))
        policy = ("", "") if kind == "MB" else (values.digits(6), "")
        if values.chance(0.2) and kind != "MB":
            policy = ("", values.organization("providers"))
        relation = "" if patients else "18"
        segment("SBR", "S" if second else "P", relation, *policy, "", "", "", "", kind)
        self._person("IL", member=True)
        if not patients:
            self._address()
            self._demographics()
        if values.chance(0.02):
            segment("REF", "SY", values.digits(9))
        plan = values.organization("plans")
        segment("NM1", "PR", "2", plan, "", "", "", "", "PI", values.digits(5))
        if values.chance(0.4):
            self._address()
        if values.chance(0.1):
            segment("REF", "G2", values.serial("PV"))
        for _ in range(patients):
            self._level(str(level), "23", children=False)
            segment("PAT", values.pick(("01", "19", "19", "20", "39", "53", "G8")))
            self._person("QC")
            self._address()
            self._demographics()
            self._claims(most_claims, second=second)
        if not patients:
            self._claims(most_claims, second=second)

    def _claims(self, most: int, *, second: bool) -> None:
        for _ in range(self._values.few(most, again=0.4)):
            self._claim(second=second)

    def _claim(self, *, second: bool) -> None:
        values, segment = self._values, self._segment
        day = values.day(FIRST_DAY, 400)
        place = values.pick(("11", "11", "11", "12", "21", "22", "23", "24", "31", "41", "81"))
        codes = list(dict.fromkeys(values.diagnosis() for _ in range(values.few(12, again=0.6))))
        lines = [make_line(values, day, len(codes)) for _ in range(values.few(50, again=0.6))]
        frequency = values.pick("11111111178")
        accident = values.chance(0.03)
        total = sum(line.charge for line in lines)
        segment(
            "CLM", values.serial("PCN"), amount(total), "", "", composite(place, "B", frequency),
            values.pick("YYYYN"), values.pick("AAAC"), values.pick("YYYN"), values.pick("YYYI"),
            "P" if values.chance(0.1) else "", "OA" if accident else "",
        )  # fmt: skip
        self._claim_dates(day, place, accident=accident)
        self._claim_details(frequency, total, ambulance=place == "41")
        first, *others = codes
        segment("HI", f"ABK:{first}", *(f"ABF:{code}" for code in others))
        self._claim_providers(place)
        orders = [*("P" * second), *(("T" if second else "S") * values.chance(0.05))]
        payers = [other_payer(values, lines, has_paid=order == "P") for order in orders]
        for order, payer in zip(orders, payers, strict=True):
            self._other_subscriber(order, payer)
        for number, line in enumerate(lines, start=1):
            write_line(values, segment, number, line, payers)

    def _claim_dates(self, day: date, place: str, *, accident: bool) -> None:
        values, segment = self._values, self._segment
        for qualifier, probability in (("431", 0.1), ("454", 0.04), ("304", 0.02)):
            if values.chance(probability):
                earlier = day - timedelta(days=values.number(0, 90))
                segment("DTP", qualifier, "D8", f"{earlier:%Y%m%d}")
        if accident:
            segment("DTP", "439", "D8", f"{day - timedelta(days=values.number(0, 30)):%Y%m%d}")
        if place == "21":
            segment("DTP", "435", "D8", f"{day - timedelta(days=values.number(0, 9)):%Y%m%d}")
            segment("DTP", "096", "D8", f"{day + timedelta(days=values.number(0, 9)):%Y%m%d}")

    def _claim_details(self, frequency: str, total: int, *, ambulance: bool) -> None:
        values, segment = self._values, self._segment
        if values.chance(0.03):
            segment("PWK", values.pick(("OZ", "B4", "AS")), "FX", "", "", "AC", values.serial("AT"))
        if values.chance(0.15):
            segment("AMT", "F5", amount(min(total, values.number(5, 90) * 100)))
        for qualifier, probability in (("9F", 0.06), ("G1", 0.12)):
            if values.chance(probability):
                segment("REF", qualifier, values.serial("A"))
        if frequency in "78":
            segment("REF", "F8", values.serial("ICN"))
        if values.chance(0.06):
            segment("REF", "X4", f"{values.digits(2)}D{values.digits(7)}")
        if values.chance(0.5):
            segment("REF", "D9", values.serial("CH"))
        if values.chance(0.3):
            segment("REF", "EA", values.digits(8))
        if values.chance(0.08):
            segment("NTE", "ADD", f"{values.word('streets')} NOTE {values.serial('')}")
        if ambulance:
            reason, miles = values.pick("ABCDE"), str(values.number(1, 80))
            segment("CR1", "LB", str(values.number(90, 300)), "", reason, "DH", miles)
            segment("CRC", "07", "Y", *values.several(("01", "04", "06", "09", "12"), 2))

    def _claim_providers(self, place: str) -> None:
        values, segment = self._values, self._segment
        if values.chance(0.3):
            self._provider("DN", person=True)
            if values.chance(0.1):
                segment("REF", "G2", values.serial("RF"))
        if values.chance(0.75):
            self._provider("82", person=values.chance(0.97))
            if values.chance(0.8):
                segment("PRV", "PE", "PXC", values.word("taxonomies"))
        if values.chance(0.2):
            self._provider("77", person=False)
            self._address(full=True)
        if values.chance(0.04):
            self._provider("DQ", person=True)
        if place == "41":
            segment("NM1", "PW", "2")
            self._address()
            segment("NM1", "45", "2", values.organization("providers"))
            self._address()

    def _other_subscriber(self, order: str, payer: OtherPayer) -> None:
        values, segment = self._values, self._segment
        segment("SBR", order, values.pick(("18", "18", "01", "19")), values.digits(5),
                "", "", "", "", "", values.pick(("12", "BL", "CI", "HM", "MC")))  # fmt: skip
        if payer.settlements:
            segment("AMT", "D", amount(sum(settled.paid for settled in payer.settlements)))
        if payer.settlements and values.chance(0.6):
            segment("AMT", "EAF", amount(payer.patient_owes()))
        segment("OI", "", "", values.pick("YYYN"), "", "", "Y")
        self._person("IL", member=True)
        if values.chance(0.7):
            self._address()
        segment("NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.identifier)
        if values.chance(0.3):
            self._address()
        if payer.settlements and values.chance(0.4):
            segment("REF", "F8", values.serial("OP"))

    def _level(self, parent: str, code: str, *, children: bool) -> int:
        self._levels += 1
        self._segment("HL", str(self._levels), parent, code, "1" if children else "0")
        return self._levels

    def _provider(self, entity: str, *, person: bool) -> None:
        values = self._values
        if person:
            name = ("1", values.last_name(), values.first_name(), values.middle_name())
        else:
            name = ("2", values.organization("providers"), "", "")
        self._segment("NM1", entity, *name, "", "", "XX", values.npi())

    def _person(self, entity: str, *, member: bool = False) -> None:
        values = self._values
        suffix = "JR" if values.chance(0.02) else ""
        identifier = ("MI", values.serial(values.word("endings"))) if member else ()
        name = (values.last_name(), values.first_name(), values.middle_name())
        self._segment("NM1", entity, "1", *name, "", suffix, *identifier)

    def _address(self, *, full: bool = False) -> None:
        values = self._values
        unit = f"APT {values.number(1, 999)}" if values.chance(0.15) else ""
        self._segment("N3", values.street(), unit)
        self._segment("N4", *values.place(full=full))

    def _demographics(self) -> None:
        values = self._values
        self._segment("DMG", "D8", values.birth_date(), values.pick("FFFMMMU"))

"""What eligibility responses (271) say of members: kept small, to be found by member at once.

Of each person is kept when they are covered, with the name and the date of birth that the
payer has. Member identifiers are kept as hashes alone.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from edi_portal.models.claim import Patient, Payer, Subscriber
from edi_portal.models.coverage_answers import Holding, Status, holdings, status_of
from edi_portal.models.eligibility import EligibilityResponse
from edi_portal.scrubber.comparing import same_organization, words_of

_PAYER = "PR"
_KEPT = 12  # days on which a person was asked about; what was said before is out of date
_SHARED = 1 << 16  # statements that persons share; beyond, equal ones may be kept twice


@attrs.frozen(slots=True)
class Source:
    """A payer as its responses name it; ``None`` for who is no payer, such as a gateway."""

    identifier: str | None
    name: str | None

    def is_payer(self, payer: Payer) -> bool:
        """Whether it may be the payer of a claim: by number, or by name."""
        if self.identifier is None or self.identifier.upper() == payer.identifier.upper():
            return True
        return bool(self.name and payer.name) and same_organization(self.name or "", payer.name)


@attrs.define(slots=True, eq=False, repr=False)
class Person:
    """A person as a payer's responses know them, with what they say of days."""

    last: str
    first: str
    birth_date: date | None
    dependent: bool
    source: Source
    said: tuple[Holding, ...]

    def on(self, day: date) -> Status:
        """Whether the person is covered on a day; the newest response that says so counts."""
        for made in sorted({item.made for item in self.said}, reverse=True):
            status = status_of({item.on(day) for item in self.said if item.made == made})
            if status is not Status.NOT_STATED:
                return status
        return Status.NOT_STATED


@attrs.frozen(slots=True, repr=False)
class Match:
    """The person that a claim's patient was found to be, and what differs.

    ``differs`` are names of what the claim has otherwise: ``last_name``, ``first_name``,
    ``birth_date``, ``member_id``, ``payer``.
    """

    person: Person
    differs: tuple[str, ...]


class Eligibility:
    """The persons of eligibility responses, to be found by member identifier.

    The memory it takes grows with the persons, not with how often they are asked about: of each
    the last twelve days of responses are kept.
    """

    def __init__(self, responses: Iterable[EligibilityResponse] = ()) -> None:
        self._members: dict[int, list[Person]] = {}
        self._names: dict[int, list[Person]] = {}
        # Many members have the same plan year and the same payer: one object for all of them.
        self._holdings: dict[Holding, Holding] = {}
        self._sources: dict[Source, Source] = {}
        for response in responses:
            self.add(response)

    def __len__(self) -> int:
        return sum(map(len, self._members.values()))

    def add(self, response: EligibilityResponse) -> None:
        """Keep what a response says; one that says nothing of coverage is left out."""
        if len(self._holdings) >= _SHARED:
            self._holdings.clear()
        said = tuple({self._holdings.setdefault(item, item): None for item in holdings(response)})
        number = response.subscriber_id or (response.subscriber or response).standard_id
        if not said or not number:
            return
        source = self._source(response)
        last, first = _plain(response.last_name), _plain(response.first_name)
        members = self._members.setdefault(_hash(_bare(number)), [])
        for person in members:
            if (
                (person.last, person.first, person.birth_date) == (last, first, response.birth_date)
                and person.source is source
                and person.dependent == (response.subscriber is not None)
            ):
                person.said = _newest((*person.said, *said))
                return
        person = Person(
            last=last,
            first=first,
            birth_date=response.birth_date,
            dependent=response.subscriber is not None,
            source=source,
            said=said,
        )
        members.append(person)
        if person.birth_date is not None and last:
            key = _hash(last, first, person.birth_date.isoformat())
            self._names.setdefault(key, []).append(person)

    def match(self, subscriber: Subscriber, patient: Patient | None, payer: Payer) -> Match | None:
        """The person that the patient of a claim is, by member identifier.

        Else, with the same payer, by name and date of birth together: the member identifier
        then differs. ``None`` where the responses know nobody who may be the patient.
        """
        treated = subscriber if patient is None else patient
        last, first = _plain(treated.last_name), _plain(treated.first_name)
        born = treated.birth_date
        number = subscriber.member_id or subscriber.unique_health_id
        found = self._members.get(_hash(_bare(number)), []) if number else []
        found = [person for person in found if person.source.is_payer(payer)] or found
        person = _chosen(found, last, first, born, dependent=patient is not None)
        if person is not None:
            return Match(person, tuple(_differing(person, last, first, born, payer)))
        if born is None or not last:
            return None
        for person in self._names.get(_hash(last, first, born.isoformat()), ()):
            if person.source.is_payer(payer):
                return Match(person, ("member_id",) if number else ())
        return None

    def _source(self, response: EligibilityResponse) -> Source:
        payer = response.information_source
        if payer.kind == _PAYER:
            source = Source(payer.identifier, payer.last_name)
        else:
            source = Source(None, None)
        return self._sources.setdefault(source, source)


def _newest(said: tuple[Holding, ...]) -> tuple[Holding, ...]:
    """Statements once each, of the last days on which a person was asked about."""
    days = sorted({item.made for item in said})[-_KEPT:]
    return tuple({item: None for item in said if item.made >= days[0]})


def _chosen(
    found: list[Person], last: str, first: str, born: date | None, *, dependent: bool
) -> Person | None:
    """Who of a member's persons the patient is.

    A dependent is known by name or date of birth, for there may be others; a subscriber is so
    by the number alone.
    """
    best, most = None, 0
    for person in found:
        likeness = 2 * (born is not None and person.birth_date == born)
        likeness += 2 * (bool(first) and _same_first(person.first, first))
        if likeness == 0 and (dependent or person.dependent):
            continue
        likeness += 1 + (person.dependent == dependent) + (person.last == last)
        if likeness > most:
            best, most = person, likeness
    return best


def _differing(
    person: Person, last: str, first: str, born: date | None, payer: Payer
) -> Iterator[str]:
    if last and person.last and last != person.last:
        yield "last_name"
    if first and person.first and not _same_first(first, person.first):
        yield "first_name"
    if born is not None and person.birth_date is not None and born != person.birth_date:
        yield "birth_date"
    if not person.source.is_payer(payer):
        yield "payer"


def _same_first(one: str, other: str) -> bool:
    """Whether first names agree: alike, by their first word, or one of them an initial."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter if len(shorter) == 1 else f"{shorter} ") or one == other


def _plain(name: str | None) -> str:
    return " ".join(words_of(name)) if name else ""


def _bare(number: str) -> str:
    return "".join(filter(str.isalnum, number)).upper()


def _hash(*parts: str) -> int:
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest)

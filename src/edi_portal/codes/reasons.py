"""What the codes of payers mean, in plain words: adjustments, remarks, claim statuses, groups.

The words are our own, and short; the official ones belong to X12. A code that we have no words
for is known by its number alone.

>>> reason("45").says
'the part of the charge above the allowed or contracted fee'
>>> reason("29").category, reason("29").denial
('timely', True)
>>> print(explain("A7:562:85").says)
rejected: information is not valid; NPI of the entity; of the billing provider
"""

import functools
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import attrs

from edi_portal.toml import read_toml

GROUP_CODES = ("CO", "PR", "OA", "PI", "CR")


@attrs.frozen(kw_only=True)
class Reason:
    """A code with what is known of it.

    - ``kind``: ``group``, ``adjustment``, ``remark`` or ``status``.
    - ``says``: what it means; ``None`` where we have no words for it.
    - ``category``: of an adjustment, such as ``eligibility``; ``title`` is it in words.
    - ``denial``: whether nothing paid for this reason is a denial.
    - ``scenario``: the business scenario of CAQH CORE rule 360, 1 to 4.
    - ``next``: what a biller does about it.
    """

    code: str
    kind: str
    says: str | None = None
    category: str | None = None
    title: str | None = None
    denial: bool = False
    scenario: int | None = None
    next: str | None = None

    @property
    def known(self) -> bool:
        """Whether we have words for it."""
        return self.says is not None

    @property
    def text(self) -> str:
        """What it means, or that it is shown by number."""
        return self.says or f"code {self.code}"


def reason(code: str) -> Reason:
    """A claim adjustment reason code, as ``45`` or ``B7``; one we do not know has no words.

    >>> reason("9999").known
    False
    """
    entry = _data("adjustments")["code"].get(code.upper())
    if entry is None:
        return Reason(code=code, kind="adjustment")
    key, says, *more = entry
    kind = _data("categories")["category"][key]
    return Reason(
        code=code.upper(),
        kind="adjustment",
        says=says,
        category=kind.get("of", key),
        title=kind["title"],
        denial=kind["denial"],
        scenario=kind.get("scenario"),
        next=more[0] if more else kind["next"],
    )


def remark(code: str) -> Reason:
    """A remark code (RARC), as ``N290``."""
    says, *more = _data("remarks")["code"].get(code.upper(), [None])
    return Reason(code=code.upper(), kind="remark", says=says, next=more[0] if more else None)


def status(code: str) -> Reason:
    """A claim status code (list 508), as ``562``, without its category and entity."""
    return Reason(code=code, kind="status", says=_data("statuses")["code"].get(code))


def group(code: str) -> Reason:
    """A group code: who is to bear an adjustment."""
    entry = _data("categories")["group"].get(code.upper(), {})
    return Reason(code=code.upper(), kind="group", says=entry.get("says"), next=entry.get("next"))


def scenario(number: int) -> str:
    """A business scenario of CAQH CORE rule 360 in words. Raises `KeyError` for no such number."""
    return str(_data("categories")["scenario"][str(number)])


def all_adjustments() -> Iterator[Reason]:
    """Every adjustment reason that we have words for."""
    return map(reason, _data("adjustments")["code"])


def all_remarks() -> Iterator[Reason]:
    """Every remark code that we have words for."""
    return map(remark, _data("remarks")["code"])


def all_statuses() -> Iterator[Reason]:
    """Every claim status code that we have words for."""
    return map(status, _data("statuses")["code"])


def all_categories() -> Mapping[str, Mapping[str, Any]]:
    """The kinds of adjustment reasons, each with its title, next step and CORE scenario."""
    found: Mapping[str, Mapping[str, Any]] = _data("categories")["category"]
    return found


_PAIR = re.compile(r"(CO|PR|OA|PI|CR)[- ]?([ABPWY]?\d{1,3})")
_REMARK = re.compile(r"(?:MA|M|N)\d{1,4}")
_REASON = re.compile(r"[ABPWY]?\d{1,4}")
_STATUS = re.compile(r"([A-Z]\d{1,2}[A-Z]?|RQ)[:*](\d{1,3})(?:[:*]([A-Z0-9]{2,3}))?")


def explain(text: str) -> Reason | None:
    """What is meant by a code as people write it; ``None`` for what is no such code.

    ``CO-45``, ``45``, ``PR``, ``N290``, ``A7:562:85``, in any case.

    >>> print(explain("pr-1").says)
    deductible; the patient owes it
    >>> explain("SEG003") is None
    True
    """
    wanted = text.strip().upper()
    if wanted in GROUP_CODES:
        return group(wanted)
    if pair := _PAIR.fullmatch(wanted):
        return _of_group(pair[1], reason(pair[2]))
    if found := _STATUS.fullmatch(wanted):
        return _of_status(wanted.replace("*", ":"), found[1], found[2], found[3])
    if _REMARK.fullmatch(wanted):
        return remark(wanted)
    return reason(wanted) if _REASON.fullmatch(wanted) else None


def _of_group(code: str, of: Reason) -> Reason:
    by = group(code)
    # Of the patient's share both say the same.
    said = (of.next, by.next) if of.category != "patient" else (of.next,)
    steps = " ".join(step for step in said if step)
    return attrs.evolve(of, code=f"{code}-{of.code}", says=f"{of.text}; {by.says}", next=steps)


def _of_status(code: str, category: str, number: str, entity: str | None) -> Reason:
    known = _data("status_categories")["category"].get(category)
    parts = [known["meaning"] if known else f"category {category}", status(number).text]
    if entity:
        parts.append(f"of {_data('entities')['code'].get(entity, f'entity {entity}')}")
    families = _data("status_categories")["next"]
    step = families.get(known["outcome"]) if known else None
    return Reason(code=code, kind="status", says="; ".join(parts), next=step)


@functools.cache
def _data(name: str) -> Mapping[str, Any]:
    folder = files("edi_portal").joinpath("codes", "data", "reasons")
    return read_toml(folder.joinpath(f"{name}.toml"))

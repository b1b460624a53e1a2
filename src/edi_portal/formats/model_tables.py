"""Models as tables: flat rows of CSV, one table at a time.

A table has rows for some kinds of models. The others give none, and are counted in
``left_out``, so that nothing is lost without a word.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edi_portal.errors import UsageError
from edi_portal.formats import table_answers, table_claims, table_payments
from edi_portal.formats.cells import row
from edi_portal.formats.columns import Columns, getters
from edi_portal.models.base import Model
from edi_portal.models.claim import Claim
from edi_portal.models.eligibility import EligibilityResponse
from edi_portal.models.remittance import ClaimPayment, Remittance
from edi_portal.models.status import ClaimAcknowledgment, StatusResponse

FILE = "file"
"""The first column of every table: the file that a row was read from."""


@attrs.frozen(kw_only=True)
class Table:
    """A table: which models have rows in it, and what fills the columns of a row.

    ``main`` says that it is the one for files of its kind unless another is asked for.
    """

    name: str
    summary: str
    kinds: tuple[type[Model], ...]
    rows: Callable[[Any], Iterable[Any]]
    columns: Columns
    main: bool = False


_ALL = (
    Table(
        name="claims",
        summary="one row a claim of an 837",
        kinds=(Claim,),
        rows=lambda claim: (claim,),
        columns=table_claims.CLAIMS,
        main=True,
    ),
    Table(
        name="lines",
        summary="one row a service line of an 837",
        kinds=(Claim,),
        rows=table_claims.lines,
        columns=table_claims.LINES,
    ),
    Table(
        name="payments",
        summary="one row a claim of an 835",
        kinds=(ClaimPayment, Remittance),
        rows=table_payments.payments,
        columns=table_payments.PAYMENTS,
        main=True,
    ),
    Table(
        name="adjustments",
        summary="one row a reason in an 835: of a claim, a line, or a provider",
        kinds=(ClaimPayment, Remittance),
        rows=table_payments.adjustments,
        columns=table_payments.ADJUSTMENTS,
    ),
    Table(
        name="benefits",
        summary="one row a benefit of a 271, and one a rejection",
        kinds=(EligibilityResponse,),
        rows=table_answers.answers,
        columns=table_answers.BENEFITS,
        main=True,
    ),
    Table(
        name="statuses",
        summary="one row a status code of a 277 or 277CA",
        kinds=(StatusResponse, ClaimAcknowledgment),
        rows=table_answers.statuses,
        columns=table_answers.STATUSES,
        main=True,
    ),
)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _ALL})
"""Every table by its name."""


def table_for(model: Model) -> Table | None:
    """The table for files that hold such a model, if there is one."""
    return next((table for table in _ALL if table.main and isinstance(model, table.kinds)), None)


class TableWriter:
    """Writes models as rows of a table: the one named, or that of the first model.

    Raises `UsageError` where no table has this name.
    """

    def __init__(self, name: str | None = None) -> None:
        if name is not None and name not in TABLES:
            raise UsageError(f"no such table; the tables are {', '.join(TABLES)}")
        self.table = TABLES[name] if name is not None else None
        self.left_out: Counter[str] = Counter()

    def write(self, models: Iterable[tuple[str, Model]]) -> Iterator[str]:
        """Yield lines of CSV for models, each with the name of its file: a header, then rows."""
        get: tuple[Callable[[Any], Any], ...] = ()
        if self.table is not None:
            get = getters(self.table.columns)
            yield row((FILE, *self.table.columns))
        for file, model in models:
            if self.table is None:
                self.table = table_for(model)
                if self.table is not None:
                    get = getters(self.table.columns)
                    yield row((FILE, *self.table.columns))
            if self.table is None or not isinstance(model, self.table.kinds):
                self.left_out[type(model).__name__] += 1
                continue
            for found in self.table.rows(model):
                yield row((file, *(fill(found) for fill in get)))

"""What many transaction sets share: addresses, contacts, references, names, codes."""

from edi_portal.models.base import Model, model
from edi_portal.models.fields import element


@model
class Contact(Model):
    """Whom to ask, and how (PER): up to three numbers, each with what kind it is.

    Kinds: ``TE`` telephone, ``FX`` fax, ``EM`` e-mail, ``EX`` extension, ``UR`` web address.
    """

    function: str = element("01", default="IC")
    name: str | None = element("02", default=None)
    number_kind: str | None = element("03", default=None)
    number: str | None = element("04", default=None)
    second_number_kind: str | None = element("05", default=None)
    second_number: str | None = element("06", default=None)
    third_number_kind: str | None = element("07", default=None)
    third_number: str | None = element("08", default=None)


@model
class Reference(Model):
    """A reference number (REF) with the code of what it is, such as ``G1`` for an authorization."""

    qualifier: str = element("01")
    value: str | None = element("02", default=None)
    description: str | None = element("03", default=None)


@model
class Procedure(Model):
    """A procedure as a code of a code set (C003), with up to four modifiers.

    ``qualifier`` names the code set: ``HC`` CPT and HCPCS, ``AD`` CDT, ``HP`` HIPPS,
    ``ER`` and ``IV`` for others. ``through`` is the last code of a range.
    """

    qualifier: str = element("1", default="HC")
    code: str | None = element("2", default=None)
    modifiers: tuple[str, ...] = element("3..6", default=())
    description: str | None = element("7", default=None)
    through: str | None = element("8", default=None)

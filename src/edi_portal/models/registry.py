"""Every transaction set that has models."""

from collections.abc import Mapping

from edi_portal.models import acknowledgment, claim, eligibility, remittance, status
from edi_portal.models.layout import Layout

LAYOUTS: Mapping[str, Layout] = {
    layout.guide: layout
    for module in (claim, remittance, eligibility, status, acknowledgment)
    for layout in module.LAYOUTS
}
"""Every layout by the name of its guide, as billers call it."""

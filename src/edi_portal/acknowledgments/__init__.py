"""Acknowledgments of what was read: 999 for functional groups, TA1 for interchanges."""

from edi_portal.acknowledgments.stream import Ta1, acknowledge

__all__ = ["Ta1", "acknowledge"]

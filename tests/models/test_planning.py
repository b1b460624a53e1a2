"""Plans are shared by all that reads in a process, threads included."""

import pytest

from edi_portal.guides.registry import registrations
from edi_portal.guides.selection import map_of
from edi_portal.models import planning as module
from edi_portal.models.plan import LoopPlan
from edi_portal.models.registry import LAYOUTS


def test_a_plan_is_shared_only_when_it_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PLANS", {})
    fill = module._fill

    def watched(made: LoopPlan) -> None:
        fill(made)
        assert (made.of, made.loop) not in module._PLANS

    monkeypatch.setattr(module, "_fill", watched)
    guide = map_of(next(item for item in registrations() if item.name == "837P"))
    claim = next(loop for loop in guide.loops if loop.node.id == "2300")
    made = module.plan(LAYOUTS["837P"].levels["2300"], claim)
    assert made is module.plan(made.of, claim)

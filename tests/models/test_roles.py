"""Roles and the wording that follows from them."""

from __future__ import annotations

import pytest

from qijin_docs.models import Role
from qijin_docs.models.roles import role_in


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.NONE])
def test_every_role_but_none_undertakes_something(role: Role) -> None:
    assert role.undertakes
    assert not Role.NONE.undertakes


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("积极配合有关部门深入开展进企业", Role.SUPPORT),
        ("主动开展进机关", Role.OWN),
        ("牵头组织开展进校园，配合有关部门进社区", Role.LEAD),
        ("积极参与进农村", Role.TAKE_PART),
        ("指导督促开展进家庭", Role.SUPERVISE),
        ("进企业", None),
        ("", None),
    ],
)
def test_the_wording_of_a_heading_tells_its_role(heading: str, role: Role | None) -> None:
    assert role_in(heading) is role


@pytest.mark.parametrize("role", [Role.LEAD, Role.OWN, Role.SUPPORT, Role.TAKE_PART, Role.SUPERVISE])
def test_a_derived_heading_claims_its_own_role(role: Role) -> None:
    assert role_in(f"{role.phrase}进企业") is role

"""角色: what a unit does in a sphere, and the wording that follows from it.

The seed plan writes 积极配合 for the sphere in which the department only cooperates and 主动开展
for the one it runs itself; the heading is therefore derived from the role, never typed.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A unit's part in a sphere or phase. The values are the words used in data files."""

    LEAD = "牵头"
    OWN = "主动开展"
    SUPPORT = "配合"
    TAKE_PART = "参与"
    CARRY_OUT = "具体实施"
    SUPERVISE = "指导督促"
    NONE = "不承担"

    @property
    def phrase(self) -> str:
        """The words a heading begins with: ``积极配合有关部门深入开展``."""
        return _PHRASES[self]

    @property
    def undertakes(self) -> bool:
        """Whether the unit has anything to do at all."""
        return self is not Role.NONE


_PHRASES = {
    Role.LEAD: "牵头组织开展",
    Role.OWN: "主动开展",
    Role.SUPPORT: "积极配合有关部门深入开展",
    Role.TAKE_PART: "积极参与",
    Role.CARRY_OUT: "具体实施",
    Role.SUPERVISE: "指导督促开展",
    Role.NONE: "不承担",
}

# Verbs by which a hand-written heading betrays another role than the one registered (rule PL12).
VERBS = {
    "牵头": Role.LEAD,
    "主动开展": Role.OWN,
    "配合": Role.SUPPORT,
    "参与": Role.TAKE_PART,
    "指导督促": Role.SUPERVISE,
}


def role_in(heading: str) -> Role | None:
    """The role a heading's wording claims, or ``None`` if it claims none."""
    found = [(heading.find(verb), role) for verb, role in VERBS.items() if verb in heading]
    return min(found)[1] if found else None

"""领导小组 and 工作机构: who leads the campaign in the unit. The two are different things (seed fact 0.12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Exact, FormalDate, Line, Lines
from qijin_docs.models.organ import Contact
from qijin_docs.text.titles import break_title

Position = Literal["组长", "常务副组长", "副组长", "成员", "办公室主任"]
POSITIONS: tuple[Position, ...] = ("组长", "常务副组长", "副组长", "成员", "办公室主任")


class GroupMember(Model):
    """领导小组的一个人."""

    position: Position = Field(alias="小组职务")
    name: Line = Field(alias="姓名")
    organ: Line = Field(alias="单位")
    post: Line = Field(alias="职务")
    note: Line | None = Field(None, alias="备注")


class WorkingBody(Model):
    """工作机构: the office that does the daily work."""

    seat: Line = Field(alias="设在")
    """The section in which it sits."""
    head: Line | None = Field(None, alias="主任")
    duties: Lines = Field((), alias="职责")
    liaison: Contact | None = Field(None, alias="联络员")


class LeadingGroup(Document):
    """领导小组: founded by a basis, in versions; a change is announced by a notice."""

    kind_name = "领导小组名单"

    name: Line = Field(alias="名称")
    basis: Line | None = Field(None, alias="成立依据")
    founded_on: FormalDate | None = Field(None, alias="成立日期")
    members: tuple[GroupMember, ...] = Field(alias="成员", min_length=1)
    working_body: WorkingBody = Field(alias="工作机构")
    duties: Lines = Field((), alias="职责")
    version: int = Field(1, alias="版本", ge=1)
    replaces: Exact | None = Field(None, alias="接替")
    """Which version this one follows (version 2 and later)."""

    def flaws(self) -> Iterator[Flaw]:
        """A head, members, nobody twice, and versions that follow each other."""
        positions = [member.position for member in self.members]
        if "组长" not in positions:
            yield Flaw(("成员",), "group.no_head", "领导小组没有组长", "请在成员里写一位“小组职务: 组长”")
        if "成员" not in positions:
            yield Flaw(("成员",), "group.no_member", "领导小组没有成员", "请至少写一位“小组职务: 成员”")
        seen: dict[tuple[str, str], int] = {}
        for index, member in enumerate(self.members):
            if set(member.name) <= {"×"} or member.name.startswith("【"):
                continue  # names withheld or not filled in yet are not the same person
            if member.position == "办公室主任":
                continue  # held by somebody who is in the group as well
            key = (member.name, member.organ)
            if key in seen:
                yield Flaw(
                    ("成员", index, "姓名"),
                    "group.twice",
                    f"{member.organ}的{member.name}已经是第{seen[key] + 1}位",
                    "同一人只写一次",
                )
            seen.setdefault(key, index)
        if self.version > 1 and not self.replaces:
            yield Flaw(
                ("接替",),
                "group.version",
                f"第{self.version}版没有写接替哪一版",
                "请写被接替的名单的文号或日期",
            )

    @computed_field(alias="标题行")
    @property
    def title_lines(self) -> tuple[str, ...]:
        """Name of the group + 名单, in lines."""
        return break_title(f"{self.name}名单", keep=(self.organ.name,))

    @computed_field(alias="名单")
    @property
    def ranks(self) -> tuple[dict[str, object], ...]:
        """Members by position, in rank order: ``[{"小组职务": "组长", "人员": [...]}, …]``."""
        return tuple(
            {"小组职务": position, "人员": [m for m in self.members if m.position == position]}
            for position in POSITIONS
            if any(m.position == position for m in self.members)
        )

    @computed_field(alias="名单句")
    @property
    def sentence(self) -> str:
        """The list as one sentence: ``由×××（厅长）任组长，……``."""
        parts = []
        for position in POSITIONS:
            people = [f"{m.name}（{m.post}）" for m in self.members if m.position == position]
            if people:
                parts.append(
                    f"{'、'.join(people)}任{position}" if position != "成员" else f"{'、'.join(people)}为成员"
                )
        return "，".join(parts)

"""机关、单位: organs with their two superiors, and the people who answer for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.fields import Exact, FormalDate, Line
from qijin_docs.text.nearest import nearest

Level = Literal["国家", "省", "市", "县区", "乡镇街道", "村社区", "企事业"]
Category = Literal[
    "安委会", "安委会办公室", "政府部门", "党委部门", "群团", "直属单位", "企业", "学校", "其他"
]
Direction = Literal["上", "平", "下"]
"""Where an addressee stands to the sender."""


class Organ(Model):
    """机关、单位.

    An organ has two superiors: by line of business and by territory; a report to both is two
    submissions. A reorganised organ keeps its old name in old documents (``有效止``, ``后继``).
    """

    name: Line = Field(alias="全称")
    """Full name, used at first mention and in signatures."""
    short_name: Line | None = Field(None, alias="简称")
    """Normalised short name; unique in a register."""
    code: Exact | None = Field(None, alias="代字")
    """机关代字 of its document numbers."""
    self_reference: Line | None = Field(None, alias="自称")
    """How it speaks of itself in running text: 我厅, 我局."""
    level: Level = Field("省", alias="层级")
    """Administrative level."""
    category: Category = Field("政府部门", alias="类别")
    """Kind of organ."""
    line: Line | None = Field(None, alias="条线")
    """Line of business: 自然资源, 教育."""
    region: Line | None = Field(None, alias="地区")
    """Place it belongs to."""
    territorial_superior: Line | None = Field(None, alias="属地上级")
    """Full or short name of the superior by territory."""
    business_superior: Line | None = Field(None, alias="业务上级")
    """Full or short name of the superior by line of business."""
    seal: Line | None = Field(None, alias="印章名")
    """Name on the seal if it differs from the full name."""
    valid_from: FormalDate | None = Field(None, alias="有效起")
    """First day of the name."""
    valid_to: FormalDate | None = Field(None, alias="有效止")
    """Last day of the name."""
    successor: Line | None = Field(None, alias="后继")
    """Organ that took over."""

    def flaws(self) -> Iterator[Flaw]:
        """A name's validity runs forward; a successor needs an end."""
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            yield Flaw(("有效止",), "data.date_order", f"“{self.name}”的有效止早于有效起", "请核对两个日期")
        if self.successor and self.valid_to is None:
            yield Flaw(
                ("有效止",),
                "data.missing",
                f"“{self.name}”写了后继机构，却没有有效止",
                "请写改名或撤并的日期",
            )


class OrganBook(Model):
    """单位名录: the organs a project speaks of, and which of them is ours."""

    own: Line = Field(alias="本单位")
    """Full or short name of the organ whose project this is."""
    committee_office: Line | None = Field(None, alias="安委会办公室")
    """Full or short name of the committee office to which reports go."""
    organs: tuple[Organ, ...] = Field(alias="单位", min_length=1)
    """All organs."""

    def flaws(self) -> Iterator[Flaw]:
        """Names are unique, and every name that refers to an organ finds it."""
        seen: dict[str, int] = {}
        for index, organ in enumerate(self.organs):
            for field, name in (("全称", organ.name), ("简称", organ.short_name)):
                if name is None or (field == "简称" and name == organ.name):
                    continue
                if name in seen:
                    yield Flaw(
                        ("单位", index, field),
                        "data.duplicate_organ",
                        f"“{name}”已经是第{seen[name] + 1}个单位的名称",
                        "每个全称、简称只能用于一个单位",
                    )
                seen.setdefault(name, index)
        references: list[tuple[tuple[str | int, ...], str | None]] = [
            (("本单位",), self.own),
            (("安委会办公室",), self.committee_office),
        ]
        for index, organ in enumerate(self.organs):
            references += [
                (("单位", index, "属地上级"), organ.territorial_superior),
                (("单位", index, "业务上级"), organ.business_superior),
                (("单位", index, "后继"), organ.successor),
            ]
        for path, name in references:
            if name is not None and name not in seen:
                near = nearest(name, seen)
                yield Flaw(
                    path,
                    "data.unknown_organ",
                    f"单位名录里没有“{name}”",
                    f"是否想写“{near}”？" if near else "请先在“单位”里登记它",
                )
        for index, organ in enumerate(self.organs):
            if organ.level not in ("国家", "省") and not (
                organ.territorial_superior or organ.business_superior
            ):
                yield Flaw(
                    ("单位", index, "业务上级"),
                    "data.no_superior",
                    f"“{organ.name}”没有写上级",
                    "请写“业务上级”或“属地上级”",
                    Severity.WARNING,
                )

    def find(self, name: str) -> Organ | None:
        """The organ with this full or short name, or ``None``."""
        return next((o for o in self.organs if name in (o.name, o.short_name)), None)

    def full_name(self, name: str) -> str:
        """The full name of an organ written in any way; a name that is not in the book stays as it is."""
        organ = self.find(name)
        return organ.name if organ else name

    def own_organ(self) -> Organ:
        """The organ whose project this is."""
        organ = self.find(self.own)
        assert organ is not None, "flaws() has refused an unknown own organ"
        return organ

    def name_on(self, name: str, day: date) -> str:
        """The full name an organ bore on a day, following successors (机构改革)."""
        organ = self.find(name)
        visited: set[str] = set()
        while (
            organ
            and organ.successor
            and organ.valid_to
            and day > organ.valid_to
            and organ.name not in visited
        ):
            visited.add(organ.name)
            organ = self.find(organ.successor)
        return organ.name if organ else name

    def subordinates(self, name: str | None = None) -> tuple[Organ, ...]:
        """All organs below one (default: our own) by line of business, at any depth, in book order."""
        root = self.find(name or self.own)
        if root is None:
            return ()
        # Organs without a superior or a short name have None there, which must never match another None.
        names = {n for n in (root.name, root.short_name) if n}
        below: list[Organ] = []
        grown = True
        while grown:
            grown = False
            for organ in self.organs:
                superior = organ.business_superior
                if superior and superior in names and organ.name not in names:
                    names |= {n for n in (organ.name, organ.short_name) if n}
                    below.append(organ)
                    grown = True
        return tuple(o for o in self.organs if o in below)

    def superiors(self, name: str) -> tuple[str, ...]:
        """Full names of the direct superiors of an organ (business first, then territorial)."""
        organ = self.find(name)
        found = (
            [self.find(s) for s in (organ.business_superior, organ.territorial_superior) if s]
            if organ
            else []
        )
        return tuple(o.name for o in found if o)

    def direction(self, name: str) -> Direction | None:
        """Where an organ stands to our own: 上 for a superior at any height or the committee office, 下, or 平.

        ``None`` for our own organ, for a name that the register does not hold (各市自然资源局), and for an organ
        below the province whose superior nobody wrote down: it is not known where that one stands.
        """
        own, organ = self.own_organ(), self.find(name)
        office = self.find(self.committee_office) if self.committee_office else None
        if organ is None or organ.name == own.name:
            return None
        if own.name in self._above(organ.name):
            return "下"
        if organ.name in self._above(own.name) or organ == office:
            return "上"
        unplaced = organ.level not in ("国家", "省") and not self.superiors(organ.name)
        return None if unplaced else "平"

    def _above(self, name: str) -> set[str]:
        """Full names of all superiors of an organ, by both lines and at any height."""
        above: set[str] = set()
        waiting = list(self.superiors(name))
        while waiting:
            superior = waiting.pop()
            if superior not in above:
                above.add(superior)
                waiting += self.superiors(superior)
        return above


class Contact(Model):
    """联络员: who answers for a unit. Each unit names at least one."""

    organ: Line = Field(alias="单位")
    name: Line = Field(alias="姓名")
    department: Line | None = Field(None, alias="部门")
    post: Line | None = Field(None, alias="职务")
    phone: Exact | None = Field(None, alias="办公电话")
    mobile: Exact | None = Field(None, alias="手机")
    fax: Exact | None = Field(None, alias="传真")
    email: Exact | None = Field(None, alias="电子邮箱")
    filled_on: FormalDate | None = Field(None, alias="填报日期")
    note: Line | None = Field(None, alias="备注")

    def flaws(self) -> Iterator[Flaw]:
        """A contact can be reached."""
        if not (self.phone or self.mobile or self.email):
            yield Flaw(
                ("办公电话",),
                "data.unreachable_contact",
                f"{self.organ}的联络员没有任何联系方式",
                "请至少写办公电话、手机、电子邮箱中的一项",
            )
        if self.email is not None and (
            self.email.count("@") != 1 or self.email.startswith("@") or self.email.endswith("@")
        ):
            yield Flaw(("电子邮箱",), "data.email", f"“{self.email}”不是电子邮箱", "请写成“名称@网站”的样子")

    def public(self) -> Contact:
        """The same contact without the mobile number, for documents published on the web."""
        return self.model_copy(update={"mobile": None})

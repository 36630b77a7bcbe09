"""见证材料: five kinds of proof, each with what it must state (A.12), and their catalogue (R08)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.campaign import Campaign
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Count, Exact, FormalDate, Line, Names


class EvidenceKind(StrEnum):
    """The five kinds the committee office asks for. A web capture is not a phone capture."""

    AUDIO_VIDEO = "音视频"
    PHOTO = "照片"
    PRESS = "报刊杂志"
    WEB = "网站截图"
    PHONE = "手机截屏"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one kind must state: field name → what to call it in a message; and its usual unit."""

    fields: Mapping[str, str]
    unit: str
    suffixes: frozenset[str]


_IMAGES = frozenset({"jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp"})

REQUIREMENTS: Mapping[EvidenceKind, Requirement] = {
    EvidenceKind.AUDIO_VIDEO: Requirement(
        {"seconds": "时长"},
        "段",
        frozenset({"mp4", "avi", "mov", "wmv", "mkv", "mp3", "wav", "wma", "m4a", "aac"}),
    ),
    EvidenceKind.PHOTO: Requirement({"place": "地点", "author": "作者（拍摄者）"}, "张", _IMAGES),
    EvidenceKind.PRESS: Requirement(
        {"medium": "媒介名称（报刊名）", "column": "版次"}, "篇", _IMAGES | {"pdf"}
    ),
    EvidenceKind.WEB: Requirement(
        {"medium": "媒介名称（网站名）", "url": "网址"}, "件", _IMAGES | {"pdf", "html", "mht"}
    ),
    EvidenceKind.PHONE: Requirement({"medium": "媒介名称（平台、账号）"}, "件", _IMAGES),
}


class Evidence(Model):
    """见证材料: one item. Which fields it must have depends on its kind (:data:`REQUIREMENTS`)."""

    id: Exact = Field(alias="编号")
    kind: EvidenceKind = Field(alias="类别")
    title: Line = Field(alias="题名")
    medium: Line | None = Field(None, alias="媒介名称")
    level: Literal["国家", "省", "市", "县", "本单位"] | None = Field(None, alias="级别")
    column: Line | None = Field(None, alias="版次")
    """版次, 栏目 or 账号."""
    date: FormalDate = Field(alias="日期")
    """Day it was taken or published."""
    place: Line | None = Field(None, alias="地点")
    author: Line | None = Field(None, alias="作者")
    activities: Names = Field(alias="对应活动编号", min_length=1)
    sphere: Exact | None = Field(None, alias="领域")
    quantity: Count = Field(1, alias="数量")
    unit: Line | None = Field(None, alias="单位")
    """Unit of the quantity; the kind's usual one if blank."""
    seconds: Count | None = Field(None, alias="时长")
    """秒."""
    file: Exact = Field(alias="文件名")
    """Path below the project's 见证材料 folder."""
    url: Exact | None = Field(None, alias="网址")
    provider: Line | None = Field(None, alias="提供单位")
    restriction: Line | None = Field(None, alias="公开限制")
    note: Line | None = Field(None, alias="备注")

    def flaws(self) -> Iterator[Flaw]:
        """What this kind must state is stated, and the file is of a kind that fits."""
        requirement = REQUIREMENTS[self.kind]
        for name, label in requirement.fields.items():
            if getattr(self, name) is None:
                alias = type(self).model_fields[name].alias or name
                yield Flaw(
                    (alias,),
                    "evidence.missing_field",
                    f"{self.kind}{self.id}没有写{label}",
                    f"{self.kind}必须写明{'、'.join(requirement.fields.values())}",
                )
        if self.kind is EvidenceKind.AUDIO_VIDEO and self.seconds == 0:
            yield Flaw(("时长",), "evidence.no_length", f"音视频{self.id}的时长是0秒", "请写实际秒数")
        suffix = self.format.lower()
        if suffix not in requirement.suffixes:
            yield Flaw(
                ("文件名",),
                "evidence.file_type",
                f"{self.kind}{self.id}的文件“{self.file}”类型不合",
                f"{self.kind}可用的类型：{'、'.join(sorted(requirement.suffixes))}",
            )
        if (
            ".." in self.file.replace("\\", "/").split("/")
            or self.file.startswith(("/", "\\"))
            or self.file[1:2] == ":"
        ):
            yield Flaw(
                ("文件名",),
                "evidence.file_outside",
                f"{self.id}的文件“{self.file}”指到见证材料文件夹之外",
                "请写文件夹里的相对路径",
            )
        if self.kind is EvidenceKind.WEB and self.url and not self.url.startswith(("http://", "https://")):
            yield Flaw(
                ("网址",), "evidence.url", f"“{self.url}”不是完整的网址", "网址应以 http:// 或 https:// 开头"
            )
        if self.quantity == 0:
            yield Flaw(("数量",), "evidence.quantity", f"{self.id}的数量是0", "没有的材料不要列入目录")

    def flaws_in(self, campaign: Campaign) -> Iterator[Flaw]:
        """The sphere is the campaign's; nothing is older than it, and photographs are not younger."""
        if self.sphere is not None and campaign.sphere(self.sphere) is None:
            yield campaign.unknown_sphere(("领域",), self.sphere)
        if self.date < campaign.start or (self.kind is EvidenceKind.PHOTO and self.date > campaign.end):
            yield Flaw(
                ("日期",),
                "evidence.outside_campaign",
                f"{self.id}的日期不在活动起止之内",
                "请核对日期，或换一件材料",
            )

    @computed_field(alias="格式")
    @property
    def format(self) -> str:
        """File suffix without dot."""
        return self.file.rpartition(".")[2] if "." in self.file else ""

    @computed_field(alias="计件单位")
    @property
    def counting_unit(self) -> str:
        """The unit of the quantity."""
        return self.unit or REQUIREMENTS[self.kind].unit

    @computed_field(alias="时长文字")
    @property
    def length_text(self) -> str:
        """``3分20秒``; empty where there is none."""
        if self.seconds is None:
            return ""
        minutes, seconds = divmod(self.seconds, 60)
        return (f"{minutes}分" if minutes else "") + (f"{seconds}秒" if seconds or not minutes else "")


class EvidenceCatalogue(Document):
    """见证材料目录 (R08)."""

    kind_name: ClassVar[str] = "见证材料目录"

    items: tuple[Evidence, ...] = Field(alias="见证材料")
    sizes: Mapping[str, int] = Field(default_factory=dict, alias="文件大小")
    """File name → bytes, as found in the folder."""

    def flaws(self) -> Iterator[Flaw]:
        """Ids and files unique, spheres known, dates within the campaign, kinds that are missing."""
        ids: dict[str, int] = {}
        files: dict[str, str] = {}
        for index, item in enumerate(self.items):
            at = ("见证材料", index)
            if item.id in ids:
                yield Flaw(
                    (*at, "编号"),
                    "evidence.duplicate_id",
                    f"见证材料编号{item.id}与第{ids[item.id] + 1}件重复",
                    "每件材料用不同的编号",
                )
            ids.setdefault(item.id, index)
            # Windows does not tell 甲.JPG from 甲.jpg; the committee office unpacks there.
            name = item.file.casefold()
            if name in files:
                yield Flaw(
                    (*at, "文件名"),
                    "evidence.duplicate_file",
                    f"{item.id}与{files[name]}用了同一个文件“{item.file}”",
                    "一个文件只列一次",
                )
            files.setdefault(name, item.id)
            for flaw in item.flaws_in(self.campaign):
                yield flaw.under(*at)
        missing = [str(kind) for kind in EvidenceKind if not self.of_kind(kind)]
        if missing:
            yield Flaw(
                ("见证材料",),
                "evidence.kind_missing",
                f"五类见证材料里还没有：{'、'.join(missing)}",
                "音视频、照片、报刊杂志、网站截图、手机截屏各类都要有",
                Severity.WARNING,
            )

    def of_kind(self, kind: EvidenceKind) -> tuple[Evidence, ...]:
        """The items of one kind, in catalogue order."""
        return tuple(item for item in self.items if item.kind is kind)

    def find(self, evidence_id: str) -> Evidence | None:
        """The item with this id, or ``None``."""
        return next((item for item in self.items if item.id == evidence_id), None)

    @computed_field(alias="分类统计")
    @property
    def by_kind(self) -> tuple[dict[str, object], ...]:
        """``[{"类别", "条目", "数量", "单位"}, …]`` for all five kinds, also those with nothing."""
        return tuple(
            {
                "类别": str(kind),
                "条目": len(self.of_kind(kind)),
                "数量": sum(item.quantity for item in self.of_kind(kind)),
                "单位": REQUIREMENTS[kind].unit,
            }
            for kind in EvidenceKind
        )

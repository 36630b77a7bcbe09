"""行文规则: what is sent, to whom, by which 文种 (条例 art. 8, 14 to 16), read from ``data/routing.yaml``.

A plan, a typical case or a summary is no 文种; it travels with one. Which one follows from where the addressee
stands to the sender: above, beside or below, which the register of organs knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from qijin_docs.models.base import Model
from qijin_docs.models.fields import Exact, Names
from qijin_docs.models.organ import Direction, OrganBook

Frame = Literal["文件格式", "信函格式"]


class Route(Model):
    """One row of the table."""

    carried: Names = Field(alias="承载")
    """Kinds of material, as an attachment names them."""
    direction: Direction = Field(alias="方向")
    genre: Exact = Field(alias="文种")
    """What is used where nothing is written."""
    others: Names = Field((), alias="也可")
    """What is right as well."""
    frame: Frame = Field(alias="格式")
    title: Exact = Field(alias="标题")
    """Pattern of the title, without the organ; ``{名称}`` is the material's name."""
    reason: Exact = Field(alias="依据")
    """Article of the 条例 and why, one sentence."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """Every 文种 that is right."""
        return (self.genre, *self.others)


class RoutingTable(Model):
    """The content of ``data/routing.yaml``."""

    routes: tuple[Route, ...] = Field(alias="行文")

    def route(self, carried: str, direction: Direction) -> Route | None:
        """The row for a material and a direction; ``None`` for a material the table does not know."""
        return next((r for r in self.routes if carried in r.carried and r.direction == direction), None)


@lru_cache(maxsize=1)
def routing_table() -> RoutingTable:
    """The table that ships with the library."""
    import yaml

    text = (files("qijin_docs.models") / "data" / "routing.yaml").read_text(encoding="utf-8")
    return RoutingTable.model_validate(yaml.safe_load(text))


def directions(addressees: Iterable[str], organs: OrganBook) -> Mapping[str, Direction]:
    """Addressee → where it stands to our own organ, for those that the register knows.

    Beside a subordinate, or a group that no register holds (各市自然资源局), a peer is told of what goes down,
    which a notice may do; it is judged only where nobody but peers is addressed.
    """
    names = tuple(addressees)
    known = {name: direction for name in names if (direction := organs.direction(name)) is not None}
    if len(known) == len(names) and set(known.values()) <= {"平"}:
        return known
    return {name: direction for name, direction in known.items() if direction != "平"}


def main_material(carried: Iterable[str | None]) -> str | None:
    """The first attachment's material that the table knows: it decides the 文种."""
    known = {name for route in routing_table().routes for name in route.carried}
    return next((name for name in carried if name in known), None)


def chosen_route(carried: Iterable[str | None], addressees: Iterable[str], organs: OrganBook) -> Route | str:
    """The row that a letter without 文种 follows, or in Chinese why there is none.

    Args:
        carried: what the attachments carry, in order.
        addressees: 主送.
        organs: the register of the project.
    """
    material = main_material(carried)
    if material is None:
        return "附件没有承载方案、典型、总结一类的材料"
    found = directions(addressees, organs)
    ways = set(found.values())
    if not ways:
        return "单位名录里没有主送机关"
    if len(ways) > 1:
        return "主送机关里有上级也有下级"
    route = routing_table().route(material, ways.pop())
    return route if route is not None else f"行文规则里没有“{material}”"

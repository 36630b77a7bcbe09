"""Rules of the letters: who is written to, and by which 文种 (条例 art. 8, 14, 15)."""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models import OfficialDocument, OrganBook
from qijin_docs.models.routing import directions, main_material, routing_table
from qijin_docs.review.year import Finding, Findings, Year

_STANDING = {"上": "上级", "平": "平级或不相隶属的", "下": "下级"}
_UNROUTED = ("纪要", "公告", "通告")
"""Tell of a meeting or tell everybody; they go in any direction."""


def letters_go_the_right_way(year: Year) -> Findings:
    """A letter has the 文种 that fits what it carries and whom it goes to; a report is not copied down."""
    for index, letter in enumerate(year.officials):
        wrong = dict(_wrong_genres(letter, year.organs))
        flaws = (*wrong.values(), *_wrong_ways(letter, year.organs, set(wrong)))
        yield from (Finding("公文", index, flaw) for flaw in flaws)


def _wrong_genres(letter: OfficialDocument, organs: OrganBook) -> Iterator[tuple[str, Flaw]]:
    """Addressees to whom this material does not go by this 文种, each direction once."""
    material = main_material(item.carries for item in letter.attachments)
    if material is None or letter.genre in _UNROUTED:
        return
    told = set()
    for name, direction in directions(letter.addressees, organs).items():
        route = routing_table().route(material, direction)
        if route is None or letter.genre in route.allowed or direction in told:
            continue
        told.add(direction)
        yield (
            name,
            Flaw(
                ("文种",),
                "official.wrong_genre",
                f"{material}送{_STANDING[direction]}“{name}”，文种不能用“{letter.genre}”",
                f"改用{'、'.join(route.allowed)}，{route.frame}，"
                f"标题如“{route.title.format(名称=material)}”；{route.reason}",
            ),
        )


def _wrong_ways(letter: OfficialDocument, organs: OrganBook, told: set[str]) -> Iterator[Flaw]:
    """What is wrong about the direction whatever the letter carries."""
    own = organs.own_organ().name
    office = organs.find(organs.committee_office) if organs.committee_office else None
    direct = {*organs.superiors(own), *([office.name] if office else [])}
    for name in letter.addressees:
        organ, direction = organs.find(name), organs.direction(name)
        if name in told or organ is None:
            continue
        if letter.upward and direction != "上":
            yield Flaw(
                ("主送",),
                "official.not_upward",
                f"{letter.genre}主送“{name}”，它不是上级",
                "报告、请示只送上级；平行机关用函，下级用通知",
            )
        if letter.upward and direction == "上" and organ.name not in direct:
            yield Flaw(
                ("主送",),
                "official.skips_level",
                f"{letter.genre}越过直接上级，主送“{name}”",
                "条例第十四条：一般不越级行文；确需越级的，同时抄送被越过的机关",
                Severity.WARNING,
            )
        if letter.genre == "通知" and direction == "上":
            yield Flaw(("主送",), "official.order_to_superior", f"通知主送上级“{name}”", "向上级行文用报告")
    for name in letter.imprint.copies_to:
        if letter.upward and organs.direction(name) == "下":
            yield Flaw(
                ("版记", "抄送"),
                "official.copy_to_subordinate",
                f"上行文抄送了下级“{name}”",
                "上行文不抄送下级机关",
            )

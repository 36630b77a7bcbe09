"""Which file goes into which volume."""

from __future__ import annotations

import pytest

from qijin_docs.errors import DataError
from qijin_docs.handover.item import Item
from qijin_docs.handover.volumes import divided, read_size, room_of, size_words


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("4.7GB", 4_700_000_000),
        ("650MB", 650_000_000),
        (" 20 mb ", 20_000_000),
        ("20M", 20_000_000),
        ("300k", 300_000),
        ("1TB", 10**12),
        ("1.5MB", 1_500_000),
        ("0.001KB", 1),
        ("1000", 1000),
        ("0MB", None),
        ("", None),
        ("MB", None),
        ("-5MB", None),
        ("4,7GB", None),
        ("20MiB", None),
        ("１0MB", 10_000_000),
        ("二十MB", None),
        ("1e9", None),
        ("nan", None),
    ],
)
def test_a_size_is_read_as_it_is_printed_on_a_disc(text: str, size: int | None) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize(
    ("size", "words"), [(4_700_000_000, "4.7GB"), (650_000_000, "650MB"), (999, "999B"), (1500, "1.5KB")]
)
def test_a_size_is_told_as_people_say_it(size: int, words: str) -> None:
    assert size_words(size) == words


def item(name: str, size: int) -> Item:
    return Item(name, "照片", name, f"见证材料/{name}", b"", "", size)


def shape(items: list[Item], limit: int | None, reserve: int = 0) -> list[str]:
    return ["".join(i.path for i in volume) for volume in divided(items, limit, reserve)]


ROOM = room_of(10_000)


@pytest.mark.parametrize(
    ("sizes", "limit", "expected"),
    [
        ([1, 1, 1], None, ["abc"]),
        ([], ROOM, [""]),
        ([10_000], ROOM, ["a"]),
        ([10_000, 10_000], 2 * ROOM, ["ab"]),
        ([10_000, 10_000], 2 * ROOM - 1, ["a", "b"]),
        # The third fits beside the first, though the second did not.
        ([6_000, 10_000, 1], ROOM + room_of(1), ["ac", "b"]),
        ([10_000, 10_000, 10_000], ROOM, ["a", "b", "c"]),
    ],
)
def test_each_file_goes_into_the_first_volume_with_room(
    sizes: list[int], limit: int | None, expected: list[str]
) -> None:
    assert shape([item("abcdef"[n], size) for n, size in enumerate(sizes)], limit) == expected


def test_what_the_lists_take_up_is_left_free() -> None:
    items = [item("a", 10_000), item("b", 10_000)]
    assert shape(items, 2 * ROOM + 100, 100) == ["ab"]
    assert shape(items, 2 * ROOM + 99, 100) == ["a", "b"]


def test_files_larger_than_a_volume_are_all_told_with_what_would_do() -> None:
    items = [item("片一.mp4", 30_000_000), item("小.jpg", 10), item("片二.mp4", 45_000_000)]
    with pytest.raises(DataError) as caught:
        divided(items, 20_000_000, 5000)
    assert [(p.code, p.place.file, p.message) for p in caught.value.problems] == [
        ("pack.too_large", "见证材料/片一.mp4", "这一件有30MB，一卷只有20MB，放不下"),
        ("pack.too_large", "见证材料/片二.mp4", "这一件有45MB，一卷只有20MB，放不下"),
    ]
    assert caught.value.problems[0].hint == "请把每卷改到46MB以上，或把它剪短、压缩后换上，并改目录"
    assert [len(v) for v in divided(items, 46_000_000, 5000)] == [2, 1]


def test_thousands_of_files_all_find_their_place() -> None:
    items = [item(f"{n:05}", n * 997 % 40_000) for n in range(3000)]
    volumes = divided(items, 1_000_000, 4096)
    assert sorted(i.path for v in volumes for i in v) == [i.path for i in items]
    assert all(sum(room_of(i.size) for i in v) <= 1_000_000 - 4096 for v in volumes)
    assert len(volumes) < 2 * sum(room_of(i.size) for i in items) / 1_000_000 + 1

"""The page in a real browser, with LibreOffice: Debian's Chromium without a window, driven through Playwright.

One server and one browser for the whole module; each test begins with the sound template.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import docx
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

HOSTILE = "<img src=x onerror=document.title=1>模板.docx"
SECONDS = 60_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


#: What has no name for those who cannot see it.
NAMELESS = """() =>
    [...document.querySelectorAll("button, input, select, [role=tab], main, aside, nav")]
    .filter((e) => e.checkVisibility())
    .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length))
    .map((e) => e.outerHTML)
"""
#: Words whose contrast with their ground is below 4.5, by the formula of WCAG 2.
POOR = """() => {
    const line = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => 0.2126 * line(r / 255) + 0.7152 * line(g / 255) + 0.0722 * line(b / 255);
    const parts = (text) => text.match(/[\\d.]+/g).map(Number);
    const ground = (element) => {
        for (let e = element; e; e = e.parentElement) {
            const colour = parts(getComputedStyle(e).backgroundColor);
            if (colour.length < 4 || colour[3] === 1) return colour.slice(0, 3);
        }
        return [255, 255, 255];
    };
    const worded = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    return [...document.querySelectorAll("h1, p, span, button, b, small, code, summary, output, label")]
        .filter((e) => e.checkVisibility() && worded(e) && !e.disabled)
        .map((e) => {
            const a = light(parts(getComputedStyle(e).color).slice(0, 3)), b = light(ground(e));
            return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.outerHTML.slice(0, 80)];
        })
        .filter(([ratio]) => ratio < 4.5);
}"""


class Desk(NamedTuple):
    """A running preview, and a browser."""

    address: str
    template: Path
    browser: Browser

    def save(self, *paragraphs: str) -> None:
        """Save the template as an editor does: beside it, then renamed."""
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        beside = self.template.with_name("~新的.docx")
        document.save(str(beside))
        beside.replace(self.template)

    def sound(self) -> None:
        """Save the template that the tests begin with: the longest sample has several pages."""
        self.save(
            "活动方案",
            "{{ 全题 }}",
            "制定单位：{{ 单位.全称 }}",
            *("固定的一段文字，用来占一占地方，好让后面的内容排到别的页上去。" for _ in range(60)),
            "{%p for 块 in 正文块 %}",
            "{{ 块.标题 }}{{ 块.文字 }}",
            "{%p endfor %}",
            "最后一段文字",
        )


def started(template: Path, scratch: Path, *options: str) -> subprocess.Popen[str]:
    """``qijin preview --serve``, with its temporary files in a folder of their own."""
    qijin = Path(sys.executable).with_name("qijin")
    return subprocess.Popen(
        [str(qijin), "preview", str(template), "--serve", "--no-browser", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1", "TMPDIR": str(scratch)},
        encoding="utf-8",
    )


def address_of(server: subprocess.Popen[str]) -> str:
    """Where the page is."""
    assert server.stdout is not None
    address = server.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{22}/", address), server.communicate(timeout=10)
    return address


def ended(server: subprocess.Popen[str], sign: signal.Signals, scratch: Path) -> None:
    """End the server; it goes at once and leaves nothing behind."""
    begun = time.monotonic()
    server.send_signal(sign)
    _, errors = server.communicate(timeout=20)
    assert time.monotonic() - begun < 10
    assert (server.returncode, errors.splitlines()[-1]) == (0, "预览已结束")
    assert list(scratch.iterdir()) == [], "no temporary files are left"
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(scratch) not in listing, "LibreOffice does not outlive it"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert program, "Chromium is not installed: .ci/install-tools test"
    with sync_playwright() as playwright:
        # As root, as on a build machine, Chromium refuses its sandbox; the page it opens is ours.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        desk = Desk("", folder / HOSTILE, browser)
        desk.sound()
        scratch = tmp_path_factory.mktemp("scratch")
        server = started(desk.template, scratch, "--kind", "实施方案")
        yield desk._replace(address=address_of(server))
        browser.close()
        ended(server, signal.SIGINT, scratch)


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """The page, opened 1280 wide, with its first page drawn; whatever goes wrong in its script fails the test."""
    desk.sound()
    context = desk.browser.new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(SECONDS)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(desk.address)
    expect(page.locator("#status")).to_have_attribute("data-state", "fresh", timeout=SECONDS)
    expect(page.locator("figure img").first).to_have_js_property("complete", True)
    yield page
    context.close()
    assert wrong == []


def marks(page: Page) -> list[str]:
    return [str(figure.get_attribute("data-mark")) for figure in page.locator("figure").all()]


def test_a_save_is_seen_a_fault_is_told_and_mended(desk: Desk, page: Page) -> None:
    before = marks(page)
    desk.save("活动方案（修订）", "{{ 全题 }}")
    expect(page.locator(".change").first).to_be_visible(timeout=SECONDS)
    expect(page.locator("figure")).to_have_count(1)
    good = marks(page)
    assert good[0] not in before

    desk.save("活动方案（修订）", "{{ 全提 }}", "{{ 单位.全称 }")
    finding = page.locator(".finding.error")
    expect(finding).to_have_count(2, timeout=SECONDS)
    expect(finding.filter(has_text="正文第3段")).to_contain_text("没有写完")
    expect(finding.filter(has_text="正文第2段")).to_contain_text("是否想写“全题”")
    expect(page.locator("#count")).to_have_text("2")
    expect(page.locator("#status")).to_have_attribute("data-state", "stale")
    assert marks(page) == good, "the last good pages stay"
    expect(page.locator(".old")).to_contain_text("秒前的页面", timeout=SECONDS)

    finding.filter(has_text="正文第2段").get_by_role("button", name="看第").click()
    expect(finding.filter(has_text="正文第2段")).to_have_class(re.compile(r"\bhere\b"))
    flag = page.locator("figure .flag.error").first
    expect(flag).to_be_in_viewport()

    desk.save("活动方案（修订）", "{{ 全题 }}")
    expect(page.locator("#status")).to_have_attribute("data-state", "fresh", timeout=SECONDS)
    expect(finding).to_have_count(0, timeout=SECONDS)
    expect(page.locator(".old")).to_be_hidden()


def test_zoom_and_scrolling_stay_over_new_versions_and_loading_anew(desk: Desk, page: Page) -> None:
    page.keyboard.press("2")
    expect(page.get_by_role("tab", name="最长")).to_have_attribute("aria-selected", "true")
    expect(page.locator("figure").nth(3)).to_be_attached(timeout=SECONDS)
    page.keyboard.press("+")
    zoom = page.locator("#zoom").inner_text()
    page.locator("#sheets").evaluate("main => main.scrollTo(0, 2222)")
    before = marks(page)
    desk.template.write_bytes(desk.template.read_bytes())
    desk.save("活动方案（改）", "{{ 全题 }}", *["另一段文字，很长很长，长得要占去不少的地方才行。"] * 120)
    expect(page.locator("figure").first).not_to_have_attribute("data-mark", before[0], timeout=SECONDS)
    assert page.locator("#sheets").evaluate("main => main.scrollTop") == 2222
    assert page.locator("#zoom").inner_text() == zoom
    page.reload()
    expect(page.locator("figure img").first).to_be_attached(timeout=SECONDS)
    expect(page.locator("#zoom")).to_have_text(zoom)
    assert page.locator("#sheets").evaluate("main => main.scrollTop") == 2222
    expect(page.get_by_role("tab", name="最长")).to_have_attribute("aria-selected", "true")


def test_a_click_on_a_name_copies_its_tag(page: Page) -> None:
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    search.fill("单位全称")
    search.fill("全称")
    name = page.locator("#tree .field:visible", has_text="单位全称").first
    name.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("已复制 {{ 单位.全称 }}")
    assert page.evaluate("navigator.clipboard.readText()") == "{{ 单位.全称 }}"
    assert page.locator("#tree .field:visible").count() < 20


def test_values_are_shaded_and_records_stand_side_by_side(page: Page) -> None:
    image = page.locator("figure img").first
    plain = image.get_attribute("data-address")
    page.get_by_role("button", name="标出数据").click()
    expect(image).not_to_have_attribute("data-address", str(plain), timeout=SECONDS)
    page.get_by_role("button", name="标出数据").click()
    expect(image).to_have_attribute("data-address", str(plain), timeout=SECONDS)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.keyboard.press("b")
    expect(page.locator(".column")).to_have_count(3)
    expect(page.locator(".column:nth-child(3) figure img").first).to_be_visible(timeout=SECONDS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_windows_look_at_different_records(desk: Desk, page: Page) -> None:
    other = page.context.new_page()
    other.goto(desk.address)
    expect(other.locator("figure img").first).to_be_attached(timeout=SECONDS)
    other.get_by_role("tab", name="最少").click()
    desk.save("两个窗口都看得到", "{{ 单位.全称 }}")
    for window in (page, other):
        expect(window.locator("figure")).to_have_count(1, timeout=SECONDS)
        expect(window.locator("#status")).to_have_attribute("data-state", "fresh", timeout=SECONDS)
    expect(page.get_by_role("tab", name="典型")).to_have_attribute("aria-selected", "true")
    expect(other.get_by_role("tab", name="最少")).to_have_attribute("aria-selected", "true")


def test_hostile_names_and_templates_are_shown_as_text(desk: Desk, page: Page) -> None:
    desk.save("<script>alert(1)</script>", "{{ 甲<img src=x onerror=alert(1)> }}", "{{ '</li><script>' ")
    finding = page.locator(".finding.error")
    expect(finding).to_have_count(2, timeout=SECONDS)
    expect(finding.first).to_contain_text("<")
    assert page.locator("main script, aside script, aside img").count() == 0
    expect(page.locator("#file")).to_have_text(HOSTILE)
    assert page.title() == f"{HOSTILE} · 预览"
    assert page.locator("img:not(figure img)").count() == 0


def test_everything_is_named_and_reached_by_keyboard(page: Page) -> None:
    nameless = page.evaluate(NAMELESS)
    assert nameless == []
    page.locator("body").press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert {
        "典型",
        "beside",
        "marked",
        "changes",
        "smaller",
        "fit",
        "larger",
        "sheets",
        "tab-findings",
    } <= reached
    page.get_by_role("tab", name="问题").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="可用的名称")).to_be_focused()
    expect(page.locator("#fields")).to_be_visible()


def test_words_stand_out_from_their_ground(page: Page) -> None:
    poor = page.evaluate(POOR)
    assert poor == []


def test_on_paper_there_are_only_the_pages(page: Page, tmp_path: Path) -> None:
    count = page.locator("figure").count()
    page.locator("figure img").evaluate_all(
        "images => Promise.all(images.map((i) => { i.loading = 'eager'; return i.decode(); }))"
    )
    page.pdf(path=str(tmp_path / "a.pdf"), format="A4", prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    texts = [sheet.get_textpage().get_text_range().strip() for sheet in document]
    document.close()
    assert len(texts) in (count, count + 1)
    assert "".join(texts) == ""


def test_when_the_server_ends_the_page_says_so(desk: Desk, tmp_path: Path) -> None:
    server = started(desk.template, tmp_path)
    page = desk.browser.new_page()
    page.goto(address_of(server))
    expect(page.locator("#file")).to_have_text(HOSTILE, timeout=SECONDS)
    ended(server, signal.SIGTERM, tmp_path)  # LibreOffice is still starting
    expect(page.locator("#status")).to_have_attribute("data-state", "gone", timeout=SECONDS)
    page.close()

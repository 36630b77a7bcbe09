"use strict";
// The page of the preview: it asks for the state, puts pages, findings and names on the screen, and asks again when the
// server rings. All text goes in as text, never as markup.

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const RESOLUTIONS = [72, 96, 120, 144, 192, 288];
const POINT = 96 / 72; // pixels of a point at 100 %
const WORDS = {error: "错误", warning: "提醒", note: "说明"};
const $ = (id) => document.getElementById(id);

const look = Object.assign(
  {record: "", beside: false, marked: false, changes: true, zoom: 0, side: "findings"}, // zoom 0: as wide as the window
  JSON.parse(sessionStorage.getItem(location.pathname) || "{}"));
let state = null;      // what the server said last
let heard = 0;         // when
let gone = false;      // the server has ended
let asking = false, again = false;
let names = "";        // of which kind the names are shown
let asked = null;      // scrolling that waits for the first pages

function remember() {
  look.left = $("sheets").scrollLeft;
  look.top = $("sheets").scrollTop;
  sessionStorage.setItem(location.pathname, JSON.stringify(look));
}

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

// Asking -----------------------------------------------------------------------------------------------------------

function wanted() {
  if (look.beside && state) return state.records.slice(0, 3).map((record) => record.id);
  return look.record ? [look.record] : [];
}

async function ask() {
  if (asking) { again = true; return; }
  asking = true;
  try {
    do {
      again = false;
      const query = new URLSearchParams({records: wanted().join(","), marked: look.marked ? "1" : "0"});
      const answer = await fetch("state?" + query, {cache: "no-store"});
      if (!answer.ok) throw new Error(String(answer.status));
      state = await answer.json();
      heard = Date.now();
      gone = false;
      if (!state.records.some((record) => record.id === look.record)) {
        look.record = state.records.length ? state.records[0].id : "";
        again = again || Boolean(look.record);
      }
      show();
    } while (again);
  } catch (error) {
    gone = true;
    showStatus();
  } finally {
    asking = false;
  }
}

function listen() {
  const events = new EventSource("events");
  events.onmessage = ask;
  events.onerror = () => { gone = true; showStatus(); };
}

// Showing ----------------------------------------------------------------------------------------------------------

function show() {
  document.title = state.file + " · 预览";
  $("file").textContent = state.file;
  $("file").title = state.file;
  $("kind").textContent = state.kind ? "按“" + state.kind + "”" : "";
  showRecords();
  showColumns();
  showFindings();
  showStatus();
  showZoom();
  showNames();
}

function showStatus() {
  // The age is not read out: it changes every second.
  const [kind, text, age] = status();
  $("status").dataset.state = kind;
  if ($("status-text").textContent !== text) $("status-text").textContent = text;
  $("status-age").textContent = age || "";
  for (const note of document.querySelectorAll(".old")) note.textContent = oldText(note.dataset.record);
}

function status() {
  if (gone) return ["gone", "预览已停止，页面不再更新"];
  if (!state) return ["making", "正在打开…"];
  const shown = sheetsShown();
  const states = shown.map(([, sheets]) => sheets.state);
  if (state.faulty || states.includes("stale") || states.includes("failed")) {
    const old = shown.map(([, sheets]) => sheets).find((sheets) => sheets.pages.length);
    return old ? ["stale", "有错，页面没有更新", "是" + since(old.age) + "的"] : ["failed", "有错，还排不出页面"];
  }
  if (!states.length || states.includes("none") || states.includes("making")) return ["making", "正在排版…"];
  if (look.marked && shown.some(([id]) => !state.marked[id] || state.marked[id].state !== "fresh")) {
    if (!state.plain) return ["making", "正在标出数据…"];
  }
  return ["fresh", "页面是最新的" + (state.checked ? "" : "，正在检查…")];
}

function oldText(record) {
  const sheets = state.sheets[record];
  return sheets ? "这是" + since(sheets.age) + "的页面，改好以后自动更新" : "";
}

function since(age) {
  const seconds = Math.round(age + (Date.now() - heard) / 1000);
  if (seconds < 5) return "刚才";
  if (seconds < 60) return seconds + "秒前";
  if (seconds < 3600) return Math.floor(seconds / 60) + "分钟前";
  return Math.floor(seconds / 3600) + "小时" + Math.floor(seconds % 3600 / 60) + "分钟前";
}

function showRecords() {
  const few = state.records.length <= 8;
  $("records").hidden = !few;
  $("choose").hidden = few;
  const list = few ? $("records") : $("record");
  const said = JSON.stringify(state.records);
  if (list.dataset.said !== said) {
    list.dataset.said = said;
    list.replaceChildren(...state.records.map((record) => {
      const item = make(few ? "button" : "option", record.name);
      item.value = record.id;
      if (few) {
        item.type = "button";
        item.setAttribute("role", "tab");
        item.setAttribute("aria-controls", "sheets");
        item.addEventListener("click", () => choose(record.id));
      }
      return item;
    }));
  }
  if (!few) list.value = look.record;
  else for (const tab of list.children) {
    const on = look.beside || tab.value === look.record;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = tab.value === look.record ? 0 : -1;
  }
  $("beside").hidden = state.records.length < 2 || !few;
  $("marked").hidden = state.plain;
  press("beside", look.beside);
  press("marked", look.marked);
  press("changes", look.changes);
}

function press(id, on) { $(id).setAttribute("aria-pressed", String(on)); }

function sheetsShown() {
  return wanted().filter((id) => id in state.sheets).map((id) => [id, state.sheets[id]]);
}

function showColumns() {
  const shown = sheetsShown();
  const columns = $("columns");
  while (columns.children.length > shown.length) columns.lastChild.remove();
  shown.forEach(([id, sheets], position) => {
    let column = columns.children[position];
    if (!column) {
      column = make("section", undefined, "column");
      column.append(make("h2"), make("p", "", "old"), make("div"));
      columns.append(column);
    }
    const name = state.records.find((record) => record.id === id).name;
    column.dataset.state = sheets.state;
    column.dataset.record = id;
    column.setAttribute("aria-label", name);
    column.children[0].textContent = name;
    column.children[0].hidden = !look.beside;
    column.children[1].dataset.record = id;
    column.children[1].hidden = sheets.state !== "stale";
    const shaded = look.marked && state.marked[id] && state.marked[id].pages.length ? state.marked[id] : null;
    showPages(column.children[2], sheets, shaded, name);
  });
  const none = !shown.some(([, sheets]) => sheets.pages.length);
  columns.hidden = none;
  $("empty").hidden = !none;
  if (none) $("empty").textContent = status()[0] === "making" ? "正在排第一页…" : "还排不出页面，原因见右边的“问题”";
  if (!none && asked) { $("sheets").scrollTo(asked.left, asked.top); asked = null; }
}

function showPages(box, sheets, shaded, name) {
  const scale = scaleFor(sheets.pages);
  const dpi = resolution(scale);
  while (box.children.length > sheets.pages.length) box.lastChild.remove();
  sheets.pages.forEach((page, number) => {
    let figure = box.children[number];
    if (!figure) {
      figure = make("figure");
      const image = new Image();
      image.loading = "lazy";
      image.decoding = "async";
      figure.append(image, make("figcaption"));
      box.append(figure);
    }
    figure.style.width = page.width * POINT * scale + "px";
    figure.style.height = page.height * POINT * scale + "px";
    figure.querySelector("figcaption").textContent = number + 1 + " / " + sheets.pages.length;
    const image = figure.querySelector("img");
    image.alt = name + "，第" + (number + 1) + "页，共" + sheets.pages.length + "页";
    const mark = shaded && shaded.pages[number] ? shaded.pages[number].mark : page.mark;
    draw(image, "pages/" + mark + "-" + dpi + ".png");
    figure.dataset.mark = page.mark;
    for (const old of figure.querySelectorAll(".change")) old.remove();
    if (look.changes) for (const [left, top, width, height] of page.changed) {
      const change = make("div", undefined, width === 1 && height === 1 ? "change whole" : "change");
      Object.assign(change.style, {left: left * 100 + "%", top: top * 100 + "%",
        width: width * 100 + "%", height: height * 100 + "%"});
      figure.append(change);
    }
  });
}

function draw(image, address) {
  if (image.dataset.address === address) return;
  image.dataset.address = address;
  if (!image.src) { image.src = address; return; }
  // The old picture stays until the new one is there: nothing flickers.
  const next = new Image();
  next.onload = () => { if (image.dataset.address === address) image.src = address; };
  next.src = address;
}

function scaleFor(pages) {
  if (look.zoom) return look.zoom;
  const widest = Math.max(1, ...pages.map((page) => page.width));
  const count = Math.max(1, wanted().length);
  const room = ($("sheets").clientWidth - 40 - 32 * (count - 1)) / count;
  return Math.max(0.2, Math.min(1.5, room / (widest * POINT)));
}

function resolution(scale) {
  const needed = 96 * scale * (window.devicePixelRatio || 1);
  return RESOLUTIONS.find((dpi) => dpi >= needed - 4) || RESOLUTIONS[RESOLUTIONS.length - 1];
}

function showZoom() {
  const [first] = state ? sheetsShown() : [];
  const scale = first ? scaleFor(first[1].pages) : 1;
  $("zoom").textContent = Math.round(scale * 100) + "%";
  press("fit", !look.zoom);
}

// Findings ---------------------------------------------------------------------------------------------------------

function showFindings() {
  const said = JSON.stringify(state.findings);
  const count = (severity) => state.findings.filter((finding) => finding.severity === severity).length;
  $("count").textContent = String(count("error") + count("warning"));
  const parts = ["error", "warning", "note"].filter(count).map((severity) => WORDS[severity] + count(severity) + "处");
  $("summary").textContent = parts.length ? parts.join("，") : state.checked ? "没有问题" : "正在检查…";
  if ($("list").dataset.said !== said) {
    $("list").dataset.said = said;
    $("list").replaceChildren(...state.findings.map(findingItem));
  }
  showFlags();
}

function findingItem(finding, number) {
  const item = make("li", undefined, "finding " + finding.severity);
  item.id = "finding-" + number;
  const head = make("div", undefined, "head");
  head.append(make("span", number + 1 + " " + WORDS[finding.severity], "word"));
  const place = [finding.place.file === state.file ? "" : finding.place.file, finding.place.where,
    finding.place.line ? "第" + finding.place.line + "行" : ""].filter(Boolean).join(" ");
  head.append(make("span", place));
  if (Object.keys(finding.spots).length) {
    const jump = make("button", "看页面");
    jump.type = "button";
    jump.setAttribute("aria-label", "看第" + (number + 1) + "个问题在页面上的位置");
    jump.addEventListener("click", () => jumpTo(number));
    head.append(jump);
  }
  item.append(head, make("p", finding.message));
  if (finding.hint) item.append(make("p", finding.hint, "todo"));
  item.append(make("code", finding.code));
  return item;
}

function showFlags() {
  for (const flag of document.querySelectorAll(".flag")) flag.remove();
  for (const column of $("columns").children) {
    const taken = new Map();
    state.findings.forEach((finding, number) => {
      const spot = finding.spots[column.dataset.record];
      const figure = spot && column.children[2].children[spot.page];
      if (!figure || finding.severity === "note") return;
      const key = spot.page + ":" + Math.round(spot.top * 60);
      const beside = taken.get(key) || 0;
      taken.set(key, beside + 1);
      const flag = make("button", String(number + 1), "flag " + finding.severity);
      flag.type = "button";
      flag.dataset.finding = number;
      flag.setAttribute("aria-label", "第" + (number + 1) + "个问题：" + finding.message);
      flag.title = finding.message;
      flag.style.top = spot.top * 100 + "%";
      flag.style.marginLeft = beside * 1.6 + "rem";
      flag.addEventListener("click", () => { side("findings"); point(number); $("finding-" + number).scrollIntoView({block: "nearest"}); });
      figure.append(flag);
    });
  }
}

function jumpTo(number) {
  const spots = state.findings[number].spots;
  const column = [...$("columns").children].find((one) => one.dataset.record in spots);
  if (!column) { choose(Object.keys(spots)[0]).then(() => jumpTo(number)); return; }
  const spot = spots[column.dataset.record];
  const figure = column.children[2].children[spot.page];
  if (!figure) return;
  const main = $("sheets");
  const top = figure.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop;
  main.scrollTo({top: top + spot.top * figure.offsetHeight - main.clientHeight / 3});
  point(number);
}

function point(number) {
  for (const element of document.querySelectorAll(".here")) element.classList.remove("here");
  $("finding-" + number).classList.add("here");
  for (const flag of document.querySelectorAll('.flag[data-finding="' + number + '"]')) flag.classList.add("here");
}

// Names ------------------------------------------------------------------------------------------------------------

async function showNames() {
  const now = JSON.stringify([state.kind, state.checked, state.faulty]);
  if (now === names || !state.checked) return;
  names = now;
  const answer = await fetch("fields", {cache: "no-store"});
  if (!answer.ok) return;
  const {fields, used} = await answer.json();
  const open = new Set([...document.querySelectorAll("#tree details[open]")].map((details) => details.dataset.path));
  const isUsed = (path) => used.some((name) => name === path || name.startsWith(path + ".") || name.startsWith(path + "["));
  $("tree").replaceChildren(...(fields.length ? fields.map((field) => fieldItem(field, isUsed, open)) : used.map((name) => usedItem(name))));
  if (!fields.length) $("fields-hint").textContent = used.length
    ? "不知道是哪种文书，只列出模板里用到的；加 --kind 种类 就有全部名称。点一下就复制标签。" : "这个文件里没有标签。";
  find();
}

function fieldItem(field, isUsed, open) {
  const item = make("li");
  item.dataset.words = [field.path, field.english, field.meaning].join(" ").toLowerCase();
  const inside = field.children.length;
  if (field.tag || !inside) item.append(fieldButton(field, isUsed(field.path)));
  if (inside) {
    const details = make("details"), summary = make("summary"), list = make("ul");
    details.dataset.path = field.path;
    details.open = open.has(field.path);
    if (field.tag) summary.append("“" + field.name + "”里面的名称");
    else { summary.append(make("b", field.name)); if (field.meaning) summary.append(make("small", field.meaning)); }
    if (!field.tag && isUsed(field.path)) summary.children[0].after(make("span", "已用", "used"));
    list.append(...field.children.map((child) => fieldItem(child, isUsed, open)));
    details.append(summary, list);
    item.append(details);
  }
  return item;
}

function fieldButton(field, used) {
  const button = make("button", undefined, "field");
  button.type = "button";
  button.append(make("b", field.name));
  if (used) button.append(make("span", "已用", "used"));
  const more = [field.meaning, field.example ? "如 " + field.example : ""].filter(Boolean).join("，");
  if (more) button.append(make("small", more));
  if (field.tag) button.append(make("code", field.tag));
  button.disabled = !field.tag;
  button.addEventListener("click", () => copy(field.tag));
  return button;
}

function usedItem(name) {
  const item = make("li");
  item.dataset.words = name.toLowerCase();
  item.append(fieldButton({name, meaning: "", example: "", tag: "{{ " + name.replace(/^.*\[\]\./, "项.") + " }}"}, true));
  return item;
}

async function copy(text) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    const area = make("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
  }
  $("copied").textContent = done ? "已复制 " + text : "浏览器不让复制，请自己选中：" + text;
  clearTimeout(copy.timer);
  copy.timer = setTimeout(() => { $("copied").textContent = ""; }, 4000);
}

function find() {
  const words = $("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (item) => {
    const below = [...item.querySelectorAll(":scope > details > ul > li")].map(fits).some(Boolean);
    const own = words.every((word) => item.dataset.words.includes(word));
    item.hidden = !(own || below);
    const details = item.querySelector(":scope > details");
    if (details && words.length) details.open = below;
    return own || below;
  };
  for (const item of $("tree").children) fits(item);
}

// What a person does -----------------------------------------------------------------------------------------------

function choose(record) {
  look.record = record;
  look.beside = false;
  remember();
  if (state) show();
  return ask();
}

function toggle(name) {
  look[name] = !look[name];
  remember();
  if (state) show();
  showZoom();
  ask();
}

function zoomTo(zoom) {
  const main = $("sheets");
  const before = main.scrollHeight;
  const middle = (main.scrollTop + main.clientHeight / 2) / Math.max(1, before);
  look.zoom = zoom;
  if (state) { showColumns(); showFlags(); }
  showZoom();
  main.scrollTop = middle * main.scrollHeight - main.clientHeight / 2;
  remember();
}

function step(direction) {
  const [first] = state ? sheetsShown() : [];
  const now = first ? scaleFor(first[1].pages) : 1;
  const next = direction > 0 ? STEPS.find((one) => one > now + 0.01) : STEPS.findLast((one) => one < now - 0.01);
  if (next) zoomTo(next);
}

function side(name) {
  look.side = name;
  for (const one of ["findings", "fields"]) {
    $(one).hidden = one !== name;
    $("tab-" + one).setAttribute("aria-selected", String(one === name));
    $("tab-" + one).tabIndex = one === name ? 0 : -1;
  }
  remember();
}

function arrows(list) {
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.querySelectorAll("[role=tab]")];
    const move = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!move || !tabs.includes(document.activeElement)) return;
    const next = tabs[(tabs.indexOf(document.activeElement) + move + tabs.length) % tabs.length];
    next.click();
    next.focus();
    event.preventDefault();
  });
}

const KEYS = {
  "+": () => step(1), "=": () => step(1), "-": () => step(-1), "0": () => zoomTo(0),
  b: () => { if (!$("beside").hidden) toggle("beside"); }, m: () => { if (!$("marked").hidden) toggle("marked"); },
  d: () => toggle("changes"),
  "/": () => { side("fields"); $("search").focus(); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const key = event.key.toLowerCase();
  if (KEYS[key]) { KEYS[key](); event.preventDefault(); }
  else if (/^[1-8]$/.test(key) && state && state.records[key - 1]) choose(state.records[key - 1].id);
});
for (const name of ["beside", "marked", "changes"]) $(name).addEventListener("click", () => toggle(name));
for (const name of ["findings", "fields"]) $("tab-" + name).addEventListener("click", () => side(name));
for (const list of document.querySelectorAll("[role=tablist]")) arrows(list);
$("smaller").addEventListener("click", () => step(-1));
$("larger").addEventListener("click", () => step(1));
$("fit").addEventListener("click", () => zoomTo(0));
$("search").addEventListener("input", find);
$("record").addEventListener("change", () => choose($("record").value));
$("sheets").addEventListener("scroll", remember, {passive: true});
addEventListener("resize", () => { if (state) { showColumns(); showFlags(); } showZoom(); });

asked = look.top ? {left: look.left, top: look.top} : null;
side(look.side);
setInterval(() => { if (state) showStatus(); }, 1000);
listen();

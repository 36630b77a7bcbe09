"""Effective formats: what a paragraph or a run looks like once styles, lists and direct formats are added up.

From the weakest to the strongest (ISO/IEC 29500-1, 17.7.2): document defaults, table style, list level,
paragraph style from its root down, direct format of the paragraph; for runs then character style and direct
format of the run. A format is a mapping of settings, each a mapping of its attributes:
``{"spacing": {"line": "579", "lineRule": "exact"}, "jc": {"val": "both"}}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from qijin_docs.ooxml.list_levels import Format, Level, Setting, read_list_levels
from qijin_docs.ooxml.wordml import A, w

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Settings whose attributes are inherited one by one; of all others the stronger replaces the weaker.
_BY_ATTRIBUTE = frozenset({"ind", "spacing", "rFonts", "lang", "pBdr"})
#: Settings that paragraph style and character style switch over instead of overwriting (17.7.3).
_TOGGLES = ("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish", "outline", "shadow", "emboss")
_OFF = frozenset({"0", "false", "off", "none"})
_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
_BORDERS = ("top", "bottom", "left", "right", "between", "insideH", "insideV")


class Styles:
    """The styles, list levels and theme fonts of one document.

    Args:
        styles: root of ``word/styles.xml``; ``None`` if the package has none.
        numbering: root of ``word/numbering.xml``.
        theme: root of the theme.
        east_asian: language tag that picks the theme's Chinese font, ``w:themeFontLang/@w:eastAsia``.
    """

    def __init__(
        self,
        styles: _Element | None,
        numbering: _Element | None = None,
        theme: _Element | None = None,
        *,
        east_asian: str = "zh-CN",
    ) -> None:
        self._theme = _theme_fonts(theme, east_asian)
        self._styles: dict[str, _Element] = {}
        self._defaults: dict[str, str] = {}
        self._chains: dict[str, tuple[_Element, ...]] = {}
        self._paragraphs: dict[str, Format] = {}
        self._runs: dict[str, Format] = {}
        self.default_paragraph: Format = {}
        self.default_run: Format = {}
        if styles is not None:
            self._read(styles)
        self._levels, self._style_links = read_list_levels(numbering, self.read)

    def _read(self, styles: _Element) -> None:
        defaults = styles.find(w("docDefaults"))
        if defaults is not None:
            self.default_run = self.read(defaults.find(f"{w('rPrDefault')}/{w('rPr')}"))
            self.default_paragraph = self.read(defaults.find(f"{w('pPrDefault')}/{w('pPr')}"))
        for style in styles.iter(w("style")):
            identity = style.get(w("styleId"), "")
            self._styles[identity] = style
            if style.get(w("default")) in ("1", "true", "on"):
                self._defaults[style.get(w("type"), "")] = identity

    def name(self, style: str | None) -> str:
        """The name Word shows for a paragraph style; that of the default style for ``None``."""
        found = self._styles.get(style or self._defaults.get("paragraph", ""))
        label = found.find(w("name")) if found is not None else None
        return label.get(w("val"), "") if label is not None else ""

    def read(self, settings: _Element | None) -> Format:
        """The settings of a ``w:pPr`` or ``w:rPr`` as they stand there, theme fonts looked up."""
        if settings is None:
            return {}
        found: dict[str, Setting] = {}
        for child in settings:
            if not isinstance(child.tag, str):
                continue
            name = child.tag.rpartition("}")[2]
            attributes = {str(key).rpartition("}")[2]: str(value) for key, value in child.attrib.items()}
            if name == "rFonts":
                attributes = self._fonts(attributes)
            elif name == "pBdr":
                attributes = {}
                for side in child:
                    attributes[side.tag.rpartition("}")[2]] = border_text(side)
            elif name == "numPr":
                for part in child:
                    attributes[part.tag.rpartition("}")[2]] = part.get(w("val"), "")
            found[name] = attributes
        return found

    def _fonts(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """Fonts by slot; in one element the theme wins over the name (17.3.2.26)."""
        fonts = {slot: attributes[slot] for slot in _SLOTS if slot in attributes}
        for slot in _SLOTS:
            key = "cstheme" if slot == "cs" else f"{slot}Theme"
            if key in attributes and (name := self._theme.get(attributes[key])):
                fonts[slot] = name
        if "hint" in attributes:
            fonts["hint"] = attributes["hint"]
        return fonts

    def paragraph(
        self, direct: _Element | None, *, table_style: str | None = None
    ) -> tuple[str | None, Format, Level | None]:
        """Style id, effective format and list level of a paragraph with these ``w:pPr``."""
        own = self.read(direct)
        style = own.get("pStyle", {}).get("val") or self._defaults.get("paragraph")
        layers: list[Format] = [self.default_paragraph]
        if table_style:
            layers.append(self._of_style(table_style, "pPr"))
        layers.append(self._of_style(style, "pPr"))
        level = None
        if "numPr" in own:
            level = self.level(own["numPr"])
            if level is not None:
                layers.append(level.paragraph)
        layers.append(own)
        result = merge(layers)
        if level is None and "numPr" in result and "numPr" not in own:
            level = self.level(self._with_level(result["numPr"], style))
        return style, result, level

    def _with_level(self, numbering: Setting, style: str | None) -> Setting:
        """A style that belongs to a list finds its level by being named there (17.9.23)."""
        linked = self._style_links.get((numbering.get("numId", ""), style or ""))
        return {**numbering, "ilvl": linked} if linked is not None else numbering

    def run(
        self, paragraph_style: str | None, direct: _Element | None, *, table_style: str | None = None
    ) -> Format:
        """The effective format of a run with these ``w:rPr`` in a paragraph of that style."""
        own = self.read(direct)
        character = own.get("rStyle", {}).get("val")
        levels = [
            self._of_style(table_style, "rPr") if table_style else {},
            self._of_style(paragraph_style, "rPr"),
            self._of_style(character, "rPr") if character else {},
        ]
        result = dict(merge([self.default_run, *levels, own]))
        for toggle in _TOGGLES:
            if toggle in own:
                value = is_on(own, toggle)
            elif is_on(self.default_run, toggle):
                value = True
            else:
                value = sum(is_on(level, toggle) for level in levels) % 2 == 1
            result[toggle] = {"val": "1" if value else "0"}
        return result

    def level(self, numbering: Setting) -> Level | None:
        """The list level of a ``w:numPr``; ``None`` where numbering is switched off or not defined."""
        number = numbering.get("numId", "0")
        if number == "0":
            return None
        return self._levels.get((number, numbering.get("ilvl") or "0"))

    def _of_style(self, style: str | None, part: str) -> Format:
        """What a style and those it is based on say together; of its list level too."""
        if style is None:
            return {}
        cache = self._paragraphs if part == "pPr" else self._runs
        if style not in cache:
            layers: list[Format] = []
            for element in self._chain(style):
                own = self.read(element.find(w(part)))
                if part == "pPr" and "numPr" in own:
                    numbering = self._with_level(own["numPr"], element.get(w("styleId"), ""))
                    level = self.level(numbering)
                    if level is not None:
                        layers.append(level.paragraph)
                layers.append(own)
            cache[style] = merge(layers)
        return cache[style]

    def _chain(self, style: str) -> tuple[_Element, ...]:
        """The style and those it is based on, the root first; a circle ends where it closes."""
        chain: list[_Element] = []
        seen: set[str] = set()
        at: str | None = style
        while at is not None and at not in seen and at in self._styles:
            seen.add(at)
            chain.append(self._styles[at])
            based = self._styles[at].find(w("basedOn"))
            at = based.get(w("val")) if based is not None else None
        return tuple(reversed(chain))


def merge(layers: Iterable[Format]) -> Format:
    """The layers added up, the last the strongest."""
    result: dict[str, Setting] = {}
    for layer in layers:
        for name, attributes in layer.items():
            if name in _BY_ATTRIBUTE and name in result:
                result[name] = _merged(name, result[name], attributes)
            else:
                result[name] = attributes
    return result


def _merged(name: str, weaker: Setting, stronger: Setting) -> Setting:
    merged = dict(weaker)
    if name == "ind":
        # hanging and firstLine exclude each other, in the file as in the dialogue.
        if {"hanging", "hangingChars"} & set(stronger):
            merged = {key: value for key, value in merged.items() if not key.startswith("firstLine")}
        if {"firstLine", "firstLineChars"} & set(stronger):
            merged = {key: value for key, value in merged.items() if not key.startswith("hanging")}
    merged.update(stronger)
    return merged


def is_on(settings: Format, name: str) -> bool:
    """Whether a setting that is on or off is on."""
    found = settings.get(name)
    return found is not None and found.get("val", "1") not in _OFF


def border_text(side: _Element) -> str:
    """A border in one word: kind, size in eighths of a point, colour, distance in points."""
    return " ".join(
        (
            side.get(w("val"), "none"),
            side.get(w("sz"), "0"),
            side.get(w("color"), "auto"),
            side.get(w("space"), "0"),
        )
    )


def _theme_fonts(theme: _Element | None, east_asian: str) -> dict[str, str]:
    """``minorEastAsia`` → 宋体 and so on; an empty ``a:ea`` falls back to the font of the script."""
    if theme is None:
        return {}
    fonts: dict[str, str] = {}
    script = "Hant" if east_asian.lower() in ("zh-tw", "zh-hk", "zh-mo") else "Hans"
    for which in ("major", "minor"):
        scheme = next(theme.iter(f"{{{A}}}{which}Font"), None)
        if scheme is None:
            continue
        by_script = {font.get("script"): font.get("typeface", "") for font in scheme.iter(f"{{{A}}}font")}
        for child, slots in (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            element = scheme.find(f"{{{A}}}{child}")
            name = element.get("typeface", "") if element is not None else ""
            if not name and child == "ea":
                name = by_script.get(script, "")
            if name:
                fonts.update({f"{which}{slot}": name for slot in slots})
    return fonts

"""A drawn chart and the ways out of it: into a page, a file, a PNG."""

from __future__ import annotations

import copy
import hashlib
import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from pledgeline.ui.charts.palette import Theme, name_of, tokens

_SVG = "http://www.w3.org/2000/svg"
_FONTS = "'Noto Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
Legend = tuple[tuple[str, str], ...]
FONT_SIZE = 12


@dataclass(frozen=True)
class Picture:
    """`svg` is drawn in place-holder colours (`palette.ink`); its marks carry aria-labels.

    `title` names the chart and `description` says what it shows to one who cannot see it. `row` is the number of marks
    in one row of a grid, so that the arrow keys can move up and down; 0 where marks stand in one line. `stretch` lets
    width and height scale apart (only for pictures without text). `legend` pairs names of colours with words; a page
    sets it as text under the chart, a file draws it.
    """

    svg: str
    title: str
    description: str = ""
    row: int = 0
    stretch: bool = False
    legend: Legend = ()

    @cached_property
    def page(self) -> SafeString:
        """Inline SVG for a page: classes for colours, nothing that a strict CSP blocks, ids unique to the picture.

        The name is an aria-label: a <title> would also show as the browser's own tooltip over every mark.
        """
        # Safe: both are built here from an element tree, which escapes every text.
        return mark_safe(_page(self.svg, self.title, self.description, self.row, self.stretch))  # noqa: S308

    def file(self, theme: Theme = "light") -> str:
        """A self-contained SVG with <title>, <desc>, its colours and its ground."""
        root = ET.fromstring(self.svg)  # noqa: S314 (our own renderer's output)
        colours = tokens(theme)
        for element in root.iter():
            element.attrib.pop("data-mark", None)
            for attribute in ("fill", "stroke"):
                if name := name_of(element.get(attribute, "")):
                    element.set(attribute, colours[name])
            if element.tag == _tag("text"):
                element.set("font-family", _FONTS)
        _framed(root, self.title, self.legend, colours)
        if self.description:
            root.insert(0, _text("desc", self.description))
        root.insert(0, _text("title", self.title))
        root.set("role", "img")
        return _written(root)

    def png(self, theme: Theme = "light", *, scale: float = 2.0) -> bytes:
        """The same picture as PNG, `scale` pixels to a unit."""
        import vl_convert  # 30 ms to load, and only those who export pay

        return bytes(vl_convert.svg_to_png(self.file(theme), scale=scale))


def text_width(text: str) -> float:
    """About how many units a text takes: Chinese characters are as wide as the type is high."""
    return sum(FONT_SIZE if unicodedata.east_asian_width(sign) in "WF" else FONT_SIZE * 0.56 for sign in text)


@lru_cache(maxsize=256)
def rendered(specification: str) -> str:
    """The SVG of a Vega-Lite specification (JSON), kept: drawing takes some 50 ms, and 256 × 40 kB is 10 MB."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(specification)
    root = ET.fromstring(svg)  # noqa: S314
    for element in root.iter():
        _clean(element)
    # The renderer paints a white ground first; the page and the file bring their own.
    if len(root) and root[0].tag == _tag("rect"):
        root.remove(root[0])
    return _written(root)


def _clean(element: ET.Element) -> None:
    """Drops what says nothing to a reader, is said in English only, or would be blocked."""
    part = element.get("aria-roledescription")
    for attribute in ("class", "style", "font-family", "aria-roledescription", "pointer-events", "version"):
        element.attrib.pop(attribute, None)
    role = element.attrib.pop("role", "")
    if element.get("aria-label") is None:
        return
    if part == "axis":
        # Its words repeat what each mark says, in English.
        element.set("aria-hidden", "true")
    if role == "graphics-symbol" and element.get("aria-hidden") != "true":
        element.set("role", "img")
        element.set("data-mark", "")
    else:
        del element.attrib["aria-label"]


@lru_cache(maxsize=512)
def _page(svg: str, title: str, description: str, row: int, stretch: bool) -> str:
    root = ET.fromstring(svg)  # noqa: S314
    digest = hashlib.sha256(f"{title}\0{svg}".encode()).hexdigest()[:10]
    marks = 0
    for element in root.iter():
        _themed(element)
        _renamed(element, digest)
        if "data-mark" in element.attrib:
            element.set("tabindex", "-1" if marks else "0")
            marks += 1
    for attribute in ("width", "height"):
        root.attrib.pop(attribute, None)
    if stretch:
        root.set("preserveAspectRatio", "none")
    if row:
        root.set("data-row", str(row))
    # An image hides its parts from assistive technology; a group of marks shows them.
    root.set("role", "group" if marks else "img")
    root.set("aria-label", title)
    if description:
        about = _text("desc", description)
        about.set("id", f"d{digest}")
        root.insert(0, about)
        root.set("aria-describedby", f"d{digest}")
    return _written(root)


def _framed(root: ET.Element, title: str, legend: Legend, colours: dict[str, str]) -> None:
    """Puts title and legend around the drawing and a ground under all of it."""
    _, _, width, height = (float(number) for number in root.get("viewBox", "0 0 0 0").split())
    margin, line = 16.0, 22.0
    drawing = ET.Element(_tag("g"), {"transform": f"translate({margin},{margin + line})"})
    drawing.extend(list(root))
    for child in list(root):
        root.remove(child)
    below = height + margin + line
    x, y = margin, below + line
    signs = []
    for colour, words in legend:
        needed = 30 + text_width(words) + 16
        if x > margin and x + needed > width + margin:
            x, y = margin, y + line
        signs.append(_box(x, y - 10, 20, 11, colours[colour]))
        signs.append(_label(words, x + 26, y, colours["ink-soft"]))
        x += needed
    total = (y if legend else below) + margin
    heading = _label(title, margin, margin + 4, colours["ink"], size=14, weight="600")
    root.extend([_box(0, 0, width + 2 * margin, total, colours["surface"]), heading, drawing, *signs])
    root.set("viewBox", f"0 0 {width + 2 * margin:g} {total:g}")
    root.set("width", f"{width + 2 * margin:g}")
    root.set("height", f"{total:g}")


def _box(x: float, y: float, width: float, height: float, colour: str) -> ET.Element:
    measures = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}"}
    return ET.Element(_tag("rect"), measures | {"fill": colour})


def _label(words: str, x: float, y: float, colour: str, *, size: int = 12, weight: str = "400") -> ET.Element:
    element = _text("text", words)
    look = {"font-family": _FONTS, "font-size": f"{size}px", "font-weight": weight, "fill": colour}
    element.attrib.update({"x": f"{x:g}", "y": f"{y:g}"} | look)
    return element


def _themed(element: ET.Element) -> None:
    classes = element.get("class", "").split()
    for attribute, prefix in (("fill", "f-"), ("stroke", "s-")):
        if name := name_of(element.get(attribute, "")):
            del element.attrib[attribute]
            classes.append(prefix + name)
    if classes:
        element.set("class", " ".join(classes))


def _renamed(element: ET.Element, digest: str) -> None:
    """Two charts on one page must not share ids such as `clip0`."""
    if identity := element.get("id"):
        element.set("id", f"{identity}-{digest}")
    for attribute, value in element.attrib.items():
        if "url(#" in value:
            element.set(attribute, _REFERENCE.sub(rf"url(#\1-{digest})", value))


def _tag(name: str) -> str:
    return f"{{{_SVG}}}{name}"


def _text(name: str, text: str) -> ET.Element:
    element = ET.Element(_tag(name))
    element.text = text
    return element


def _written(root: Any) -> str:
    """The prefix of a namespace is a setting of the whole process, and the library that draws the QR code of two-factor
    sign-in sets it to `svg:`, which no browser takes for a picture inside a page. Here the names are written bare."""
    bare = copy.deepcopy(root)
    for element in bare.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    bare.set("xmlns", _SVG)
    return ET.tostring(bare, encoding="unicode")

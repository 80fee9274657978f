"""The reference page of the metrics, written from their definition files, English beside Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pledgeline.contacts.core.definition import Definition, Text
from pledgeline.contacts.metrics import METRICS

_HEAD = """# Metrics 指标

Written from the definition files in `src/pledgeline/contacts/metrics/definitions/`; change those, then run
`python -m pledgeline.contacts.metrics.reference > docs/reference/metrics.md`. Shares are 0–1, times in seconds.

本页由 `src/pledgeline/contacts/metrics/definitions/` 中的定义文件生成；
请修改定义文件后用上述命令重新生成。比例取值 0–1，时间以秒计。
"""
_UNITS = {
    "count": "count 计数",
    "share": "share 比例",
    "share_interval": "[low, high] of shares 比例区间",
    "seconds": "seconds 秒",
    "points": "points 分",
    "word": "word 文字",
}


def page() -> str:
    """The whole page as Markdown."""
    definitions = [metric.definition for _name, metric in sorted(METRICS.items())]
    return "\n".join([_HEAD, *("\n".join(_section(definition)) for definition in definitions)])


def _section(definition: Definition) -> Iterator[str]:
    yield f"## `{definition.name}` {definition.title.en} {definition.title.zh}\n"
    yield f"Version 版本 {definition.version}\n"
    yield from _table(
        ("", "English", "中文"),
        (
            (f"{english} {chinese}", text.en, text.zh)
            for english, chinese, text in (
                ("Summary", "概述", definition.summary),
                ("Formula", "公式", definition.formula),
                ("Population", "统计范围", definition.population),
                ("Clock starts", "计时起点", definition.start_event),
                ("Clock stops", "计时终点", definition.stop_event),
                ("Empty period", "空期间", definition.empty),
                ("Rounding", "取整", definition.rounding),
                ("Attribution", "时间归属", definition.attribution),
                ("Exclusions", "排除", definition.exclusions),
            )
        ),
    )
    if definition.parameters:
        yield from _table(
            ("Parameter 参数", "Default 默认", "Bounds 范围", "English", "中文"),
            (
                (f"`{one.name}`", f"{one.default:g}", f"{one.minimum:g} – {one.maximum:g}", *_both(one.meaning))
                for one in definition.parameters
            ),
        )
    yield from _table(
        ("Figure 指标值", "Unit 单位", "English", "中文"),
        ((f"`{one.name}`", _UNITS[one.unit], *_both(one.meaning)) for one in definition.figures),
    )


def _both(text: Text) -> tuple[str, str]:
    return text.en, text.zh


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _line(head)
    yield _line(("---",) * len(head))
    for row in rows:
        yield _line(row)
    yield ""


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    print(page(), end="")

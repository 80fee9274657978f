"""Names of invented agents: common surnames and given names put together by number, so that they name nobody."""

from __future__ import annotations

_FAMILY = (
    "Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Zhao", "Huang", "Zhou", "Wu",
    "Xu", "Sun", "Hu", "Zhu", "Gao", "Lin", "He", "Guo", "Ma", "Luo",
)  # fmt: skip
_GIVEN = ("Fang", "Min", "Jing", "Lei", "Qiang", "Yan", "Juan", "Tao", "Chao", "Ping", "Hui", "Ling")


def agent_name(number: int) -> str:
    """A name for agent `number` of a centre; different numbers below 240 have different names."""
    rounds, family = divmod(number, len(_FAMILY))
    return f"{_FAMILY[family]} {_GIVEN[(rounds + family) % len(_GIVEN)]}"

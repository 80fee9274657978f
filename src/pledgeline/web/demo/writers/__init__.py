"""Simulated contacts as the files of three platforms: one module a platform, each giving lines sorted as written.

Numbers in the files cannot belong to anybody: customers' begin with 100, which no subscriber's number in China does;
the lines called are 400-000-000x; account and instance ids are zeros.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One record of a platform's file. `at` is when the platform wrote it (epoch seconds), `key` whose it is.

    `tries` counts how often this contact's record has been written before: 0 for the first version.
    """

    at: int
    text: str
    key: str = ""
    tries: int = 0


def phone(customer: int) -> str:
    """The number of a customer: eleven digits beginning with 100, so nobody's."""
    return f"100{customer + 10_000_000:08d}"


LINES_CALLED = {"card": "4000000001", "loss": "4000000002", "instalment": "4000000003"}

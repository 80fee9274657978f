"""What can be wrong with a call or a file, said so that a person can mend it.

A pure core cannot translate, so a Problem carries a code and the numbers; each room's `wording.py` turns it into a
sentence in the reader's language. `file`, `line` and `field` are always the place *in what the user gave us*.
"""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """The call or a file is wrong; nothing was changed. Exit status 2 on the command line, 400 on the web.

    `code` is `room.noun-or-verb` (looked up in `wording.py`); `params` are the numbers and names of the sentence.
    """

    def __init__(
        self, code: str, /, *, file: str | None = None, line: int | None = None, field: str | None = None, **params: Any
    ) -> None:
        self.code = code
        self.file = file
        self.line = line
        self.field = field
        self.params: dict[str, Any] = params
        place = ", ".join(str(part) for part in (file, f"line {line}" if line else None, field) if part)
        super().__init__(f"{code} ({place}) {params}" if place else f"{code} {params}")

    def at(self, *, file: str | None = None, line: int | None = None, field: str | None = None) -> Problem:
        """The same problem with its place filled in where it was not known further down."""
        return Problem(
            self.code, file=self.file or file, line=self.line or line, field=self.field or field, **self.params
        )

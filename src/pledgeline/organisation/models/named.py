from __future__ import annotations

from django.db import models
from django.utils.translation import get_language


def in_readers_language(english: str, chinese: str) -> str:
    """Chinese for readers of Chinese, English for everyone else."""
    return chinese if (get_language() or "").startswith("zh") else english


class Named(models.Model):
    """A thing with a code that files and commands use, and a name in each language that people read."""

    code = models.CharField(max_length=64, unique=True)
    name_en = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120)

    class Meta:
        abstract = True
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(name_en="") & ~models.Q(name_zh=""),
                name="%(class)s_is_named",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return in_readers_language(self.name_en, self.name_zh)

"""What people write on the pages of the people side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.codes import CODE_PATTERN
from pledgeline.partnership.actions import ideas, mirror, recognition
from pledgeline.partnership.actions._people import LONGEST, MOST_LINKS
from pledgeline.partnership.actions.pulse import LONGEST_QUESTION
from pledgeline.partnership.core.mirror import RATED, SCORES
from pledgeline.partnership.core.pulse import ANSWERS, MOST_QUESTIONS
from pledgeline.partnership.core.questions import usual_questions
from pledgeline.partnership.wording import people as wording
from pledgeline.ui.pickers import PickingForm

_IS_A_CODE = RegexValidator(
    rf"\A{CODE_PATTERN}\Z",
    _("Use up to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit."),
)


def _code(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=64, validators=[_IS_A_CODE], **more)


def _day(label: Any, **more: Any) -> forms.DateField:
    # The browser's own date field speaks ISO, whatever the reader's language.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **more)


def _text(label: Any, *, rows: int = 4, longest: int = LONGEST, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


class RoundForm(PickingForm):
    """A round with three to five questions; a question left empty in both languages is not asked."""

    def __init__(self, *args: Any, centres: Mapping[str, str], **kwargs: Any) -> None:
        kwargs.setdefault("initial", self._usual())
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code(_("Code"))
        self.fields["centre"] = forms.ChoiceField(label=_("Centre"), choices=list(centres.items()))
        self.fields["opens_on"] = _day(_("First day to answer"))
        self.fields["closes_on"] = _day(_("Last day to answer"))
        for place in range(1, MOST_QUESTIONS + 1):
            numbered = {"n": place}
            said: Any = {"required": False, "max_length": LONGEST_QUESTION}
            self.fields[f"q{place}_code"] = _code(_("Question %(n)s: code") % numbered, required=False)
            self.fields[f"q{place}_en"] = forms.CharField(label=_("Question %(n)s in English") % numbered, **said)
            self.fields[f"q{place}_zh"] = forms.CharField(label=_("Question %(n)s in Chinese") % numbered, **said)

    @staticmethod
    def _usual() -> dict[str, str]:
        return {
            f"q{place}_{name}": one[name]
            for place, one in enumerate(usual_questions(), start=1)
            for name in ("code", "en", "zh")
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for place in range(1, MOST_QUESTIONS + 1):
            parts = {name: given.get(f"q{place}_{name}", "") for name in ("en", "zh")}
            for name, text in parts.items():
                if any(parts.values()) and not text:
                    self.add_error(f"q{place}_{name}", _("A question is asked in both languages."))
            if any(parts.values()) and not given.get(f"q{place}_code") and not self.errors.get(f"q{place}_code"):
                self.add_error(f"q{place}_code", _("A question needs a code: its trend hangs on it."))
        return given

    def wanted(self) -> dict[str, Any]:
        """What `actions.pulse.open_round` is asked for."""
        given = self.cleaned_data
        questions = [
            {name: given[f"q{place}_{name}"] for name in ("code", "en", "zh")}
            for place in range(1, MOST_QUESTIONS + 1)
            if given[f"q{place}_en"]
        ]
        return {name: given[name] for name in ("code", "centre", "opens_on", "closes_on")} | {"questions": questions}


class LinksForm(forms.Form):
    """How many links, and for which team."""

    n = forms.IntegerField(label=_("How many links"), min_value=1, max_value=MOST_LINKS)
    team = _code(
        _("Team"), required=False, help_text=_("A short code. Left empty, the answers count for the centre as a whole.")
    )


class IdeaLinksForm(forms.Form):
    n = forms.IntegerField(label=_("How many links"), min_value=1, max_value=MOST_LINKS)


class PulseForm(forms.Form):
    """The questions of a round, each answered from 1 to 5."""

    def __init__(self, *args: Any, questions: Collection[Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = [(str(value), word) for value, word in zip(ANSWERS, wording.ANSWERS, strict=True)]
        for one in questions:
            self.fields[one["code"]] = forms.ChoiceField(
                label=wording.said(one), choices=scale, widget=forms.RadioSelect
            )

    def answers(self) -> dict[str, int]:
        return {name: int(value) for name, value in self.cleaned_data.items()}


class IdeaForm(forms.Form):
    """An idea; by link also with a name, if its sender likes."""

    side = forms.ChoiceField(
        label=_("Who is to answer"),
        choices=[(Side.CLIENT.value, _("The client")), (Side.CENTRE.value, _("Our own centre"))],
        widget=forms.RadioSelect,
        initial=Side.CLIENT.value,
    )
    text = _text(_("Your idea"))
    signed = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=ideas.LONGEST_NAME,
        help_text=_("Only if you want it to be known."),
    )

    def __init__(self, *args: Any, by_link: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_link:
            del self.fields["signed"]


class IdeaAnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What becomes of it"), choices=list(wording.OUTCOMES.items()), widget=forms.RadioSelect
    )
    answer_en = _text(_("Reason in English"))
    answer_zh = _text(_("Reason in Chinese"))


class ThanksForm(PickingForm):
    """`centres` is given to the client only: a centre thanks for itself."""

    def __init__(self, *args: Any, centres: Mapping[str, str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if centres is not None:
            self.fields["centre"] = forms.ChoiceField(label=_("Centre"), choices=list(centres.items()))
        self.fields["thanked"] = forms.CharField(
            label=_("Whom you thank"), max_length=recognition.LONGEST_NAME, help_text=_("A person or a team.")
        )
        self.fields["text"] = _text(_("What for"), rows=3, longest=recognition.LONGEST)


class RatingForm(forms.Form):
    """Each item from 1 to 5 with a comment; what is left open is not rated."""

    def __init__(self, *args: Any, rated: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scores = [("", pgettext_lazy("rating", "Not rated")), *((str(one), str(one)) for one in SCORES)]
        for item in RATED:
            if item in rated:
                continue
            self.fields[item] = forms.ChoiceField(label=wording.ITEMS[item], choices=scores, required=False)
            self.fields[f"{item}_comment"] = _text(
                _("Comment on “%(item)s”") % {"item": wording.ITEMS[item]},
                rows=2,
                longest=mirror.LONGEST,
                required=False,
            )

    def scores(self) -> dict[str, tuple[int, str]]:
        given = self.cleaned_data
        return {item: (int(given[item]), given[f"{item}_comment"]) for item in RATED if given.get(item)}

"""Home: are the promises kept? A card a promise, the requirements, what needs attention, as the reader may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import pledgeline
from pledgeline.assurance import queries as assurance
from pledgeline.assurance.queries.xray import xray
from pledgeline.briefing import queries as briefing
from pledgeline.contacts import queries as contacts
from pledgeline.contacts.queries import registers
from pledgeline.experience import queries as experience
from pledgeline.experience import wording
from pledgeline.kernel.verdict import Verdict
from pledgeline.organisation import queries as organisation
from pledgeline.ui import charts, formats
from pledgeline.ui.charts import Picture
from pledgeline.ui.figures import Figure

# As many as a reader takes in at a glance; the page of campaigns has them all.
MOST_CAMPAIGNS = 4
# The worst and the most lacking; the rest stands on pages of its own.
MOST_CARDS, MOST_FEEDS = 24, 24


@dataclass(frozen=True)
class Card:
    """One promise in force: what it measured, its course by week, and where it is weakest in one sentence."""

    measured: experience.Measured
    figure: Figure
    spark: Picture | None
    weak: str


@dataclass(frozen=True)
class Feed:
    """One feed behind the promises; `missing` names the facts that promises in force need and it does not tell."""

    row: registers.SourceRow
    missing: str
    last_delivery: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if organisation.role_of(user) is None:
        return render(request, "web/no_role.html", status=403)
    names = organisation.centre_names(user)
    stage = experience.stage(user, today=timezone.localdate())
    measured = _measured(user, stage)
    feeds, all_feeds = _feeds(user, measured)
    code = assurance.latest(user)
    context = {
        "cards": [_card(one, names, stage) for one in measured[:MOST_CARDS]],
        "promises": len(measured),
        "headline": _headline(user, measured, names),
        "page": assurance.assessment_page(user, code) if code else None,
        "feeds": feeds,
        "all_feeds": all_feeds,
        "silent": _silent(user, names),
        "contradictions": len(xray(user, today=timezone.localdate()).found) if measured else 0,
        "centre_names": names,
        "service_names": organisation.service_names(user),
        "period": contacts.data_period(centres=organisation.visible_centres(user)),
        "snapshot": contacts.current_snapshot(),
        "next_steps": _next_steps(user, bool(measured)),
        "waits": _waits(user),
        "campaigns": briefing.next_campaigns(user, day=timezone.localdate(), most=MOST_CAMPAIGNS),
    }
    return render(request, "web/home.html", context)


@dataclass(frozen=True)
class Wait:
    """Something that waits for this reader, and where it is done."""

    title: str
    text: str
    url: str


def _waits(user: Any) -> list[Wait]:
    """What a reader came for who has something to do: the changes of tomorrow, and what was told and not read."""
    found = []
    centre = organisation.own_centre(user) if user.has_perm("briefing.acknowledge") else None
    if centre is not None:
        n = briefing.to_tell(user, centre=centre, day=timezone.localdate()).briefings
        if n:
            said = ngettext(
                "%(n)s briefing is not acknowledged by everybody who has to know it.",
                "%(n)s briefings are not acknowledged by everybody who has to know them.",
                n,
            )
            text = said % {"n": formats.count(n)}
            found.append(Wait(pgettext("navigation", "Tomorrow’s changes"), text, reverse("briefing:due")))
    if user.unread:
        said = ngettext("%(n)s notification is not read.", "%(n)s notifications are not read.", user.unread)
        text = said % {"n": formats.count(user.unread)}
        found.append(Wait(_("Notifications"), text, reverse("organisation:notifications")))
    return found


def _measured(user: Any, stage: experience.Stage) -> list[experience.Measured]:
    """Promises that speak to the reader's centres, worst verdict first."""
    promises = (row.current for row in experience.promise_list(user))
    together = experience.measured_together(promises, user=user, stage=stage)
    found = [one for one in together if one.centres]
    order = [Verdict.NOT_MET, Verdict.IMPROVEMENT, Verdict.NOT_DEMONSTRATED, Verdict.MET, Verdict.NOT_APPLICABLE]
    return sorted(found, key=lambda one: order.index(one.decided.judgement.verdict))


def _card(measured: experience.Measured, names: Mapping[str, str], stage: experience.Stage) -> Card:
    through = measured.lens
    figure = wording.promise_figure(measured)
    spark = None
    if through.unit == "share" and measured.n:
        weeks = [
            through.value(figures) if figures else None
            for _day, figures in experience.course(through, "week", stage).points
        ]
        spark = charts.sparkline(weeks, title=_("Course by week"), target=through.promise.rule.target)
    spot = experience.weakest_spot(measured, stage)
    figure = replace(figure, note=_decided_by(measured, names))
    return Card(measured, figure, spark, wording.weak_spot(spot, through.unit, names))


def _decided_by(measured: experience.Measured, names: Mapping[str, str]) -> str:
    """Which centre missed a promise that all contacts together keep; empty where the figure speaks for itself."""
    decided, rule = measured.decided, measured.lens.promise.rule
    if decided.by is None or decided.judgement.verdict is Verdict.MET or len(measured.centres) < 2:
        return ""
    if measured.value is None or not rule.keeps(measured.value):
        return ""
    said = (
        _("Each centre is judged by itself: not demonstrated at %(centre)s.")
        if decided.judgement.verdict is Verdict.NOT_DEMONSTRATED
        else _("Each centre is judged by itself: not kept at %(centre)s.")
    )
    return said % {"centre": names.get(decided.by, decided.by)}


def _headline(user: Any, measured: list[experience.Measured], names: Mapping[str, str]) -> str:
    counted = Counter(one.decided.judgement.verdict for one in measured)
    numbers = {"kept": formats.count(counted[Verdict.MET]), "all": formats.count(len(measured))}
    own = organisation.own_centre(user) if organisation.visible_centres(user) is not None else None
    if own is not None:
        return _("Kept at %(centre)s: %(kept)s of %(all)s.") % {**numbers, "centre": names.get(own, own)}
    return _("Kept at every centre: %(kept)s of %(all)s.") % numbers


def _feeds(user: Any, measured: list[experience.Measured]) -> tuple[list[Feed], int]:
    """Those that lack a fact which a promise needs come first; and how many there are."""
    needed = {fact for one in measured for fact in experience.NEEDED.get(one.lens.promise.rule.metric, ())}
    rows, n = registers.lacking_first(user, needed, most=MOST_FEEDS)
    found = [
        Feed(
            row,
            wording.listed(wording.fact(one.fact) for one in row.missing if one.fact in needed),
            formats.moment(row.last_at, settings.TIME_ZONE) if row.last_at else "",
        )
        for row in rows
    ]
    return found, n


def _silent(user: Any, names: Mapping[str, str]) -> list[str]:
    """Names of engaged centres from which nothing has ever arrived."""
    period = contacts.data_period(centres=organisation.visible_centres(user))
    delivering = registers.feeding_centres(user)
    engaged = {one.centre for one in organisation.engagements(during=period)}
    return [names[code] for code in sorted(engaged - delivering) if code in names]


@dataclass(frozen=True)
class Step:
    """One thing to do in an empty house; `url` is empty where the reader cannot do it here, and others can."""

    done: bool
    title: str
    text: str
    url: str = ""


def _next_steps(user: Any, something: bool) -> list[Step]:
    """What is missing before there is something to show, in the order in which it is done; nothing once there is."""
    if something:
        return []
    return [
        Step(
            bool(organisation.engagements()),
            _("Say who serves whom"),
            _("Services, centres and which centre serves what, over which channels."),
            reverse("organisation:centres"),
        ),
        *([_let_the_others_in(user)] if organisation.may_manage_people(user) else []),
        Step(
            bool(experience.promise_list(user)),
            _("Put a promise in force"),
            _("One sentence that can be tested: a rule, a target, and where it holds."),
            reverse("experience:promises"),
        ),
        Step(
            contacts.data_period(centres=organisation.visible_centres(user)) is not None,
            _("Deliver contacts"),
            _("A file from each centre’s platform, by upload or with “pledgeline ingest”."),
            reverse("contacts:upload") if user.has_perm("contacts.upload") else "",
        ),
    ]


def _let_the_others_in(user: Any) -> Step:
    return Step(
        organisation.people_page(user, number=1).paginator.count > 1,
        _("Let the others in"),
        _("Invite those who answer for the services, and each centre’s manager and team leads."),
        reverse("organisation:people"),
    )


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For the proxy and the watchdog: whether the program answers and reaches its records. Tells nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "records unreachable", "version": pledgeline.__version__}, status=503)
    return JsonResponse({"status": "ok", "version": pledgeline.__version__})

"""What may stand in the briefings' addresses: told to all or to one centre; rosters, questions, campaigns, a link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.briefings import NOW, TODAY, a_person, enrol, publish

Examples = dict[str, Mapping[str, Mapping[str, Any]]]
CAMPAIGN_PLACES = ("", "override/", "edit/", "contacts/", "contacts/sheet/", "move/", "cancel/")
PLACES = {"both": (), "A": ("north",), "B": ("south",)}


def examples() -> Examples:
    enrol("north", a_person("n01"), a_person("n02"))
    enrol("south", a_person("s1"), a_person("s2"))
    for label, centres in PLACES.items():
        publish(f"told-{label.lower()}", centres=centres, questions=())
    return {**_of_briefings(), **_of_questions(), **_of_campaigns(), **_of_rosters(), **_of_links()}


def _of_briefings() -> Examples:
    of = {label: {"code": f"told-{label.lower()}", "number": 1} for label in PLACES}
    of["unknown"] = {"code": "no-such-briefing", "number": 1}
    numbered = [f"{verb}/<int:number>/" for verb in ("publish", "acknowledge", "check", "ask")]
    plain: Examples = {f"briefings/of/<str:code>/{place}": of for place in ("", "write/", *numbered)}
    people = {
        "A": {"code": "told-both", "centre": "north"},
        "B": {"code": "told-both", "centre": "south"},
        "unknown": {"code": "told-both", "centre": "no-such-centre"},
    }
    at = "briefings/of/<str:code>/people/<str:centre>/"
    return {**plain, **{f"{at}{place}": people for place in ("", "links/", "draw/", "sheet/")}}


def _of_questions() -> Examples:
    from pledgeline.briefing.actions import questions

    asked = {
        label: questions.ask(
            briefing="told-both", number=1, centre=centre, text="From when?", by=None, at=NOW + timedelta(hours=1)
        ).number
        for label, centre in (("A", "north"), ("B", "south"))
    }
    of = {label: {"number": number} for label, number in asked.items()}
    return {"briefings/questions/<int:number>/": {**of, "unknown": {"number": 999_999}}}


def _of_campaigns() -> Examples:
    from pledgeline.briefing.actions import campaigns

    for label, centres in PLACES.items():
        plan = campaigns.Plan(
            name_en="Offers",
            name_zh="优惠活动",
            first_day=TODAY + timedelta(days=7),
            last_day=TODAY + timedelta(days=9),
            centres=centres,
            briefing=f"told-{label.lower()}",
        )
        campaigns.plan(code=f"offers-{label.lower()}", plan=plan, by=None, at=NOW)
    of = {label: {"code": f"offers-{label.lower()}"} for label in PLACES}
    of["unknown"] = {"code": "no-such-campaign"}
    return {f"briefings/campaigns/<str:code>/{place}": of for place in CAMPAIGN_PLACES}


def _of_rosters() -> Examples:
    of = {"A": {"centre": "north"}, "B": {"centre": "south"}, "unknown": {"centre": "no-such-centre"}}
    return {f"briefings/rosters/<str:centre>/{place}": of for place in ("", "sheet/", "cover/", "cover/withdraw/")}


def _of_links() -> Examples:
    """Open to whoever holds the link: it needs no account, works once and expires."""
    from pledgeline.briefing.actions import links

    (issued,) = links.issue(briefing="told-both", number=1, centre="north", people=["n01"], by=None)
    return {"briefings/link/<str:token>/": {"A": {"token": issued.token}, "unknown": {"token": "no-such-token"}}}


def many(n: int) -> None:
    """Briefings to both centres, campaigns about them, people of the north centre, what is noted of each, and the
    history of one briefing and of one campaign."""
    from pledgeline.briefing.models import (
        Acknowledgement,
        BriefingVersion,
        Campaign,
        CheckResult,
        Draw,
        ExpectedContacts,
        Link,
        Member,
        Override,
        Question,
        Reminder,
        ShiftCover,
    )
    from tests.web.growth import KEY, more

    _firsts()
    version = BriefingVersion.objects.get(briefing__code="told-both", number=1)
    versions = more(version, n, briefing=more(version.briefing, n, code="more-{n}"))
    member = Member.objects.get(centre="north", code="n01")
    # Half of them have acknowledged the briefing to both centres, and nobody any of the others.
    members = more(member, n, code="more-{n}", username="")
    more(member, n, code="new-{n}", username="")
    more(ShiftCover.objects.earliest("pk"), n, member=members)
    more(Acknowledgement.objects.earliest("pk"), n, member=members)
    more(Acknowledgement.objects.earliest("pk"), n, version=versions)
    more(Link.objects.earliest("pk"), n, token_hash="{n}", member=members)
    more(CheckResult.objects.earliest("pk"), n, member=members)
    more(Draw.objects.earliest("pk"), n, version=versions)
    more(Reminder.objects.earliest("pk"), n, version=versions)
    more(Question.objects.earliest("pk"), n, number=KEY)
    campaigns = more(Campaign.objects.get(code="offers-both"), n, code="more-{n}")
    more(ExpectedContacts.objects.earliest("pk"), n, campaign=campaigns)
    more(Override.objects.earliest("pk"), n, campaign=campaigns)
    more(version, n, number=KEY, state="superseded")
    more(Question.objects.filter(version=version).earliest("pk"), n, number=KEY, outcome="faq", answered_at=NOW,
         question_en="When?", question_zh="何时？", answer_en="At nine.", answer_zh="九点。")  # fmt: skip
    more(Override.objects.earliest("pk"), n)


def _firsts() -> None:
    """One of each kind of record that the examples do without."""
    from pledgeline.briefing.models import (
        Acknowledgement,
        BriefingVersion,
        Campaign,
        CheckResult,
        Draw,
        ExpectedContacts,
        Member,
        Override,
        Reminder,
        ShiftCover,
    )

    if Override.objects.exists():
        return
    version = BriefingVersion.objects.get(briefing__code="told-both", number=1)
    member = Member.objects.get(centre="north", code="n01")
    campaign = Campaign.objects.get(code="offers-both")
    ShiftCover.objects.create(member=member, service="loans", first_day=TODAY, last_day=TODAY)
    Acknowledgement.objects.create(version=version, member=member, way="self", at=NOW)
    drawn = Draw.objects.create(version=version, centre="north", seed="0", candidates=["n01"], drawn=["n01"], at=NOW)
    CheckResult.objects.create(version=version, member=member, draw=drawn, answers=[0], right=1, asked=1, at=NOW)
    Reminder.objects.create(version=version, centre="north", day=TODAY, outstanding=1)
    ExpectedContacts.objects.create(campaign=campaign, day=campaign.first_day, channel="voice", contacts=100)
    Override.objects.create(campaign=campaign, name="Alice", reason="The posters hang.", at=NOW, red=[])

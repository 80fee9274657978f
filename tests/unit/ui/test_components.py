"""Components say in words what they show in colour, escape what they are given, and carry no inline style."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.ui.figures import Figure, Link
from pledgeline.ui.icons import icon
from pledgeline.ui.requests import is_partial


def shown(source: str, **values: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(values))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_a_word_and_an_icon_besides_its_colour(verdict: Verdict, language: str) -> None:
    with override(language):
        html = shown("{% verdict one %}", one=Judgement(verdict, Reason("any")))
        word = shown("{{ one|verdict_word }}", one=verdict)
    assert word in html
    assert "<svg" in html
    assert f'data-verdict="{verdict.value}"' in html


def test_words_of_verdicts_differ_in_both_languages() -> None:
    for language in ("en", "zh-hans"):
        with override(language):
            assert len({shown("{{ one|verdict_word }}", one=verdict) for verdict in Verdict}) == len(Verdict)


def test_a_figure_shows_bounds_target_interval_and_number() -> None:
    one = Figure(
        "Kept", 0.4156, lower=0.4156, upper=0.5451, target=0.8, interval=(0.41, 0.42), n=26759, basis_url="/b/"
    )
    with override("zh-hans"):
        html = shown("{% figure one %}", one=one)
    for text in ("41.56%", "目标 80.00%", "41.56–54.51%", "41.00–42.00%", "26,759", 'href="/b/"', "<svg"):
        assert text in html


def test_a_figure_without_value_says_so_and_draws_nothing() -> None:
    with override("en"):
        html = shown("{% figure one %}", one=Figure("Kept", None, target=0.8, n=0))
    assert "no data" in html
    assert "<svg" not in html
    assert "0.00" not in html


def test_what_users_wrote_is_escaped() -> None:
    evil = "<img src=x onerror=alert(1)>"
    for source in (
        "{% empty evil text=evil %}",
        "{% callout title=evil %}{{ evil }}{% endcallout %}",
        "{% table caption=evil %}<tr><td>{{ evil }}</td></tr>{% endtable %}",
        "{% figure figure %}",
        "{% breadcrumbs links %}",
        "{% tabs links label=evil %}",
        "{% progress evil note=evil %}",
    ):
        html = shown(source, evil=evil, figure=Figure(evil, 0.5, note=evil), links=[Link(evil, "/")])
        assert "<img" not in html
        assert "&lt;img" in html


def test_pagination_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/contacts/", {"centre": "north", "page": "2"})
    page = Paginator(range(100), 10).get_page(2)
    html = shown("{% pagination page %}", request=request, page=page)
    assert "?centre=north&amp;page=3" in html
    assert 'aria-current="page">2<' in html


def test_progress_with_a_fraction_is_a_number_that_browsers_read() -> None:
    with override("zh-hans"):
        assert 'value="0.62"' in shown("{% progress 'x' value=0.62 %}")
        assert "value=" not in shown("{% progress 'x' %}")


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        icon("unicorn")


class Htmx:
    def __init__(self, asked: bool, boosted: bool = False, restoring: bool = False) -> None:
        self.asked, self.boosted, self.history_restore_request = asked, boosted, restoring

    def __bool__(self) -> bool:
        return self.asked


@pytest.mark.parametrize(
    ("htmx", "partial"),
    [
        (None, False),
        (Htmx(False), False),
        (Htmx(True), True),
        (Htmx(True, boosted=True), False),
        (Htmx(True, restoring=True), False),
    ],
)
def test_a_part_is_sent_only_where_a_part_is_wanted(htmx: Htmx | None, partial: bool) -> None:
    request = RequestFactory().get("/")
    if htmx is not None:
        request.htmx = htmx  # type: ignore[attr-defined]
    assert is_partial(request) is partial


def test_a_day_keeps_its_line_in_chinese_and_stays_plain_in_attributes_and_in_english() -> None:
    days = {"first": date(1999, 8, 1), "last": date(1999, 8, 31)}
    shown = (
        '{% load ui %}<td title="{{ first|day_text }}">{{ first|day }}|{{ first|to_day:last }}|{{ first|month }}</td>'
    )
    with override("en"):
        said = Template(shown).render(Context(days))
    assert said == '<td title="1 Aug 1999">1 Aug 1999|1 Aug 1999 – 31 Aug 1999|Aug 1999</td>'
    with override("zh-hans"):
        said = Template(shown).render(Context(days))
    first, last, month = (f'<span class="whole">{one}</span>' for one in ("1999年8月1日", "1999年8月31日", "1999年8月"))
    assert said == f'<td title="1999年8月1日">{first}|{first}至{last}|{month}</td>'

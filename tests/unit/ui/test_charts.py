"""Charts are pictures that everyone can read: by eye in both themes, by ear, by keyboard, under a strict CSP."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from django.utils.translation import override

from pledgeline.ui import charts
from pledgeline.ui.charts.heat import step_of
from pledgeline.ui.charts.line import roomiest
from pledgeline.ui.charts.palette import Theme, name_of
from pledgeline.ui.charts.picture import Picture

NS = "{http://www.w3.org/2000/svg}"
POINTS = [
    charts.TrendPoint("1 Aug", 0.71, 0.71, 0.8, 320),
    charts.TrendPoint("2 Aug", None),
    charts.TrendPoint("3 Aug", 0.83, 0.83, 0.9, 290),
]
CELLS = [
    charts.HeatCell(w, h, None if (w, h) == (7, 9) else 0.5 + h / 40, 12) for w in range(1, 8) for h in (9, 10, 12)
]
BINS = [charts.WaitBin(0, 30, 50, 3), charts.WaitBin(30, 60, 20, 0), charts.WaitBin(60, None, 9, 4)]
ROWS = [
    charts.CentreRow('North & "South" <1>', 0.6, 0.7, 800, (0.57, 0.63)),
    charts.CentreRow("East", None, None, 0),
]


def trend() -> Picture:
    return charts.trend(POINTS, title="Share per day", description="Two days of three.", target=0.8)


def heat_map() -> Picture:
    return charts.heat_map(CELLS, title="By hour and weekday", description="The week.", target=0.8)


def waits() -> Picture:
    return charts.wait_distribution(BINS, limit_s=60, title="Time in queue", description="Three bins.")


def centres() -> Picture:
    return charts.centre_comparison(ROWS, title="Centres", description="Two centres.", target=0.8)


def grid() -> Picture:
    cells = tuple(
        charts.GridCell(charts.difference_colour(have, 10), f"{have - 10:+d}", f"Monday {hour}: {have} of 10 <agents>")
        for hour, have in enumerate((4, 9, 10, 13))
    )
    rows = [charts.GridRow("Mon 06-01", cells), charts.GridRow("Tue 06-02", (*cells[:3], None))]
    legend, hours = charts.difference_legend(), ("09:00", "10:00", "11:00", "12:00")
    return charts.day_grid(rows, columns=hours, title="Gap", description="Two days.", legend=legend)


def fan() -> Picture:
    points = [charts.FanPoint("1 Aug", 100, 80, 130, 90, 120), charts.FanPoint("2 Aug", 110, 85, 140, 95)]
    return charts.fan(points, title="Contacts by day", description="Two days.")


def track() -> Picture:
    return charts.bounds_track(0.4, 0.6, target=0.8, interval=(0.38, 0.42))


def spark() -> Picture:
    return charts.sparkline([0.5, None, 0.7, 0.72], title="Six weeks", target=0.6)


DRAWN = [trend, heat_map, waits, centres, grid, fan]
ALL = [*DRAWN, track, spark]
every_chart = pytest.mark.parametrize("draw", ALL, ids=lambda one: one.__name__)
every_drawn_chart = pytest.mark.parametrize("draw", DRAWN, ids=lambda one: one.__name__)


def page(picture: Picture) -> ET.Element:
    return ET.fromstring(str(picture.page))


def labels(picture: Picture) -> list[str]:
    return [element.get("aria-label", "") for element in page(picture).iter() if "data-mark" in element.attrib]


@every_chart
def test_a_page_gets_nothing_that_a_strict_policy_blocks(draw: Callable[[], Picture]) -> None:
    for element in page(draw()).iter():
        assert element.tag not in (f"{NS}style", f"{NS}script", f"{NS}foreignObject")
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name]


def test_a_picture_stays_one_whatever_prefix_the_process_gives_its_namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    """The QR code of two-factor sign-in asks for `svg:`; a page would show nothing of `<svg:svg>`."""
    monkeypatch.setitem(ET._namespace_map, NS.strip("{}"), "svg")  # type: ignore[attr-defined]
    picture = charts.trend(POINTS, title="Drawn while the prefix is set", description="", target=0.8)
    for text in (picture.svg, str(picture.page), picture.file()):
        assert text.startswith("<svg ")
        assert "<svg:" not in text
        assert ET.fromstring(text).tag == f"{NS}svg"


@every_chart
def test_a_page_gets_classes_so_that_the_theme_colours_the_picture(draw: Callable[[], Picture]) -> None:
    picture = draw()
    colours = [e.get(a, "") for e in page(picture).iter() for a in ("fill", "stroke")]
    assert {colour for colour in colours if colour not in ("", "none", "transparent")} == set()
    assert re.search(r'class="[^"]*\b[fs]-chart-', str(picture.page))


@every_chart
def test_a_picture_has_a_name_for_those_who_do_not_see_it(draw: Callable[[], Picture]) -> None:
    picture = draw()
    root = page(picture)
    assert root.get("aria-label") == picture.title != ""
    if picture.description:
        described = [e for e in root.iter(f"{NS}desc") if e.get("id") == root.get("aria-describedby")]
        assert [e.text for e in described] == [picture.description]


@every_drawn_chart
def test_every_mark_says_what_it_shows_and_one_of_them_takes_the_focus(draw: Callable[[], Picture]) -> None:
    marks = [element for element in page(draw()).iter() if "data-mark" in element.attrib]
    assert marks
    assert all(mark.get("aria-label") for mark in marks)
    assert [mark.get("tabindex") for mark in marks].count("0") == 1


@every_chart
def test_a_file_is_self_contained_in_both_themes(draw: Callable[[], Picture]) -> None:
    picture = draw()
    grounds: dict[Theme, str] = {"light": "#ffffff", "dark": "#1a2124"}
    for theme, ground in grounds.items():
        root = ET.fromstring(picture.file(theme))
        assert root.findtext(f"{NS}title") == picture.title
        assert (root.findtext(f"{NS}desc") or "") == picture.description
        assert ground in {element.get("fill") for element in root.iter()}
        assert not [e for e in root.iter() for a in ("fill", "stroke") if name_of(e.get(a, ""))]
        words = [element.text for element in root.iter(f"{NS}text")]
        assert all(text in words for _, text in picture.legend)


def test_a_png_is_a_png() -> None:
    assert track().png(scale=1).startswith(b"\x89PNG\r\n\x1a\n")


def test_a_trend_says_value_bounds_and_number_and_leaves_a_gap_where_nothing_came() -> None:
    with override("en"):
        said = labels(trend())
    assert said == [
        "1 Aug: 71.00\xa0%; bounds 71.00–80.00\xa0%; 320 contacts",
        "3 Aug: 83.00\xa0%; bounds 83.00–90.00\xa0%; 290 contacts",
    ]


def test_a_heat_map_is_read_row_by_row_and_fills_the_hours_between() -> None:
    with override("en"):
        picture = heat_map()
        said = labels(picture)
    assert picture.row == 4
    assert len(said) == 7 * 4
    assert said[0] == "Mon 09:00–10:00: 72.50\xa0%; 12 contacts"
    assert said[2] == "Mon 11:00–12:00: no data"
    assert said[6 * 4] == "Sun 09:00–10:00: no data"


def test_a_narrow_heat_map_runs_its_hours_down_the_page() -> None:
    with override("en"):
        picture = charts.heat_map(CELLS, title="t", width=360)
        said = labels(picture)
    assert picture.row == 7
    assert said[1].startswith("Tue 09:00")


@pytest.mark.parametrize(
    ("value", "step"),
    [(0.2, 0), (0.5, 1), (0.649, 1), (0.65, 2), (0.75, 3), (0.7999, 3), (0.8, 4), (0.85, 5), (0.92, 6), (1.0, 6)],
)
def test_the_hue_of_a_heat_map_changes_exactly_at_the_target(value: float, step: int) -> None:
    assert step_of(value, 0.8) == step


def test_the_legend_of_a_heat_map_names_only_steps_that_can_occur() -> None:
    with override("zh-hans"):
        names = [name for name, _ in charts.heat_legend(0.95)]
        words = [text for _, text in charts.heat_legend(0.8)]
    assert names == [f"chart-step-{step}" for step in range(5)]
    assert words[0] == "低于 50%"
    assert words[-1] == "92% 及以上"


def test_waits_beyond_the_limit_have_another_colour_and_those_who_left_a_third() -> None:
    with override("en"):
        root = page(waits())
    colour = {e.get("aria-label", ""): e.get("class", "") for e in root.iter() if "data-mark" in e.attrib}
    assert "f-chart-value" in colour["30 s to 1 min: 20 contacts answered"]
    assert "f-chart-late" in colour["1 min or longer: 9 contacts answered"]
    assert "f-chart-muted" in colour["1 min or longer: 4 contacts left"]
    assert not [said for said in colour if said.startswith("30 s") and "left" in said]


def test_a_centre_without_contacts_is_named_and_not_drawn_as_zero() -> None:
    with override("en"):
        said = labels(centres())
    assert (
        'North & "South" <1>: lower bound 60.00\xa0%, upper bound 70.00\xa0%; '
        "95 % interval 57.00–63.00\xa0%; 800 contacts" in said
    )
    assert "East: no data" in said


def test_charts_of_nothing_can_be_drawn() -> None:
    for picture in (
        charts.trend([], title="t"),
        charts.heat_map([], title="t"),
        charts.wait_distribution([], limit_s=60, title="t"),
        charts.centre_comparison([], title="t"),
        charts.sparkline([None, None], title="t"),
    ):
        assert page(picture).get("aria-label") == "t"


@pytest.mark.parametrize(("lower", "upper"), [(0.6, 0.4), (-0.1, 0.5), (0.5, 1.1)])
def test_bounds_that_are_none_are_refused(lower: float, upper: float) -> None:
    with pytest.raises(ValueError, match="bounds"):
        charts.bounds_track(lower, upper)


def test_ids_differ_between_two_pictures_on_one_page() -> None:
    both = [re.findall(r' id="([^"]+)"', str(draw().page)) for draw in (trend, heat_map)]
    assert both[0]
    assert not set(both[0]) & set(both[1])


def test_words_of_charts_are_in_the_readers_language() -> None:
    with override("zh-hans"):
        assert labels(trend())[0] == "1 Aug：71.00%；上下限 71.00–80.00%；320 次联络"
        assert trend().legend[0] == ("chart-value", "下限")


def test_a_grid_changes_its_hue_where_there_are_just_enough() -> None:
    steps = [charts.difference_colour(have, 100) for have in (60, 75, 90, 99, 100, 115, 140)]
    assert steps == [f"chart-step-{step}" for step in range(7)]
    assert charts.difference_colour(0, 0) == "chart-empty"
    assert charts.difference_colour(2, 0) == "chart-step-6"
    assert len(charts.difference_legend()) == 7


def test_a_grid_of_amounts_has_five_steps_up_to_the_largest() -> None:
    assert charts.amount_colour(0, 50) == "chart-empty"
    assert [charts.amount_colour(value, 50) for value in (5, 15, 25, 35, 50)] == [
        f"chart-load-{step}" for step in range(5)
    ]
    assert [words for _colour, words in charts.amount_legend(50)] == ["1–9", "10–19", "20–29", "30–39", "40–50"]
    assert charts.amount_legend(3) == (("chart-load-1", "1"), ("chart-load-3", "2"), ("chart-load-4", "3"))


def test_a_grid_says_every_cell_and_leaves_figures_out_where_they_have_no_room() -> None:
    picture = grid()
    assert "Monday 1: 9 of 10 &lt;agents&gt;" in picture.page
    assert picture.row == 0, "a day of 23 hours breaks the rows"
    many = tuple(charts.GridCell("chart-empty", "12", "x") for _ in range(48))
    narrow = charts.day_grid([charts.GridRow("Mon", many)], columns=("09:00",) * 48, title="t", width=360)
    assert ">12<" not in narrow.svg
    assert narrow.row == 48


def test_a_fan_says_what_was_expected_and_what_came() -> None:
    assert "1 Aug: 100 expected, 80 to 130; naive 90; 120 came" in fan().page
    shares = charts.fan(
        [charts.FanPoint("9:00", 0.8, 0.7, 0.9, 0.6)], title="Kept", unit="share", words=(("ink", "x"),)
    )
    assert "beside it 60.00" in shares.page
    assert shares.legend == (("ink", "x"),)
    agents = charts.fan([charts.FanPoint("9:00", 8.25, 7, 9, 12, 11.5)], title="There", unit="agents")
    assert "9:00: 8.2, 7.0 to 9.0; beside it 12.0; beside it 11.5" in agents.page


@pytest.mark.parametrize(
    ("values", "left", "below"),
    [
        ([0.5, 0.5, 0.5, 0.5], False, False),
        ([0.5, 0.5, 0.93, 0.93], False, True),
        ([0.5, 0.5, 0.93, 0.87], True, False),
        ([], False, False),
        ([None, None], False, False),
    ],
    ids=["far away", "above at the end", "above and below at the end", "nothing", "a gap"],
)
def test_the_words_of_a_target_stand_where_the_line_leaves_room(
    values: list[float | None], left: bool, below: bool
) -> None:
    assert roomiest(values, 0.9, wide=0.2, high=0.05) == (left, below)

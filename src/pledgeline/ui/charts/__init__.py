"""Charts: small values in, pictures out. The same picture serves the page (themed by CSS), a file and a PNG."""

from pledgeline.ui.charts.bars import CentreRow, centre_comparison
from pledgeline.ui.charts.curve import CurveStep, staying_curve
from pledgeline.ui.charts.fan import FanPoint, fan
from pledgeline.ui.charts.grid import (
    GridCell,
    GridRow,
    amount_colour,
    amount_legend,
    day_grid,
    difference_colour,
    difference_legend,
)
from pledgeline.ui.charts.heat import HeatCell, heat_legend, heat_map
from pledgeline.ui.charts.line import TrendPoint, trend
from pledgeline.ui.charts.look import Drawings, drawings
from pledgeline.ui.charts.patience import WaitMark, WillingStep, patience
from pledgeline.ui.charts.picture import Picture
from pledgeline.ui.charts.strokes import bounds_track, sparkline
from pledgeline.ui.charts.waits import WaitBin, wait_distribution

__all__ = [
    "CentreRow",
    "CurveStep",
    "Drawings",
    "FanPoint",
    "GridCell",
    "GridRow",
    "HeatCell",
    "Picture",
    "TrendPoint",
    "WaitBin",
    "WaitMark",
    "WillingStep",
    "amount_colour",
    "amount_legend",
    "bounds_track",
    "centre_comparison",
    "day_grid",
    "difference_colour",
    "difference_legend",
    "drawings",
    "fan",
    "heat_legend",
    "heat_map",
    "patience",
    "sparkline",
    "staying_curve",
    "trend",
    "wait_distribution",
]

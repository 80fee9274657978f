"""Forecast, learning and plan: pure functions of their arguments."""

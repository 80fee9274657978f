"""Whether the centres can keep the promise: queues, simulation, forecast, plan. Pure: no Django, no settings."""

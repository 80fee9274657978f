from tests.assessing import one_minute, promised  # noqa: F401

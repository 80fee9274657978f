from tests.assessing import assess, no_lake, one_minute, promised  # noqa: F401

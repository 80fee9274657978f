"""Survey answers as delimited text or sheets: satisfaction, recommendation, effort, and who kept silent."""

from pledgeline.contacts.connectors.survey_answers.profile import SurveyProfile
from pledgeline.contacts.connectors.survey_answers.stage import stage
from pledgeline.contacts.core.connector import Connector
from pledgeline.contacts.core.schema import SURVEY_ANSWER

CONNECTOR = Connector(
    name="survey_answers",
    version="1",
    title={"en": "Survey answers (CSV, TSV, XLSX, ODS)", "zh": "调查答卷（CSV、TSV、XLSX、ODS）"},
    suffixes=(".csv", ".tsv", ".txt", ".xlsx", ".ods"),
    provides=frozenset(column.name for column in SURVEY_ANSWER.staged),
    never={},
    profile_model=SurveyProfile,
    stage=stage,
    record=SURVEY_ANSWER,
)

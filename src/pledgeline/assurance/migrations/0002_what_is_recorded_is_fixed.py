from django.db import migrations

from pledgeline.organisation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial"), ("organisation", "0002_what_is_recorded_is_fixed")]

    operations = [
        append_only("assurance_assessment"),
        append_only("assurance_requirementresult"),
        append_only("assurance_finding"),
        append_only("assurance_evidenceitem"),
    ]

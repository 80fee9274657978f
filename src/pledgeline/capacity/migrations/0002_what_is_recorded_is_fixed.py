from django.db import migrations

from pledgeline.organisation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("capacity", "0001_initial"), ("organisation", "0002_what_is_recorded_is_fixed")]

    operations = [
        append_only("capacity_staffedday"),
        append_only("capacity_forecastrecord"),
        append_only("capacity_allocation"),
        append_only("capacity_outlook"),
    ]

from django.db import migrations

from pledgeline.organisation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        append_only("organisation_auditentry"),
        # The head only ever moves on by one.
        append_only("organisation_audithead", update_allowed_if="NEW.id = OLD.id AND NEW.seq = OLD.seq + 1"),
        append_only("organisation_parametersetting"),
    ]

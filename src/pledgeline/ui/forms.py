"""How every form of the product is drawn; settings name it in FORM_RENDERER."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """Label, control, help and error of each field in one frame (`templates/ui/forms/`)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

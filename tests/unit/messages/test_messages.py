import gettext
from pathlib import Path

import pytest

from tools import messages
from tools.messages import Sentence, placeholders, python_sentences, template_sentences


@pytest.fixture
def package(tmp_path: Path) -> Path:
    room = tmp_path / "lobby"
    (room / "templates").mkdir(parents=True)
    (room / "__init__.py").touch()
    (room / "wording.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        '_("Kept by %(centre)s")\n'
        'ngettext("%(n)s contact", "%(n)s contacts", 2)\n'
    )
    (room / "templates" / "page.html").write_text('{% load i18n %}<h1>{% translate "Promises" context "title" %}</h1>')
    return tmp_path


def translate(path: Path, **texts: str) -> None:
    text = path.read_text(encoding="utf-8")
    for one, chinese in texts.items():
        text = text.replace(f'msgid "{one}"\nmsgstr ""', f'msgid "{one}"\nmsgstr "{chinese}"')
    path.write_text(text, encoding="utf-8")


def write(package: Path) -> Path:
    (room,) = messages.rooms(package)
    room.catalogue.parent.mkdir(parents=True, exist_ok=True)
    room.catalogue.write_bytes(messages.merged(room))
    return room.catalogue


def test_python_sentences_are_found_under_whatever_name_they_are_imported() -> None:
    source = (
        "from django.utils.translation import gettext_lazy as said, npgettext, pgettext\n"
        "from django.utils import translation\n"
        'said("one " "sentence"); pgettext("verdict", "Met"); npgettext("c", "day", "days", n)\n'
        'translation.gettext("far")\n'
        'print("not a sentence"); said(code)\n'
    )
    assert sorted(python_sentences(source)) == [
        Sentence("Met", "verdict"),
        Sentence("day", "c", "days"),
        Sentence("far"),
        Sentence("one sentence"),
    ]


@pytest.mark.parametrize("argument", ['f"{n} contacts"', '"kept by " + name', '"kept by %s" % name'])
def test_a_sentence_put_together_before_it_is_looked_up_is_refused(argument: str) -> None:
    with pytest.raises(messages.NotPlain):
        list(python_sentences(f"from django.utils.translation import gettext as _\n_({argument})"))


def test_template_sentences_are_found_as_django_looks_them_up() -> None:
    source = (
        '{% load i18n %}{% translate "90% kept" %}\n   {% blocktranslate trimmed count n=n %}\n  one\n  call'
        '{% plural %}{{ n }} calls{% endblocktranslate %}{{ _("Met") }}{% translate "May" context "month" %}'
    )
    assert sorted(template_sentences(source)) == [
        Sentence("90%% kept"),
        Sentence("May", "month"),
        Sentence("Met"),
        Sentence("one call", "", "%(n)s calls"),
    ]


def test_placeholders_are_names_and_letters() -> None:
    assert placeholders("%(n)s of {total} within %.1f %%, 100% sure") == ["%(n)s", "%.1f", "{total}"]


def test_a_catalogue_is_the_same_each_time_and_names_no_day_and_no_line(package: Path) -> None:
    path = write(package)
    first = path.read_bytes()
    assert write(package).read_bytes() == first
    text = first.decode()
    assert "Date" not in text
    assert "wording.py:" not in text
    assert [line for line in text.splitlines() if line.startswith("msgid ")] == [
        'msgid ""', 'msgid "%(n)s contact"', 'msgid "Kept by %(centre)s"', 'msgid "Promises"'
    ]  # fmt: skip


def test_an_untranslated_sentence_is_reported(package: Path) -> None:
    write(package)
    assert [fault.partition(":")[0] for fault in messages.all_faults(package)] == ["lobby"] * 3
    assert "no translation: 'Promises' [title]" in "\n".join(messages.all_faults(package))


def test_a_translated_catalogue_has_no_faults_and_is_kept_by_the_next_merge(package: Path) -> None:
    path = write(package)
    translate(path, **{"Kept by %(centre)s": "由%(centre)s兑现", "Promises": "承诺"})
    path.write_text(path.read_text("utf-8").replace('msgstr[0] ""', 'msgstr[0] "%(n)s 次联络"'), "utf-8")
    assert messages.all_faults(package) == []
    assert write(package).read_bytes() == path.read_bytes()
    assert messages.all_faults(package) == []


def test_a_lost_placeholder_is_reported(package: Path) -> None:
    path = write(package)
    translate(path, **{"Kept by %(centre)s": "由联络中心兑现"})
    assert "placeholders differ: 'Kept by %(centre)s'" in "\n".join(messages.all_faults(package))


def test_a_new_and_a_stale_sentence_are_reported(package: Path) -> None:
    write(package)
    (package / "lobby" / "templates" / "page.html").write_text('{% load i18n %}{% translate "Duties" %}')
    faults = "\n".join(messages.all_faults(package))
    assert "not in the catalogue: 'Duties'" in faults
    assert "stale, no longer said: 'Promises' [title]" in faults


def test_a_fuzzy_sentence_is_reported(package: Path) -> None:
    path = write(package)
    path.write_text(path.read_text("utf-8").replace("#: lobby/templates", "#, fuzzy\n#: lobby/templates"), "utf-8")
    assert "fuzzy: 'Promises'" in "\n".join(messages.all_faults(package))


def test_two_rooms_that_translate_one_sentence_differently_are_reported(package: Path) -> None:
    path = write(package)
    translate(path, Promises="承诺")
    other = package / "parlour" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    other.parent.mkdir(parents=True)
    (package / "parlour" / "__init__.py").touch()
    (package / "parlour" / "a.py").write_text(
        'from django.utils.translation import pgettext\npgettext("title", "Promises")'
    )
    other.write_text(path.read_text("utf-8").replace("承诺", "诺言"), "utf-8")
    assert "give one a context" in "\n".join(messages.all_faults(package))


def test_compiled_catalogues_are_read_by_the_ordinary_gettext(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(package)
    translate(path, **{"Kept by %(centre)s": "由%(centre)s兑现", "Promises": "承诺"})
    monkeypatch.setattr(messages, "PACKAGE", package)
    messages.compile_all()
    with path.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Kept by %(centre)s") == "由%(centre)s兑现"
    assert catalogue.pgettext("title", "Promises") == "承诺"


def test_a_conflict_left_by_git_is_settled_for_whoever_translated(package: Path) -> None:
    path = write(package)
    ours, theirs = (f'msgid "Promises"\nmsgstr "{text}"\n' for text in ("", "承诺"))
    for before, first, second in ((ours, ours, theirs), (theirs, theirs, ours)):
        conflict = f"<<<<<<< HEAD\n{first}=======\n{second}>>>>>>> branch\n"
        path.write_text(path.read_text("utf-8").replace(before, conflict), "utf-8")
        assert "<<<<<<<" in path.read_text("utf-8")
        text = write(package).read_text("utf-8")
        assert theirs in text
        assert "<<<<<<<" not in text

"""A file that is handed out keeps its name in any script, and opens nowhere as a page of the site."""

import pytest

from foundation.exports.files import attachment, disposition, file_name


def test_an_arabic_name_arrives_whole_and_beside_it_one_for_old_readers():
    assert disposition("تقرير.pdf") == (
        "attachment; filename=\"file.pdf\"; filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.pdf"
    )


def test_a_name_in_ascii_needs_no_second():
    assert disposition("HR-R1-ET.pdf") == 'attachment; filename="HR-R1-ET.pdf"'
    assert 'filename="round-0-TN-1.pdf"' in disposition("إيصال round-0-TN-1.pdf")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", 'a"; filename="b.exe.pdf', "a\r\nSet-Cookie: x.pdf", "\u202efdp.exe.pdf"]
)
def test_no_name_leads_out_of_its_folder_its_header_or_its_direction(name):
    header = disposition(name)

    assert header.count('"') == 2
    assert not {"\r", "\n", "\\", "/", "\u202e"} & set(header.removeprefix("attachment; "))
    assert header.endswith('.pdf"')


def test_a_long_arabic_name_fits_a_file_system():
    assert len(file_name("ت" * 500 + ".docx").encode()) <= 255


def test_a_draft_is_kept_nowhere_and_runs_nothing():
    response = attachment(b"%PDF-", name="a.pdf", media_type="application/pdf")

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]

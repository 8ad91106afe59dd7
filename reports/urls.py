"""The addresses of the reports app outside the workbench and the API."""

from django.urls import path

from reports.views import (
    answering,
    attachments,
    autosave,
    clearance,
    contribution,
    home,
    joint,
    letters,
    offline,
    receipts,
    sending,
    sharing,
    signing,
    versions,
)
from reports.views.consolidated import report_page
from reports.views.shared import shared

ONE = "portal/contributions/<uuid:uuid>/"

urlpatterns = [
    path("portal/", home.portal_home, name="portal"),
    path("portal/reports/<uuid:uuid>/", report_page, name="portal-report"),
    path(ONE, contribution.contribution, name="portal-contribution"),
    path(f"{ONE}start/", answering.start, name="portal-start"),
    path(f"{ONE}form/", answering.answers, name="portal-form"),
    path(f"{ONE}form/<slug:name>/", autosave.save, name="portal-autosave"),
    path(f"{ONE}who/", autosave.who, name="portal-who"),
    path(f"{ONE}review/", sending.review, name="portal-review"),
    path(f"{ONE}signing/", signing.signing, name="portal-signing"),
    path(f"{ONE}joint/", joint.joint, name="portal-joint"),
    path(f"{ONE}joint/<uuid:name>/take-out/", joint.leave_out, name="portal-joint-take-out"),
    path("portal/joint/<uuid:uuid>/", joint.joint_name, name="portal-joint-name"),
    path(f"{ONE}sharing/", sharing.sharing, name="portal-sharing"),
    path(f"{ONE}sharing/writers/", sharing.writers, name="portal-writers"),
    path(f"{ONE}sharing/<uuid:handed>/", sharing.step, name="portal-handed"),
    path(f"{ONE}clearance/", clearance.clearance, name="portal-clearance"),
    path(f"{ONE}clearance.pdf", clearance.clearance_pdf, name="portal-clearance-pdf"),
    path(f"{ONE}clearance.docx", clearance.clearance_docx, name="portal-clearance-docx"),
    path(f"{ONE}receipt/", receipts.receipt, name="portal-receipt"),
    path(f"{ONE}receipt.pdf", receipts.receipt_pdf, name="portal-receipt-pdf"),
    path(f"{ONE}submissions/<int:number>/", receipts.snapshot, name="portal-submission"),
    path(f"{ONE}submissions/<int:number>/paper.pdf", receipts.snapshot_pdf, name="portal-submission-pdf"),
    path(f"{ONE}versions/<int:number>/", versions.version, name="portal-version"),
    path(f"{ONE}files/", attachments.attachments, name="portal-attachments"),
    path(f"{ONE}files/<uuid:attachment>/remove/", attachments.remove, name="portal-attachment-remove"),
    path(f"{ONE}offline/", offline.offline, name="portal-offline"),
    path(f"{ONE}offline/take-in/", offline.take_in, name="portal-take-in"),
    path(f"{ONE}offline/<slug:language>/<slug:kind>/", offline.form_file, name="portal-form-file"),
    path(f"{ONE}letter/", letters.letter, name="portal-letter"),
    path(f"{ONE}letter/confirm/", letters.confirm, name="portal-letter-confirm"),
    path(f"{ONE}letter/correct/", letters.correct, name="portal-letter-correct"),
    path("contributions/<uuid:uuid>/", shared, name="shared-contribution"),
    path("portal/files/<uuid:uuid>/", attachments.download, name="attachment"),
    path(f"{ONE}terms/", sending.terms, name="portal-terms"),
    path(f"{ONE}questions/<uuid:query>/", contribution.reply, name="portal-reply"),
    path(f"{ONE}nothing-to-report/", sending.nothing_to_report, name="portal-nothing"),
    path(f"{ONE}report-after-all/", sending.undo_nothing, name="portal-undo-nothing"),
    path(f"{ONE}delete-draft/", sending.delete_draft, name="portal-delete-draft"),
    path(f"{ONE}withdraw/", sending.withdraw, name="portal-withdraw"),
    path(f"{ONE}reopen/", sending.reopen, name="portal-reopen"),
]

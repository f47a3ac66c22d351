"""Routes of the counter: intake, desk, acts."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflows import api
from workflows.counter import (
    acts,
    board,
    deadline,
    desk,
    employer,
    employer_entry,
    law,
    lawbook,
    merging,
    tracking,
    tracking_entry,
    volumes,
    window,
    wizard,
    workdays,
)

urlpatterns: list[URLPattern] = [
    path("desk/", desk.desk, name="desk"),
    path("desk/claim/<int:task>/", desk.claim_task, name="desk_claim"),
    path("desk/return/<int:task>/", desk.return_task, name="desk_return"),
    path("desk/reassign/<int:task>/", desk.reassign_task, name="desk_reassign"),
    path("act/<str:code>/<str:kind>/<int:pk>/", acts.act_page, name="act"),
    path("employer/<int:pk>/merge/", merging.merge, name="employer_merge"),
    path("employer/unmerge/<int:pk>/", merging.unmerge, name="employer_unmerge"),
    path("board/", board.board, name="board"),
    path("cases/<int:pk>/volumes/", volumes.volumes, name="volumes"),
    path("cases/<int:pk>/volumes/<int:volume>/", volumes.download, name="volume_download"),
    path("limits/", lawbook.limits, name="limits"),
    path("limits/rule/<str:rule_id>/", lawbook.limit, name="limit"),
    path("limits/threshold/<str:key>/", lawbook.threshold, name="threshold"),
    path("deadline/<int:pk>/", deadline.deadline, name="deadline"),
    path("deadline/of/<str:kind>/<int:pk>/", deadline.nearest, name="deadline_of"),
    path("calendar/", workdays.workdays, name="calendar"),
    path("calendar/notice/<int:pk>/", workdays.calendar_notice, name="calendar_notice"),
    path("intake/window/", window.window, name="intake_window"),
    path("intake/window/check/", window.check, name="intake_check"),
    path("intake/employers/", window.employers, name="intake_employers"),
    path("intake/receipt/<int:pk>/", window.receipt, name="intake_receipt"),
    path("api/v1/clues/", api.clues, name="api_clues"),
    path("file/", wizard.start, name="file"),
    path("file/<str:token>/<int:number>/", wizard.step, name="file_step"),
    path("file/<str:token>/done/", wizard.done, name="file_done"),
    path("track/", tracking_entry.track, name="track"),
    path("track/choose/", tracking_entry.choose, name="track_choose"),
    path("track/view/<int:pk>/", tracking.tracking, name="tracking"),
    path("track/view/<int:pk>/<str:what>/", tracking.tracking_act, name="tracking_act"),
    path(
        "track/view/<int:pk>/payment/<int:payment>/",
        tracking.tracking_payment,
        name="tracking_payment",
    ),
    path("law/", law.law, name="law"),
    path("law/<slug:key>/", law.law_machine, name="law_machine"),
    path("employer-page/", employer_entry.employer_entry, name="employer_entry"),
    path("employer-page/who/", employer_entry.employer_came, name="employer_came"),
    path("employer-page/<int:pk>/", employer.employer, name="employer_page"),
    path(
        "employer-page/<int:pk>/document/<int:document>/",
        employer.employer_document,
        name="employer_document",
    ),
    path(
        "employer-page/<int:pk>/listing/<int:entry>/<slug:code>/",
        employer.employer_listing,
        name="employer_listing",
    ),
    path("employer-page/<int:pk>/<slug:kind>/", employer.employer_send, name="employer_send"),
    path("big/", tracking.big_text, name="big_text"),
]

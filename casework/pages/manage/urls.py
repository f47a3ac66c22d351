"""Routes of administration that need nothing above casework."""

from __future__ import annotations

from django.urls import URLPattern, path

from casework.pages.manage import frame, offices, papers, users

urlpatterns: list[URLPattern] = [
    path("manage/", frame.home, name="manage"),
    path("manage/users/", users.users, name="manage_users"),
    path("manage/users/new/", users.user_new, name="manage_user_new"),
    path("manage/users/<int:pk>/", users.user, name="manage_user"),
    path("manage/users/<int:pk>/<slug:what>/", users.user_act, name="manage_user_act"),
    path("manage/grants/<int:pk>/", users.grant, name="manage_grant"),
    path("manage/offices/", offices.offices, name="manage_offices"),
    path("manage/offices/new/", offices.office_new, name="manage_office_new"),
    path("manage/offices/<int:pk>/", offices.office, name="manage_office"),
    path("manage/log/", offices.log, name="manage_log"),
    path("manage/papers/", papers.papers, name="manage_papers"),
    path("manage/papers/<int:pk>/", papers.paper, name="manage_paper"),
    path("manage/papers/<int:pk>.pdf", papers.preview, name="manage_paper_preview"),
]

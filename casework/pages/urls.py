"""Routes of the reading pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from casework.pages import (
    documents,
    dossiers,
    employers,
    entrance,
    evidence,
    finding,
    lists,
    public,
    public_lists,
    reveal,
    talk,
    thresholds,
    workers,
)
from casework.pages.manage import urls as manage

urlpatterns: list[URLPattern] = [
    path("", public.home, name="home"),
    path("blacklist/", public_lists.blacklist, name="blacklist"),
    path("notices/", public_lists.notices, name="notices"),
    path("hotlines/", public.hotlines, name="hotlines"),
    path("how/", public.how, name="how"),
    path("statistics/", public.statistics, name="statistics"),
    path("login/", entrance.SignIn.as_view(), name="login"),
    path("password/", entrance.ChangePassword.as_view(), name="password"),
    *manage.urlpatterns,
    path("logout/", entrance.SignOut.as_view(), name="logout"),
    path("cases/", lists.cases, name="cases"),
    path("find/", finding.find, name="find"),
    path("find/suggest/", finding.suggest, name="find_suggest"),
    path("keys/", finding.single_keys, name="single_keys"),
    path("cases/<int:pk>/", dossiers.case, name="case"),
    path("employers/", employers.employers, name="employers"),
    path("employer/<int:pk>/", employers.employer, name="employer"),
    path("project/<int:pk>/", employers.project, name="project"),
    path("complaints/<int:pk>/", dossiers.complaint, name="complaint"),
    path("reveal/<str:kind>/<int:pk>/", reveal.reveal, name="reveal"),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("evidence/<int:pk>/look/", evidence.look, name="evidence_look"),
    path("worker/<int:pk>/", workers.worker, name="worker"),
    path("cases/<int:pk>/readers/", talk.readers, name="case_readers"),
    path("employer/<int:pk>/threshold/", thresholds.threshold, name="threshold"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>.<str:form>", documents.document_file, name="document_file"),
    path(
        "documents/<int:pk>/service/<int:service>.pdf", documents.service_file, name="service_file"
    ),
]

"""The audit of one case as files: a PDF to keep, an Excel workbook to work with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from casework.models import Case, User
from casework.printing.pdf import compose
from casework.templatetags.casework_format import yuan
from workflows.audit.lanes import KINDS
from workflows.audit.terms import Term
from workflows.counter.audit import moment, page
from workflows.counter.audit_rights import audited_case

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@")
Table = dict[str, Any]


@login_required
@never_cache
@require_safe
def audit_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Give the audit of a case, of now or of a past moment, as PDF or Excel."""
    assert isinstance(request.user, User)
    case = audited_case(request.user, pk)
    found = page(request.user, case, moment(request.GET.get("at", "")))
    tables = tables_of(found)
    if form not in ("pdf", "xlsx"):
        raise Http404
    name = f"{_('时间线审计')} {case.number}"
    if form == "xlsx":
        return attachment(workbook(tables), XLSX, f"{name}.xlsx")
    return attachment(pdf(case, found, tables), "application/pdf", f"{name}.pdf")


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to keep, with its name in UTF-8."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def tables_of(found: dict[str, Any]) -> list[Table]:
    """Return what the page shows as tables of text, in its order."""
    lanes = [list(row) for row in found["sums"]]
    bars = [
        [bar.lane_label, bar.what, bar.who or "—", bar.kind_label, minute(bar.begin),
         _("未结束") if bar.is_open else minute(bar.end), ", ".join(line.mark for line in lines)]
        for bar, lines in found["bars"]
    ]  # fmt: skip
    deviations = [
        [one.label, one.words, one.basis, f"#{one.event.seq}" if one.event else str(one.day or "")]
        for one in found["deviations"]
    ]
    chains = [
        [str(one["dossier"]), str(one["rows"]), one["hash"], _chain_words(one["broken"])]
        for one in found["chains"]
    ]
    log = [
        [minute(line.entry.at), line.mark, line.entry.text, line.entry.by, line.entry.note]
        for line in found["lines"]
    ]
    return [
        table(_("各方用时"), (_("由谁办理"), _("在办"), _("等待认领、审批"), _("中止"),
              _("对方期限")), lanes, (1, 1, 1, 1, 1), numeric=(1, 2, 3, 4)),
        table(_("法定期限与实际用时"), _term_heads(), [_term(t) for t in (*found["terms"],
              *found["others"])], (3, 1, 1, 1, 1, 1, 1, 1), numeric=(3, 4, 5, 6)),
        table(_("与法定程序比对"), (_("偏离"), _("说明"), _("依据"), _("记录")), deviations,
              (2, 4, 3, 1), note="" if deviations else _("没有偏离")),
        table(_("办理记录的完整性"), (_("案件、投诉"), _("条数"), "SHA-256", _("结果")), chains,
              (2, 1, 4, 2)),
        table(_("逐段列表"), (_("由谁办理"), _("事项"), _("办理人"), _("性质"), _("开始"), _("结束"),
              _("期间的办理记录")), bars, (2, 3, 3, 2, 2, 2, 3)),
        table(_("办理记录"), (_("时间"), _("序号"), _("事项"), _("办理人"), _("理由")), log,
              (2, 1, 5, 3, 4)),
    ]  # fmt: skip


def table(
    title: str, heads: Sequence[str], rows: list[list[str]], columns: Sequence[int],
    *, numeric: Iterable[int] = (), note: str = "",
) -> Table:  # fmt: skip
    """Return one table as the files take it; `columns` are shares of the width."""
    return {"title": title, "heads": list(heads), "rows": rows, "columns": list(columns),
            "numeric": list(numeric), "note": note}  # fmt: skip


def _term_heads() -> tuple[str, ...]:
    return (_("期限"), _("起算"), _("届满"), _("允许"), _("已用时"), _("中止（天）"), _("剩余或者超过"),
            _("结果"))  # fmt: skip


def _term(term: Term) -> list[str]:
    over = _("超过 %(n)s") % {"n": term.over} if term.over else str(term.left)
    return [
        f"{term.rule.id} {term.rule.label}", str(term.clock.started_on), str(term.due_on),
        f"{term.allowed} {term.unit}", str(term.used), str(term.suspended_days), over, term.state,
    ]  # fmt: skip


def _chain_words(broken: str) -> str:
    if not broken:
        return _("完整")
    return _("末尾缺少记录") if broken == "end" else _("第 %(n)s 条被改动") % {"n": broken}


def workbook(tables: Iterable[Table]) -> bytes:
    """Return an Excel workbook with one sheet per table; no cell is ever a formula."""
    book = Workbook(write_only=True)
    for found in tables:
        sheet = book.create_sheet(found["title"][:31])
        sheet.append(found["heads"])
        for row in found["rows"]:
            sheet.append([_plain(cell) for cell in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _plain(cell: object) -> object:
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else cell


def pdf(case: Case, found: dict[str, Any], tables: list[Table]) -> bytes:
    """Return the audit as PDF (A4 across): the picture of the lanes, then the tables."""
    file = found["file"]
    stood = file.standing
    sums = " / ".join(yuan(s) for s in (stood.claimed_yuan, stood.verified_yuan, stood.paid_yuan))
    data = {
        "title": f"{_('时间线审计')} {case.number}",
        "sub": _("%(title)s · 截至 %(at)s") % {"title": case.title, "at": minute(file.at)},
        "facts": [
            [_("状态"), stood.state_label or "—"],
            [_("承办单位"), str(stood.office or "—")],
            [_("主办、协办"), "、".join(found["people"]) or "—"],
            [_("申报、核实、已付（元）"), sums],
        ],
        "words": {"picture": _("时间花在哪里")},
        "lanes": [
            {"name": lane.name, "rows": lane.rows,
             "shapes": [{"x": s.x, "y": s.y, "width": s.width, "height": s.height, "kind": s.kind}
                        for s in lane.shapes]}
            for lane in found["lanes"]
        ],
        "ticks": [minute(at) for _percent, at in found["ticks"]],
        "legend": [[kind, str(label)] for kind, label in KINDS.items()],
        "tables": tables,
    }  # fmt: skip
    return compose("audit.typ", data)


def minute(at: Any) -> str:
    """Write a moment with its year, in Shanghai."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")

"""The receipt of a filing (登记回执): what it says, and the same as a picture for the phone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casework.models import Complaint, Deadline, Office, Transfer
from casework.printing.pdf import compose_picture
from casework.printing.qr import qr_file, qr_inline
from casework.records.seals import slip_code
from casework.templatetags.casework_format import local_day, yuan_short
from casework.vocabulary import ComplaintKind, TransferState

GROUP = 4
DOTS_PER_INCH = 190  # 750 dots for 100 mm: as wide as most phones show, about 90 KB


@dataclass(frozen=True)
class Slip:
    """What the receipt of one complaint says; `code` is the query code, empty once it is past showing."""

    complaint: Complaint
    code: str
    transfer: Transfer | None
    answer_by: Deadline | None

    @property
    def number(self) -> str:
        """The tracking number in groups of four digits."""
        plain = self.complaint.tracking_no
        return " ".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))

    @property
    def handler(self) -> Office:
        return self.transfer.to_office if self.transfer else self.complaint.office

    @cached_property
    def proof(self) -> str:
        """The code by which anybody can see that the slip is genuine."""
        return slip_code(self.complaint)

    @property
    def track_url(self) -> str:
        return f"{_site()}{reverse('track')}?number={self.complaint.tracking_no}"

    @property
    def track_page(self) -> str:
        return f"{_site()}{reverse('track')}"

    @property
    def verify_url(self) -> str:
        return f"{_site()}{reverse('verify')}?code={self.proof}"

    @property
    def verify_page(self) -> str:
        return f"{_site()}{reverse('verify')}"

    @property
    def track_qr(self) -> SafeString:
        return qr_inline(self.track_url)

    @property
    def verify_qr(self) -> SafeString:
        return qr_inline(self.verify_url, "qr-code qr-code--small")


def slip_of(complaint_id: int, code: str = "") -> Slip:
    """Return the receipt of a complaint, with its query code while that may still be shown."""
    rows = Complaint.objects.select_related("office", "first_office", "first_officer", "employer")
    complaint = rows.get(pk=complaint_id)
    pending = complaint.transfers.filter(state=TransferState.PROPOSED).select_related("to_office")
    answer_by = Deadline.objects.filter(complaint=complaint, rule="D-01").order_by("id").last()
    return Slip(complaint, code, pending.first(), answer_by)


def picture_of(slip: Slip) -> bytes:
    """Return the receipt as a PNG in the reader's language, to be kept by a long press."""
    complaint, office = slip.complaint, slip.complaint.first_office
    report = complaint.kind == ComplaintKind.REPORT
    answer = _("%(day)s前") % {"day": local_day(slip.answer_by.due_on)} if slip.answer_by else "—"
    data = {
        "title": _("举报登记回执") if report else _("投诉登记回执"),
        "office": office.name,
        "number_label": _("查询号"), "number": slip.number,
        "code_label": _("查询码"), "code": slip.code,
        "warning": _("查询码不要告诉别人。") if slip.code else "",
        "facts": [
            [_("登记日期"), f"{complaint.received_at:%Y-%m-%d}"],
            [_("申报金额"), f"{yuan_short(complaint.claimed_yuan)} {_('元')}"],
            [_("首问责任人"), f"{complaint.first_officer or office.name}"],
            [_("电话"), office.hotline],
            [_("承办单位"), slip.handler.name],
            [_("受不受理"), answer],
        ],
        "track": _("扫一扫查进度"),
        "verify": _("验真伪：扫一扫，或在 %(page)s 输入") % {"page": slip.verify_page},
        "proof": slip.proof,
    }  # fmt: skip
    files = {"track.svg": qr_file(slip.track_url), "verify.svg": qr_file(slip.verify_url)}
    return compose_picture("slip.typ", data, files, dots_per_inch=DOTS_PER_INCH)


def _site() -> str:
    return str(settings.QINGQIAN["public_url"])

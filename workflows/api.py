"""The JSON door for the national clue platform: POST /api/v1/clues/ with a bearer token."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from casework import clock
from casework.files.clues import ClueRow, Doubt, from_mapping
from casework.files.rows import RowError
from casework.law.errors import SentenceError, gettext_noop
from workflows.counter.clues import Taken, take_clue

MAX_CLUES = 500
NOT_AN_OBJECT = gettext_noop("每条线索应为一个 JSON 对象。")

# Both languages at once: the reader is a program, and whoever reads its log.
FAULTS: dict[str, tuple[int, str, str]] = {
    "method_not_allowed": (405, "只接受 POST 请求。", "Only POST is accepted."),
    "unauthorized": (
        401,
        "缺少访问令牌，或者令牌无效。请在 Authorization 头中填写 Bearer 令牌。",
        "The access token is missing or not valid. Send it as Authorization: Bearer <token>.",
    ),
    "unsupported_media_type": (
        415,
        "请以 application/json（UTF-8）发送。",
        "Send application/json in UTF-8.",
    ),
    "too_large": (
        413,
        "内容过大，一次最多 500 条线索、5 MB，请分批发送。",
        "Too large: at most 500 clues and 5 MB at once, send them in parts.",
    ),
    "malformed": (400, "内容不是有效的 JSON。", "The body is not valid JSON."),
    "empty": (
        400,
        "应为一条线索（对象）或者线索列表，且不能为空。",
        "Expected one clue (an object) or a list of clues that is not empty.",
    ),
}


class Fault(Exception):  # noqa: N818  the answer to a request that is not read
    """A request refused as a whole; `code` is a key of FAULTS."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@csrf_exempt
@never_cache
def clues(request: HttpRequest) -> JsonResponse:
    """Take one clue or a list; answer for each. 200 when all were taken, 207 some, 422 none.

    A clue that exists already counts as taken: the platform may send everything again.
    """
    try:
        _authenticate(request)
        items = _items(request)
    except Fault as fault:
        return _refusal(fault.code)
    taken = [take_clue(_read(item, number)) for number, item in enumerate(items, start=1)]
    counts = {status: sum(one.status == status for one in taken) for status in _STATUSES}
    failed = counts["error"]
    status = 200 if not failed else 422 if failed == len(taken) else 207
    return _json({"results": [_answer(one) for one in taken], **counts}, status)


_STATUSES = ("created", "exists", "error")


def _authenticate(request: HttpRequest) -> None:
    """Raise Fault unless the token is one of QINGQIAN["api_tokens"] (name:sha256 in hexadecimal)."""
    if request.method != "POST":
        raise Fault("method_not_allowed")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    given = hashlib.sha256(token.strip().encode()).hexdigest()
    tokens: Any = settings.QINGQIAN.get("api_tokens", ())
    found = False
    for entry in tokens:
        expected = entry.rpartition(":")[2].strip().lower()
        # Every token is compared, so that the time taken does not tell which one came close.
        found |= hmac.compare_digest(given.encode(), expected.encode())
    if not found or scheme.lower() != "bearer" or not token.strip():
        raise Fault("unauthorized")


def _items(request: HttpRequest) -> list[Any]:
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.content_type != "application/json" or charset.lower() not in ("utf-8", "utf8"):
        raise Fault("unsupported_media_type")
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise Fault("too_large") from error
    try:
        sent = json.loads(body.decode("utf-8"), parse_float=str)
    except (ValueError, RecursionError) as error:
        raise Fault("malformed") from error
    items = [sent] if isinstance(sent, dict) else sent
    if not isinstance(items, list) or not items:
        raise Fault("empty")
    if len(items) > MAX_CLUES:
        raise Fault("too_large")
    return items


def _read(item: Any, number: int) -> ClueRow | RowError:
    if not isinstance(item, dict):
        return RowError.of(number, "", "", SentenceError(NOT_AN_OBJECT))
    return from_mapping(item, row_number=number, today=clock.today())


def _answer(taken: Taken) -> dict[str, Any]:
    return {
        "clue_no": taken.clue_no,
        "status": taken.status,
        "tracking_no": taken.tracking_no,
        "office": taken.office,
        "errors": [_both(error) for error in taken.errors],
        "warnings": [_both(doubt) for doubt in taken.doubts],
    }


def _both(problem: RowError | Doubt) -> dict[str, str]:
    """Say what is wrong in Chinese and in English; the value itself is not sent back."""
    said = {"column": problem.column}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            said[key] = gettext(problem.template) % problem.params
    return said


def _refusal(code: str) -> JsonResponse:
    status, chinese, english = FAULTS[code]
    response = _json({"error": {"code": code, "zh": chinese, "en": english}}, status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status == 405:
        response["Allow"] = "POST"
    return response


def _json(data: dict[str, Any], status: int) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})

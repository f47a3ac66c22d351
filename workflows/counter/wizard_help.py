"""The page 帮我说清楚: what to say, trade by trade, with a whole example in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from casework.vocabulary import Industry


@dataclass(frozen=True)
class Trade:
    """One trade: whom to name, how to reckon, what to photograph, and a complaint told whole."""

    key: str
    name: str | Promise
    who: str | Promise
    where: str | Promise
    how_much: str | Promise
    photos: str | Promise
    example: str | Promise


TRADES = (
    Trade(
        Industry.CONSTRUCTION.value,
        _("工地"),
        _(
            "谁叫您来的（包工头、班组长的名字和电话），工地牌上写的总包公司。不用分清谁是老板，都写上。"
        ),
        _("工地的名字和路口，例如“花园路和东风路口的宏远花园工地”。"),
        _("一天多少钱 × 干了多少天，减去已经给的生活费。没有考勤的，说大概。"),
        _("工地牌、考勤本、欠条、和包工头的聊天、给生活费的转账。"),
        _(
            "我叫王五，木工。2026 年 3 月到 5 月在金水区宏远花园工地支模板，是包工头老李（138…）叫我来的，工地牌上写的是宏远建筑。一天 300 元，干了 62 天，给过 3000 元生活费，还欠 15600 元。和我一起的有 8 个人。"
        ),
    ),
    Trade(
        Industry.MANUFACTURING.value,
        _("工厂"),
        _("厂名（门口牌子、工资条、工作服上都有），车间主任或老板姓什么。"),
        _("厂在哪条路、哪个园区。"),
        _("一个月多少钱 × 欠几个月；计件的，一件多少钱 × 多少件。"),
        _("厂门、工资条、打卡记录、计件单、银行流水。"),
        _(
            "我在新郑市龙湖镇某某服装厂做缝纫，厂长姓赵。计件，一件 2 块 5，8 月做了 1600 件，9 月做了 1800 件，两个月的 8500 元都没给。厂门口的牌子我拍了。"
        ),
    ),
    Trade(
        Industry.NEW_FORMS.value,
        _("外卖、快递、网约车"),
        _("手机里是哪个平台，站点或者加盟公司叫什么，站长是谁。分不清就都写。"),
        _("您平时在哪个区送、哪个站点报到。"),
        _("后台显示的应结算 － 已结算；或者一单多少钱 × 多少单。被扣的钱单说。"),
        _("接单和结算的截图、工资群、站点的牌子、签过的协议。"),
        _(
            "我送外卖，站点在二七区航海路，是某某配送公司的站，站长叫张强。7 月跑了 960 单，一单 5 块 5，应该给 5280 元，只给了 2000 元，说要压一个月，我 8 月 10 号就不干了，3280 元到现在没给。"
        ),
    ),
    Trade(
        Industry.SERVICES.value,
        _("家政、保洁、保安"),
        _("派您去的公司叫什么；没有公司的，写雇主姓什么、住哪个小区。"),
        _("干活的小区、楼、单位。"),
        _("一个月多少钱 × 欠几个月；按次的，一次多少钱 × 几次。"),
        _("服务单、派活的聊天、工作证、转账记录。"),
        _(
            "我给某某家政公司做保洁，在郑东新区的一个写字楼，领班姓孙。一个月 3200 元，6 月、7 月两个月的 6400 元没给，公司说甲方没结账。"
        ),
    ),
    Trade(
        Industry.CATERING.value,
        _("饭店、宾馆"),
        _("店名（招牌上的和营业执照上的可能不一样，都写），老板或店长是谁。"),
        _("店在哪条路多少号，现在还开不开门。"),
        _("一个月多少钱 × 欠几个月；押的钱、扣的钱单说。"),
        _("门头、墙上的营业执照、排班表、工资群、转账记录。"),
        _(
            "我在老城区中州路的某某饭店当厨师，老板姓刘。说好一个月 6000 元，5 月只给了 2000 元，6 月没给，一共欠 10000 元。店 7 月 1 号关门了，门头我拍了照。"
        ),
    ),
)


@require_safe
def help_me_say_it(request: HttpRequest) -> HttpResponse:
    """Show one trade at a time, so that the page read aloud is short; construction first."""
    asked = request.GET.get("trade", "")
    trade = next((one for one in TRADES if one.key == asked), TRADES[0])
    return render(request, "workflows/file/help.html", {"trades": TRADES, "trade": trade})

"""Invented people, firms and places of the demonstration; the same random source, the same names."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from casework.law.identity import make_id_card, make_uscc
from casework.vocabulary import Industry


def _words(text: str) -> list[str]:
    return text.split()


SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    "魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易"
    "常武乔贺赖龚文"
)
GIVEN_ONE = "伟强磊军洋勇杰涛超明刚平辉鹏华飞斌波芳娜敏静秀丽艳娟霞兰玲梅燕红云"
GIVEN_TWO = _words(
    "建国 建军 志强 志刚 国庆 保国 新民 爱民 学文 文斌 海涛 海龙 俊杰 永强 永胜 长河 长顺 红卫 红旗 "
    "根生 铁柱 大勇 小军 二虎 三喜 喜顺 德才 德贵 富贵 满仓 金山 银山 天佑 宏伟 晓东 晓燕 春梅 春花 "
    "秋菊 桂英 桂兰 玉兰 玉梅 秀英 秀兰 素梅 改革 胜利 和平 卫东 向阳 留柱 栓柱 保平 全喜 中原 豫生"
)
POSTS = {
    Industry.CONSTRUCTION: _words(
        "木工 钢筋工 瓦工 架子工 抹灰工 水电工 油漆工 塔吊司机 防水工 小工"
    ),
    Industry.MANUFACTURING: _words("车工 焊工 装配工 质检员 包装工 缝纫工"),
    Industry.CATERING: _words("厨师 服务员 洗碗工 传菜员 面点师"),
    Industry.NEW_FORMS: _words("外卖骑手 网约配送员 快递分拣员 网约车司机"),
    Industry.SERVICES: _words("保洁员 保安 家政服务员 绿化工"),
    Industry.OTHER: _words("装卸工 司机 仓管员"),
}
FIRM_WORDS = _words(
    "宏远 鼎盛 中豫 嵩岳 黄河 豫泰 恒基 东方 金桥 天润 华丰 万通 瑞祥 德信 众诚 安泰 汇通 永兴 三江 "
    "新世纪 九州 大河 龙腾 盛世 建业兴 同心 豫兴 中天 民生 丰源"
)
FIRM_KINDS = {
    Industry.CONSTRUCTION: _words("建筑劳务 建设工程 装饰工程 市政工程 建筑安装 园林工程"),
    Industry.MANUFACTURING: _words("机械制造 服装 电子科技 食品 纺织 包装制品"),
    Industry.CATERING: _words("餐饮管理 酒店管理 餐饮服务"),
    Industry.NEW_FORMS: _words("供应链管理 同城配送 网络科技 物流"),
    Industry.SERVICES: _words("物业服务 家政服务 保安服务 保洁"),
    Industry.OTHER: _words("商贸 物流 农业科技"),
}
PROJECTS = _words(
    "花园 新城 安置区 产业园 商务中心 学校新建 人民医院扩建 标准厂房 道路改造 高标准农田 公馆 广场"
)
ROADS = _words(
    "人民路 建设路 东风路 中州大道 文化路 黄河路 迎宾大道 创业路 龙源路 富民路 交通路 工业路"
)
REGIONS = _words(
    "411623 411625 411681 412723 411522 411526 410225 410327 411325 411381 410883 411024 411122 "
    "410928 410622 411221 410425 411722"
)
STORIES = {
    Industry.CONSTRUCTION: [
        "在工地干{post}，说好按月结，{months}个月只发了生活费，剩下的一直没给。",
        "包工头说总包没有拨款，{months}个月的工资拖到现在，人也联系不上了。",
        "活已经干完退场，结算单签了字，{months}个月工资还没有到账。",
    ],
    Industry.NEW_FORMS: [
        "跑单{months}个月，站点换了老板，配送费没有结清。",
        "没有签合同，平台说由合作公司发，合作公司说平台没有打款。",
    ],
}
STORY = [
    "在厂里上班，{months}个月工资没有发，问就说再等等。",
    "离职的时候说月底结清，已经过了{months}个月，电话不接。",
    "老板说效益不好，{months}个月只发了一部分。",
]


def person(rng: Random) -> str:
    """Return an invented name."""
    given = rng.choice(GIVEN_ONE) if rng.random() < 0.25 else rng.choice(GIVEN_TWO)
    return rng.choice(SURNAMES) + given


def id_card(rng: Random) -> str:
    """Return a valid invented identity number of somebody between 19 and 59 years old."""
    born = date(1967, 1, 1) + timedelta(days=rng.randrange(40 * 365))
    return make_id_card(rng.choice(REGIONS), born, rng.randrange(1, 999))


def phone(rng: Random) -> str:
    """Return an invented mobile number."""
    return f"199{rng.randrange(10**8):08d}"


def bank_card(rng: Random) -> str:
    """Return an invented bank card number of 19 digits with a right check digit."""
    body = f"622848{rng.randrange(10**12):012d}"
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(body[::-1])]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return f"{body}{-total % 10}"


def firm(rng: Random, city: str, industry: str) -> str:
    """Return an invented firm name that says so."""
    return f"{city}{rng.choice(FIRM_WORDS)}{rng.choice(FIRM_KINDS[Industry(industry)])}有限公司（虚构）"


def uscc(rng: Random) -> str:
    """Return a valid invented credit code."""
    return make_uscc("410100", rng.randrange(10**8))


def address(rng: Random) -> str:
    """Return an invented street address."""
    return f"{rng.choice(ROADS)}与{rng.choice(ROADS)}交叉口向{rng.choice('东南西北')}{rng.randrange(1, 9)}00米"


def project(rng: Random) -> str:
    """Return an invented project name that says so."""
    return f"{rng.choice(FIRM_WORDS)}{rng.choice(PROJECTS)}{rng.choice('一二三四')}期（虚构）"


def story(rng: Random, industry: str, post: str, months: int) -> str:
    """Return what the complainant tells, in their words."""
    text = rng.choice(STORIES.get(Industry(industry), STORY))
    return text.format(post=post, months=months)

"""The words of targets and results: which way they point, their units, and what these are worth."""

from collections.abc import Mapping
from decimal import Decimal

from validator.quantities.records import Sense

#: Words before a figure that say which way it points.
BEFORE: Mapping[str, Sense] = {
    word: sense
    for sense, words in {
        Sense.AT_LEAST: (
            *("≥", "≧", "⩾", "≮", ">=", "不少于", "不低于", "不小于", "不得少于", "不得低于"),
            *("至少", "最少", "大于等于", "大于或等于", "高于或等于"),
        ),
        Sense.MORE: (">", "〉", "超过", "大于", "多于", "高于", "超"),
        Sense.AT_MOST: (
            *("≤", "≦", "⩽", "≯", "<=", "不超过", "不高于", "不大于", "不多于", "不得超过"),
            *("不得高于", "不得突破", "不突破", "不超", "至多", "最多", "小于等于"),
            *("小于或等于", "控制在"),
        ),
        Sense.LESS: ("<", "〈", "低于", "小于", "少于", "不足", "不到"),
        Sense.ABOUT: ("≈", "约", "大约", "约为", "接近", "近"),
        Sense.POINT: ("=", "等于"),
    }.items()
    for word in words
}
#: The same behind it.
AFTER: Mapping[str, Sense] = {
    word: sense
    for sense, words in {
        Sense.AT_LEAST: ("以上", "及以上", "或以上", "含以上"),
        Sense.AT_MOST: ("以下", "及以下", "或以下", "含以下", "以内", "之内", "内"),
        Sense.ABOUT: ("左右", "上下"),
    }.items()
    for word in words
}
#: Words before a figure that decide nothing.
FILLERS = (
    *("已", "实际", "共", "共计", "合计", "累计", "总计", "完成", "达到", "达", "为", "了", "全年"),
    *("开展", "举办", "组织", "保持", "保持在", "本年", "本年度", "实现"),
)
#: How often a year has it.
TIMES = {"年": 1, "年度": 1, "半年": 2, "季度": 4, "季": 4, "月": 12}
#: What else a figure may be counted by: 元/人.
BY = ("周", "天", "日", "人", "户", "家", "件", "份")
MULTIPLES = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
#: The units that are measured in others: the unit, and how many of it the written one is.
MEASURES: Mapping[str, tuple[str, Decimal]] = {
    word: (unit, Decimal(worth))
    for unit, words in {
        "%": {"%": "1", "‰": "0.1"},
        "元": {"元": "1"},
        "分钟": {"分钟": "1", "小时": "60", "天": "1440", "周": "10080"},
        "个月": {"个月": "1", "年": "12"},
        "克": {"克": "1", "公斤": "1000", "吨": "1000000"},
        "米": {"米": "1", "公里": "1000"},
        "平方米": {"平方米": "1", "平方公里": "1000000"},
    }.items()
    for word, worth in words.items()
}
#: Spans of time: whether more or less of one is better, a target that is a point does not say.
SPANS = frozenset({"分钟", "工作日", "秒"})
#: Other ways to write a unit.
SPELT: Mapping[str, str] = {
    "个小时": "小时",
    "日": "天",
    "星期": "周",
    "个星期": "周",
    "m2": "平方米",
    **{
        f"个{word}": word
        for word in (
            *("工作日", "百分点", "单位", "社区", "项目", "部门", "村", "企业", "医院"),
            *("街道", "乡镇", "网点", "机构"),
        )
    },
}
#: Units that count the same, by the commonest of them; what is not here is of its own kind.
KINDS: Mapping[str, str] = {
    word: words[0]
    for words in (
        ("次", "场", "场次", "回"),
        ("人", "名", "位"),
        ("件", "起", "宗", "例", "笔"),
        ("份", "册", "本"),
    )
    for word in words
}
#: What may be counted as none at all: 0 差错.
NONE_OF = (
    *("差错", "事故", "投诉", "失误", "故障", "违规", "违纪", "上访", "遗漏", "缺陷", "伤亡"),
    *("案件", "纠纷", "发生", "逾期", "拖欠", "误差", "举报"),
)
#: Every unit that is known.
UNITS = frozenset(
    (
        *"个家人次场期份件户名位批例起宗项条篇套台辆处所间座栋亩册本张块支只头棵株笔门倍岁床回轮部字",
        *(
            "人次",
            "户次",
            "家次",
            "批次",
            "场次",
            "台次",
            "台套",
            "课时",
            "学时",
            "人天",
            "秒",
            "分",
        ),
        *("立方米", *MEASURES, *NONE_OF, *SPELT, *SPELT.values()),
    )
)
#: Chinese digits.
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}

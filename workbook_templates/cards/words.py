"""What people write on scorecards, read by formulas: numbers as words, weights behind names.

They read as `validator.quantities` and `forms.scorecard.weight_in` do, as far as formulas can.
"""

from workbook_templates.formulas import is_dash

#: What stands for a cell in which there is something that is no figure.
WORDS = "非数"

_SPACES = (" ", "　", "\u00a0")
_SIGNS = {
    **{chr(ord("０") + digit): str(digit) for digit in range(10)},
    "（": "(", "）": ")", "：": ":", "．": ".", "，": ",", "％": "%", "－": "-", "−": "-",
    "＋": "+", "￥": "¥",
}  # fmt: skip
_DIGITS = "0123456789"
#: What is left of a number when its digits are taken out.
_REST = "|||.|-|-.|+|+.|"


def half_width(words: str) -> str:
    """The words without spaces, their signs and digits half-width."""
    for space in _SPACES:
        words = f'SUBSTITUTE({words},"{space}","")'
    words = f'SUBSTITUTE({words},CHAR(10),"")'
    for sign, other in _SIGNS.items():
        words = f'SUBSTITUTE({words},"{sign}","{other}")'
    return words


def written(words: str) -> str:
    """The words half-width; "" for a dash."""
    plain = half_width(words)
    return f'IF({is_dash(plain)},"",{plain})'


def is_number(text: str) -> str:
    """Are words without commas just a number?"""
    rest = text
    for digit in _DIGITS:
        rest = f'SUBSTITUTE({rest},"{digit}","")'
    return (
        f'AND(ISNUMBER(FIND("|"&{rest}&"|","{_REST}")),'
        f'ISNUMBER(FIND(RIGHT({text},1),"{_DIGITS}")),ISNUMBER(VALUE({text})))'
    )


def money_unit(plain: str) -> str:
    """The unit at the end of an amount: 万元, 万, 元 …; "" where it has none."""
    before = f"LEFT({plain},LEN({plain})-1)"
    multiple = f'ISNUMBER(FIND(RIGHT({before},1),"亿千万"))'
    return (
        f'IF({plain}="","",IF(RIGHT({plain},1)="元",IF(LEN({plain})=1,"",'
        f'IF({multiple},RIGHT({plain},2),"元")),'
        f'IF(ISNUMBER(FIND(RIGHT({plain},1),"亿千万")),RIGHT({plain},1),"")))'
    )


def scale(unit: str) -> str:
    """How many 万元 a unit is; a scorecard is in 万元 where a cell names none."""
    known = {"亿": "10000", "千": "0.1", "元": "0.0001"}
    text = "1"
    for sign, worth in reversed(known.items()):
        text = f'IF(LEFT({unit},1)="{sign}",{worth},{text})'
    return text


def points(words: str) -> str:
    """A score or a weight without its unit: 9.8 of 9.8分 and (9.8分); commas go as well."""
    bare = words
    for sign in "分()":
        bare = f'SUBSTITUTE({bare},"{sign}","")'
    return f'IF(ISNUMBER(FIND("分",{words})),{bare},SUBSTITUTE({words},",",""))'


def core(words: str) -> str:
    """What stands before 分） at the end of words; "" where there is none."""
    return (
        f'IF(RIGHT({words},2)="分)",LEFT({words},LEN({words})-2),'
        f'IF(RIGHT({words},3)="分):",LEFT({words},LEN({words})-3),""))'
    )


def tail(words: str) -> str:
    """How many signs of a number stand at the end of words, six at most."""
    text = "6"
    for back in range(6, 0, -1):
        sign = f"MID({words},LEN({words})-{back - 1},1)"
        text = f'IF(ISNUMBER(FIND({sign},"{_DIGITS}.")),{text},{back - 1})'
    return f'IF({words}="",0,IFERROR({text},LEN({words})))'


def weight(words: str, signs: str) -> str:
    """The number that the last `signs` of words are; "" for none."""
    return f'IF({signs}=0,"",IFERROR(VALUE(RIGHT({words},{signs})),""))'

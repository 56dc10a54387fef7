"""Codes as figures to calculate with: the key of a code is the code filled up with zeros.

So keys sort as the printed rows do, and the key one level up is arithmetic. 科目 are filled up to
seven digits, 208 → 2080000, departments and units to six, 737 → 737000: none has the key of
another kind. 0 is 合计. A `kind` is that of `validator.forms.catalogue`.
"""

from collections.abc import Collection

from validator.forms.catalogue import FUNCTIONAL, LENGTHS, LEVELS_OF, OFFICES

#: All keys of departments and units are below it, all others above.
_SUBJECTS = 1_000_000


def key_of(code: str, kind: str = FUNCTIONAL) -> int:
    """The key of a code."""
    return int(code.ljust(6 if kind == OFFICES else 7, "0"))


def levels(kind: str) -> tuple[str, ...]:
    """The levels of the codes of a kind, highest first: 类, 款, 项, or 部门, 单位."""
    return tuple(LEVELS_OF[kind])


def lengths(kind: str) -> str:
    """How many digits a code has, in words: 3、5 或 7."""
    *first, last = LENGTHS[kind]
    return f"{'、'.join(map(str, first))} 或 {last}"


# --- as formulas -------------------------------------------------------------------------------


def key_from(number: str, kind: str = FUNCTIONAL) -> str:
    """The key of a code that is a number; "" where it has another number of digits than codes of
    the kind have, or ends in the zeros that a key is filled up with."""
    if kind == OFFICES:
        below = (
            f'IF(MOD({number},1000)=0,"",IF(AND({number}>=100000,{number}<=999999),{number},""))'
        )
        known = f"IF(AND({number}>=100,{number}<=999),{number}*1000,{below})"
    else:
        items = '""'
        if "项" in LEVELS_OF[kind]:
            items = f'IF(AND({number}>=1000000,{number}<=9999999),{number},"")'
        below = f"IF(AND({number}>=10000,{number}<=99999),{number}*100,{items})"
        known = (
            f"IF(AND({number}>=100,{number}<=999),{number}*10000,"
            f'IF(MOD({number},100)=0,"",{below}))'
        )
    return f'IF({number}="","",IF({number}<>INT({number}),"",{known}))'


def parent_of(key: str, kind: str) -> str:
    """The key one level up; 0 (合计) of the highest level, "" for 合计."""
    if kind == OFFICES:
        return f'IF({key}=0,"",IF(MOD({key},1000)=0,0,INT({key}/1000)*1000))'
    return (
        f'IF({key}=0,"",IF(MOD({key},10000)=0,0,'
        f"IF(MOD({key},100)=0,INT({key}/10000)*10000,INT({key}/100)*100)))"
    )


def above(key: str, kind: str) -> tuple[str, str]:
    """The keys of the two levels above a key that is not 合计, "" where it has none."""
    if kind == OFFICES:
        return f"INT({key}/1000)*1000", '""'
    return f"INT({key}/10000)*10000", f'IF(MOD({key},10000)=0,"",INT({key}/100)*100)'


def code_of(key: str, kinds: Collection[str]) -> str:
    """The code of a key of one of the kinds, the reverse of `key_from`."""
    office = f"IF(MOD({key},1000)=0,INT({key}/1000),{key})"
    subject = f"IF(MOD({key},10000)=0,INT({key}/10000),IF(MOD({key},100)=0,INT({key}/100),{key}))"
    if OFFICES not in kinds:
        return subject
    return office if set(kinds) == {OFFICES} else f"IF({key}<{_SUBJECTS},{office},{subject})"


def at_level(key: str, level: str) -> str:
    """Is a key other than that of 合计 of the level? 类款 is either of the two."""
    return {
        "类": f"MOD({key},10000)=0",
        "款": f"AND(MOD({key},100)=0,MOD({key},10000)>0)",
        "类款": f"MOD({key},100)=0",
        "项": f"MOD({key},100)>0",
        "部门": f"MOD({key},1000)=0",
        "单位": f"MOD({key},1000)>0",
    }[level]

"""The sentences of the web pages and of the server, in Chinese and English, each in one place.

`text` knows the validator's sentences too, so that words such as 相符 and 尾差 are said once.
"""

from collections.abc import Mapping

from validator import messages
from validator.messages import Lang, filled

__all__ = ["MESSAGES", "Lang", "text"]

#: key → (Chinese, English), as in `validator.messages`.
MESSAGES: Mapping[str, tuple[str, str]] = {
    # --- every page ---
    "web.brand": ("勾稽", "gouji"),
    "web.tagline": ("政府决算、预算报表校验", "Checks government accounts workbooks"),
    "web.skip": ("跳到正文", "Skip to the content"),
    "web.nav": ("主要页面", "Main pages"),
    "web.nav.upload": ("校验", "Check"),
    "web.nav.templates": ("空白表", "Blank forms"),
    "web.nav.rules": ("规则", "Rules"),
    "web.nav.about": ("接口", "API"),
    "web.language": ("语言", "Language"),
    "web.footer.digest": ("规则摘要", "rules digest"),
    "web.footer.local": (
        "页面不引用任何外部资源，文件只在这台服务器上校验。",
        "The pages load nothing from elsewhere; files are checked on this server alone.",
    ),
    # --- upload ---
    "web.upload.title": ("校验工作簿", "Check workbooks"),
    "web.upload.heading": ("找出每一处对不上的数", "Find every figure that does not agree"),
    "web.upload.lead": (
        "把部门决算公开表、部门预算公开表或绩效自评表的工作簿放进来，逐一核对表内、表间的勾稽关系，"
        "指出最可能填错的单元格和应填的数。",
        "Put in workbooks of published accounts, budgets or performance scorecards. Every identity "
        "within and between the tables is checked, and the cells that are most likely wrong are "
        "named with what they should be.",
    ),
    "web.upload.choose": ("选择文件", "Choose files"),
    "web.upload.drop": (
        "或把一个或多个文件、整个文件夹拖到这里",
        "or drop one or more files, or a whole folder, here",
    ),
    "web.upload.phone": ("可以一次选择多个文件", "You can choose several files at once"),
    "web.upload.send": ("上传并校验", "Upload and check"),
    "web.upload.accepted": ("可以校验的文件", "What can be checked"),
    "web.upload.formats": (
        "{endings} 工作簿；每个不超过 {size}，一次最多 {count} 个。",
        "Workbooks: {endings}; each of at most {size}, at most {count} at a time.",
    ),
    "web.upload.recognised": (
        "版式和年度自动识别：决算、预算公开表和绩效自评表，不必改工作表名，也不必删说明。",
        "Form and year are recognised: accounts, budgets and scorecards. Sheets need no certain "
        "name, and notes may stay.",
    ),
    "web.upload.private": ("文件怎样处理", "What happens to your files"),
    "web.upload.kept": (
        "文件只用来校验，{minutes} 分钟后自动删除，结果页上可以立即删除；"
        "内容不写入日志，也不发往别处。",
        "Files are used for the check only. They are deleted after {minutes} minutes, or at once "
        "on the page of the result; nothing in them is logged or sent elsewhere.",
    ),
    "web.upload.original": (
        "原文件不会被改动；标注副本是另一个文件。",
        "Your file is never changed; the marked copy is another file.",
    ),
    "web.upload.blank": ("还没有报表？", "No workbook yet?"),
    "web.upload.blank_link": (
        "下载自带公式和勾稽校验的空白表",
        "Download blank forms with formulas that check themselves",
    ),
    "web.upload.rules_link": ("查看全部规则", "Look at all rules"),
}


def text(key: str, lang: Lang = "zh", **facts: object) -> str:
    """The sentence of `key` in `lang`, filled with `facts`."""
    return filled(MESSAGES.get(key) or messages.MESSAGES[key], lang, facts)

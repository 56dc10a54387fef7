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
    "web.nav.about": ("说明", "About"),
    "web.language.name": ("中文", "English"),
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
    # --- upload: what the page's script says ---
    "web.upload.formats_each": (
        "{endings} 工作簿；每个不超过 {size}，一个列表最多 {count} 个。",
        "Workbooks: {endings}; each of at most {size}, at most {count} in a list.",
    ),
    "web.script.queued": ("等待上传", "To be uploaded"),
    "web.script.uploading": ("上传中 {percent}%", "Uploading, {percent} %"),
    "web.script.sent": ("已上传，排队等候", "Uploaded, waiting"),
    "web.script.busy": (
        "服务器忙，{seconds} 秒后自动重试，不必重新选择文件。",
        "The server is busy; this is tried again in {seconds} seconds by itself.",
    ),
    "web.script.too_large": (
        "超过 {size}，没有上传。请删除与报表无关的工作表和图片，另存为 .xlsx 再试。",
        "Larger than {size}, so it was not uploaded. Delete sheets and pictures that do not belong "
        "to the tables and save it as .xlsx.",
    ),
    "web.script.offline": (
        "没有传上去：连接中断，或文件在选择后被改动、移走。请检查网络，点“重试”或重新选择文件。",
        "Not uploaded: the connection broke, or the file was changed or moved after it was chosen. "
        "Check the network and try again, or choose the file again.",
    ),
    "web.script.failed": (
        "没有传上去：服务器答复 {status}。请点“重试”；仍不行，请告诉管理这台服务器的人。",
        "Not uploaded: the server answered {status}. Try again; if that does not help, tell "
        "whoever runs the server.",
    ),
    "web.script.gone": (
        "已经删除：保存时间已到，或有人删除了它。请重新上传。",
        "Deleted: its time is over, or somebody deleted it. Upload it again.",
    ),
    "web.script.too_many": (
        "一个列表最多 {most} 个文件，还有 {count} 个没有上传。其余的请打开新的页面上传；"
        "整批校验也可以用命令 gouji check 文件夹。",
        "A list holds at most {most} files; {count} more were not uploaded. Upload them on a new "
        "page, or check whole folders by the command gouji check FOLDER.",
    ),
    "web.script.others": (
        "文件夹里另有 {count} 个文件不是工作簿，没有上传。",
        "{count} other files in the folder are not workbooks and were not uploaded.",
    ),
    # --- the list of uploads ---
    "web.list.heading": ("校验结果", "Results"),
    "web.list.again": ("重试", "Try again"),
    "web.list.progress": ("上传进度", "Progress of the upload"),
    "web.list.gone": (
        "有 {count} 个文件已经删除：保存时间已到，或有人删除了它们。",
        "{count} files are deleted: their time is over, or somebody deleted them.",
    ),
    "web.archive.letter.docx": ("全部审核意见单 .zip", "All letters (.zip)"),
    "web.archive.marked": ("全部标注副本 .zip", "All marked copies (.zip)"),
    "web.deleted": (
        "文件和由它生成的全部结果已经删除。",
        "The file and all that was made of it are deleted.",
    ),
    "web.open": ("看结果", "Result"),
    "web.open_of": ("看“{name}”的结果", "Result of {name}"),
    "web.count.errors": ("错误", "Errors"),
    "web.count.warnings": ("核实", "Warnings"),
    "web.state.next": ("排队等候，马上就校验", "Waiting, the next one"),
    "web.state.waiting": ("排队等候，前面还有 {ahead} 个", "Waiting, {ahead} before it"),
    "web.state.checking": ("校验中", "Being checked"),
    "web.state.recalculating": (
        "公式没有保存结果，重新计算中",
        "Its formulas have no saved results and are being recalculated",
    ),
    "web.state.done": ("校验完毕", "Checked"),
    "web.counted": ("共 {count} 个：{parts}", "{count} in all: {parts}"),
    "web.counted.and": ("、", ", "),
    "web.counted.good": ("{count} 个无须更正", "{count} with nothing to correct"),
    "web.counted.explain": ("{count} 个须核实", "{count} to be explained"),
    "web.counted.correct": ("{count} 个须更正", "{count} to be corrected"),
    "web.counted.incomplete": ("{count} 个没有核全", "{count} not fully checked"),
    "web.counted.blank": ("{count} 个没有填写", "{count} blank"),
    "web.counted.unchecked": ("{count} 个无法校验", "{count} that cannot be checked"),
    "web.counted.working": ("{count} 个还在校验", "{count} not done yet"),
    "web.counted.refused": ("{count} 个没有收下", "{count} not accepted"),
    # --- one result ---
    "web.waiting.heading": ("正在校验", "Being checked"),
    "web.waiting.stay": (
        "校验完毕后，这一页会自动显示结果。",
        "This page shows the result by itself as soon as there is one.",
    ),
    "web.result.others": ("校验其他文件", "Check other files"),
    "web.result.take": ("下载与打印", "Download and print"),
    "web.result.expires": ("自动删除时间：", "Deleted at"),
    "web.result.delete": ("立即删除", "Delete now"),
    "web.result.unchecked": (
        "这个文件没有校验成，所以没有标注副本；审核意见单写明原因，可以发给填报单位。",
        "This file could not be checked, so there is no marked copy; the letter says why.",
    ),
    "web.result.not_marked": (
        "标注副本只能由 .xlsx、.xlsm 工作簿生成：用 WPS 或 Excel 打开这个文件，点“文件”→“另存为”，"
        "文件类型选 .xlsx，再上传另存的文件。",
        "A marked copy can only be made of .xlsx and .xlsm workbooks: open this file in WPS or "
        "Excel, choose File > Save As and the type .xlsx, and upload the new file.",
    ),
    "web.product.marked": ("标注副本 Excel", "Marked copy (Excel)"),
    "web.product.letter.docx": ("审核意见单 Word", "Letter (Word)"),
    "web.product.findings.xlsx": ("意见清单 Excel", "Findings (Excel)"),
    "web.product.report.html": ("网页报告", "Report (HTML)"),
    "web.product.report.json": ("程序用的数据 .json", "Data for programs (.json)"),
    "web.product.print": ("打印", "Print"),
    # --- blank workbooks ---
    "web.templates.title": ("空白表", "Blank forms"),
    "web.templates.lead": (
        "下载后用 Excel、WPS 或 LibreOffice 填写：合计有公式，取数自动带出，"
        "“勾稽校验”表随填随核，不用安装任何东西。",
        "Fill them in with Excel, WPS or LibreOffice. Totals are formulas, copied figures come by "
        "themselves, and a sheet shows every identity as you type; nothing is to be installed.",
    ),
    "web.templates.picture": ("“{title}”首张表的样子", "The first form of “{title}”"),
    "web.templates.no_picture": ("没有预览图", "No picture"),
    "web.templates.years": ("适用年度：{first}–{last}", "For the years {first}–{last}"),
    "web.templates.source": ("版式来源：{source}", "Layout taken from: {source}"),
    "web.templates.unsourced": (
        "有 {count} 张表的版式另有来源",
        "The layout of {count} tables is from elsewhere",
    ),
    "web.templates.download": ("下载 .xlsx", "Download .xlsx"),
    "web.templates.download_of": ("下载“{title}”空白表", "Download the blank form “{title}”"),
    "web.templates.rules": ("看规则", "Its rules"),
    "web.templates.rules_of": ("看“{title}”的规则", "Rules of “{title}”"),
    # --- rules ---
    "web.rules.title": ("规则", "Rules"),
    "web.rules.lead": (
        "每一条规则核对什么、容许多少差额、依据从哪里来，以及相符和不符的例子。校验、空白表和本页用的是"
        "同一份规则。",
        "What every rule checks, which difference it allows, where it comes from, and examples. "
        "The check, the blank forms and this page are made from the same rules.",
    ),
    "web.rules.edition": ("版本", "Edition"),
    "web.rules.search": ("编号、含义、关系式或来源", "Id, meaning, notation or source"),
    "web.rules.example": ("如 JS01-1、结转、27行", "such as JS01-1, 结转, 27行"),
    "web.rules.go": ("查找", "Search"),
    "web.rules.found": (
        "{title}：含“{question}”的规则 {found} 条，共 {every} 条",
        "{title}: {found} of {every} rules contain “{question}”",
    ),
    "web.rules.all": ("显示全部", "Show all"),
    "web.rules.nothing": (
        "没有找到。请换一个词，或换一个版本。",
        "Nothing was found. Try another word or another edition.",
    ),
    "web.rules.tables": ("各表的规则", "Rules by table"),
    "web.rules.link": ("本条的链接", "Link to this rule"),
    "web.rules.unknown": ("没有“{name}”这个版本。", "There is no edition “{name}”."),
    "web.rules.unknown_rule": (
        "没有“{name}”这条规则：编号写错了，或者它是本单位自定的规则，不在这份目录里。",
        "There is no rule “{name}”: the id is wrong, or it is a rule of a bureau's own, which is "
        "not in this catalogue.",
    ),
    # --- about ---
    "web.about.title": ("说明", "About"),
    "web.about.lead": (
        "文件怎样处理、限额和版本；信息系统怎样直接调用这台服务器。",
        "What happens to your files, limits, versions, and how other systems use this server.",
    ),
    "web.about.api": ("给信息系统的接口", "For other systems: the API"),
    "web.about.api_words": (
        "页面能做的，程序也能做：系统可以把文件交给这台服务器，取回结论。",
        "What the pages do, programs can do: a system sends a file and gets the result.",
    ),
    "web.about.one": ("校验一个文件，直接得到结论", "Check a file and get the result at once"),
    "web.about.one_words": (
        "一次一个文件，答复是一份 JSON，与 gouji check --format json 相同。",
        "One file at a time; the answer is the JSON of gouji check --format json.",
    ),
    "web.about.several": (
        "交多个文件，稍后来取",
        "Hand in several files, and fetch the results later",
    ),
    "web.about.several_words": (
        "先得到每个文件的编号，再问进度，做完后取各种结果。",
        "You get an id for each file, ask how far it is, and fetch what was made.",
    ),
    "web.about.file": ("决算.xlsx", "accounts.xlsx"),
    "web.about.routes": ("地址一览", "All addresses"),
    "web.about.address": ("地址", "Address"),
    "web.about.gives": ("作用", "What it does"),
    "web.about.openapi": (
        "完整的接口说明（OpenAPI）：",
        "The whole description of the API (OpenAPI):",
    ),
    "web.about.errors": (
        "出错时答复是 JSON：message 说明原因和办法；429、503 请按 Retry-After 的秒数等待后再试。",
        "Errors are JSON: message says why and what to do. After 429 and 503, wait as long as "
        "Retry-After says.",
    ),
    "web.about.token": (
        "这台服务器要口令：请求加上 Authorization: Bearer 口令。",
        "This server asks for a token: send Authorization: Bearer TOKEN.",
    ),
    "web.about.privacy": ("文件怎样处理", "What happens to your files"),
    "web.about.privacy.kept": (
        "上传的文件和由它生成的结果放在服务器的一个私有临时文件夹里，{minutes} 分钟后自动删除；"
        "服务器停止时全部删除。结果页上可以立即删除。",
        "Uploaded files and what is made of them are in a private temporary folder of the server. "
        "They are deleted after {minutes} minutes, when the server stops, or at once on the page "
        "of the result.",
    ),
    "web.about.privacy.name": (
        "结果的地址无法猜到；知道地址的人都能打开，请只发给该看的人。",
        "Nobody can guess the address of a result, but whoever knows it can open it: give it only "
        "to those who should see it.",
    ),
    "web.about.privacy.logs": (
        "日志不记文件名，也不记表中任何内容。",
        "Neither names of files nor anything in them is logged.",
    ),
    "web.about.privacy.apart": (
        "文件在单独的进程里读取，时间和内存都有限制；宏从不执行，外部链接从不打开。",
        "Files are read in separate processes with limits of time and memory; macros are never "
        "run, and links never followed.",
    ),
    "web.about.privacy.cookie": (
        "只有一个 cookie：记住页面语言。",
        "There is one cookie, which keeps the language of the pages.",
    ),
    "web.about.limits": ("限额", "Limits"),
    "web.about.limits.size": (
        "一个文件不超过 {size}；一次提交不超过 {files} 个。",
        "A file of at most {size}; at most {files} in one request.",
    ),
    "web.about.versions": ("版本", "Versions"),
    "web.about.version": ("程序版本", "Version of the program"),
    "web.about.digest": ("规则摘要", "Rules digest"),
    "web.about.digest_words": (
        "规则摘要相同，说明用的是同一套规则：报告、标注副本和审核意见单上都有它。",
        "The same digest means the same rules: it stands in reports, marked copies and letters.",
    ),
    "web.route.check": (
        "校验一个文件（multipart 字段 file），答复结论",
        "Check one file (multipart field file) and answer the result",
    ),
    "web.route.submit": (
        "交一个或多个文件（字段 file），答复编号",
        "Hand in one or more files (field file) and answer their ids",
    ),
    "web.route.state": (
        "进度；做完后有结论摘要",
        "How far it is; when done, a summary of the result",
    ),
    "web.route.delete": ("立即删除", "Delete at once"),
    "web.route.product": ("取一种结果：{products}", "A product: {products}"),
    "web.route.archive": (
        "几个文件的同一种结果，打成一个 .zip（{archived}；id 可以写几次）",
        "A product of several uploads in one .zip ({archived}; id may be repeated)",
    ),
    "web.route.editions": ("支持的版本", "The editions that are known"),
    "web.route.template": ("空白工作簿", "The blank workbook"),
    "web.route.picture": ("空白工作簿的样子", "A picture of it"),
    "web.route.health": ("服务是否正常", "Is the server well?"),
    # --- problems ---
    "web.problem.home": ("回到首页", "To the first page"),
    "web.problem.back": ("回到校验结果", "Back to the result"),
    "web.problem.400": ("没有办成", "This could not be done"),
    "web.problem.401": ("需要口令", "A token is needed"),
    "web.problem.404": ("没有这一页", "There is no such page"),
    "web.problem.413": ("文件太大或太多", "Too large, or too many files"),
    "web.problem.429": ("请求太多", "Too many requests"),
    "web.problem.500": ("服务器出错", "The server failed"),
    "web.problem.503": ("服务器正忙", "The server is busy"),
    # --- the server's answers ---
    "serve.host": (
        "请求里的主机名不是这台服务器的。请用启动时显示的地址访问；要用别的名字访问，由管理员在启动时"
        "加上 {option} 名字。",
        "The name of the host in the request is not this server's. Use the address that it showed "
        "when it was started; for another name, the administrator starts it with {option} NAME.",
    ),
    "serve.token": (
        "需要访问口令：浏览器里用户名任意、密码填口令；程序用 Authorization: Bearer 口令。口令请向"
        "管理员索取。",
        "A token is needed: in a browser as the password of any user name, in a program as "
        "Authorization: Bearer TOKEN. Ask the administrator for it.",
    ),
    "serve.other_site": (
        "这个请求是从别的网站发来的，没有执行。请在本服务的页面上操作。",
        "This request comes from another site's page and was not carried out. Use the pages of "
        "this server.",
    ),
    "serve.too_often": (
        "请求太频繁，请 {seconds} 秒后再试。",
        "Too many requests. Try again in {seconds} seconds.",
    ),
    "serve.too_large": (
        "上传的内容超过一次的上限 {size} MB，没有校验。请分几次上传；单个文件过大的，删除与报表"
        "无关的工作表和图片再上传。",
        "More than the {size} MB of one upload; nothing was checked. Upload in several parts; from "
        "a file that is too large delete sheets and pictures that do not belong to the tables.",
    ),
    "serve.too_slow": (
        "上传中断或太慢，没有收完，没有校验。请检查网络后重新上传。",
        "The upload was interrupted or too slow and did not arrive as a whole; nothing was checked."
        " Check the network and upload again.",
    ),
    "serve.no_form": (
        "没有收到文件：请用表单（multipart/form-data）上传，工作簿放在字段 {field} 里。",
        "No file was received: send a form (multipart/form-data) with workbooks in its field "
        "{field}.",
    ),
    "serve.bad_form": (
        "上传的内容不完整或格式不对，没有校验。请重新上传；程序上传的，用 multipart/form-data，工作"
        "簿放在字段 {field} 里。",
        "The upload is incomplete or malformed; nothing was checked. Upload again; programs send "
        "multipart/form-data with workbooks in the field {field}.",
    ),
    "serve.too_many": (
        "一次最多上传 {count} 个文件，没有校验。请分几次上传。",
        "At most {count} files at a time; nothing was checked. Upload in several parts.",
    ),
    "serve.no_file": (
        "没有选择文件。请选择要校验的工作簿；程序上传的，工作簿放在字段 {field} 里。",
        "No file was chosen. Choose workbooks to check; programs send them in the field {field}.",
    ),
    "serve.one_file": (
        "这个接口一次只校验一个文件。要校验多个，请逐个调用，或用 POST /checks。",
        "This checks one file at a time. For several, call it for each, or use POST /checks.",
    ),
    "serve.busy": (
        "正在排队的文件已有 {waiting} 个，暂时不能再收，没有校验。请稍后再上传。",
        "{waiting} files are waiting; no more can be taken for now, and nothing was checked. Upload"
        " again a little later.",
    ),
    "serve.too_many_listed": (
        "一次最多打包 {count} 个文件的结果。请分几次下载。",
        "The results of at most {count} files go into one archive. Download in several parts.",
    ),
    "serve.full": (
        "服务器暂存的文件已满，没有校验。请稍后再上传；反复出现，请管理员检查磁盘空间。",
        "The server has no room for more files; nothing was checked. Upload again a little later; "
        "if this goes on, the administrator should look at the disk.",
    ),
    "serve.disk_full": (
        "{name}：服务器的磁盘满了，没有做完。请稍后再试；反复出现，请管理员检查磁盘空间。",
        "{name}: the server's disk is full, so this was not finished. Try again a little later; if "
        "this goes on, the administrator should look at the disk.",
    ),
    "serve.connections": (
        "同时访问的连接太多。请稍后再试。",
        "There are too many connections at once. Try again a little later.",
    ),
    "serve.stopping": (
        "服务器正在停止，没有校验。请稍后再上传。",
        "The server is about to stop; nothing was checked. Upload again a little later.",
    ),
    "serve.gone": (
        "没有这份校验结果：可能已过保留时间，或已被删除。请重新上传。",
        "There is no such result: it may have expired or been deleted. Upload the file again.",
    ),
    "serve.not_found": (
        "没有这个地址。请检查网址，或回到首页。",
        "There is nothing at this address. Check it, or go to the first page.",
    ),
    "serve.method": (
        "这个地址不接受这种请求方式。接口说明见 /openapi.json。",
        "This address takes no such method. The API is described in /openapi.json.",
    ),
    "serve.parameter": (
        "参数不对：{names}。接口说明见 /openapi.json。",
        "A parameter is wrong: {names}. The API is described in /openapi.json.",
    ),
    "serve.not_understood": (
        "请求不完整或格式不对。接口说明见 /openapi.json。",
        "The request is incomplete or malformed. The API is described in /openapi.json.",
    ),
    "serve.failed": (
        "程序出错，没有完成。请重试；仍不行，请告诉管理员出错的时间，日志里有位置。",
        "The program failed. Try again; if it fails again, tell the administrator when: the log "
        "names the place.",
    ),
    # --- gouji serve ---
    "serve.ready": (
        "上传校验：{address}　按 Ctrl-C 停止；上传的文件保留 {minutes} 分钟，停止时全部删除。",
        "Upload and check: {address}  Ctrl-C stops it. What is uploaded is kept for {minutes} "
        "minutes, and deleted when it stops.",
    ),
    "serve.no_web": (
        "上传网页要用的软件包没有装齐，缺 {names}。请运行：{command}",
        "The packages of the upload page are not installed: {names}. Run: {command}",
    ),
    "serve.no_token": (
        "{host} 让别的电脑也能访问，而没有设访问口令，没有启动。请用 --token-file 文件 或环境变量 "
        "{variable} 设口令；只在本机用，不要写 --host；已有别的门禁、确实不要口令的，加上 "
        "--without-token。",
        "{host} can be reached from other machines, and there is no token; not started. Set one "
        "with --token-file FILE or in the environment as {variable}; for this machine alone leave "
        "out --host; where something else guards the door, add --without-token.",
    ),
    "serve.token_unfit": (
        "{source}：不能用作访问口令，没有启动。口令是一行 {least} 到 {most} 个英文字母、数字或符"
        '号，例如 python -c "import secrets; print(secrets.token_urlsafe(32))" 给出的。',
        "{source}: cannot be a token; not started. A token is one line of {least} to {most} "
        'printable ASCII characters, as python -c "import secrets; '
        'print(secrets.token_urlsafe(32))" gives.',
    ),
    "serve.root_path": (
        "--root-path {path}：路径要以 / 开头，如 /gouji。",
        "--root-path {path}: a path begins with /, as /gouji.",
    ),
    "serve.no_address": (
        "--host {host}：没有这个地址，没有启动。请写本机的地址，如 127.0.0.1、0.0.0.0（全部）。",
        "--host {host}: there is no such address; not started. Use one of this machine, as "
        "127.0.0.1, or 0.0.0.0 for all.",
    ),
    "serve.taken": (
        "{host} 的端口 {port} 已被别的程序占用（也许 gouji serve 已在运行），没有启动。请停掉它，"
        "或用 --port 换一个端口。",
        "Port {port} of {host} is taken by another program (perhaps another gouji serve); not "
        "started. Stop that one, or choose another --port.",
    ),
    "serve.not_allowed": (
        "没有权限使用 {host} 的端口 {port}，没有启动。请用 --port 换一个 1024 以上的端口，前面放反"
        "向代理。",
        "No permission to use port {port} of {host}; not started. Choose a --port above 1024, with "
        "a reverse proxy before it.",
    ),
    "serve.no_folder": (
        "没有地方存放上传的文件（{problem}），没有启动。请检查磁盘空间、临时文件夹的权限和环境变量 "
        "TMPDIR。",
        "There is no place for uploaded files ({problem}); not started. Check the room on the disk,"
        " the rights on the folder of temporary files, and the variable TMPDIR.",
    ),
    "serve.not_listened": (
        "不能监听 {host} 的端口 {port}（{problem}），没有启动。请检查 --host 和 --port。",
        "Cannot listen on port {port} of {host} ({problem}); not started. Check --host and --port.",
    ),
    # --- names of products, after that of the workbook ---
    "archive.letter.docx": ("审核意见单（{count} 个文件）", "letters ({count} files)"),
    "archive.marked": ("标注副本（{count} 个文件）", "marked copies ({count} files)"),
    "archive.left": ("没有写出的.txt", "not made.txt"),
    "product.report": ("{name}-校验报告", "{name}-report"),
    "product.findings": ("{name}-校验意见", "{name}-findings"),
}


def text(key: str, lang: Lang = "zh", **facts: object) -> str:
    """The sentence of `key` in `lang`, filled with `facts`."""
    return filled(MESSAGES.get(key) or messages.MESSAGES[key], lang, facts)


def unfilled(key: str, lang: Lang) -> str:
    """The sentence of `key` in `lang` with its placeholders, for a script that fills them."""
    return MESSAGES[key][0 if lang == "zh" else 1]

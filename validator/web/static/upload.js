// The upload page: files become rows at once, are sent a few at a time, and are asked after until
// they are done. The rows of what was sent are made by the server, which knows the words for them.
"use strict";

(function () {
  const AT_ONCE = 3;
  // Seconds: until the first question, between two, when a server that said "later" is asked again
  // at the latest, and between two counts of a list that is read aloud.
  const FIRST = 0.4, ASK = 1, LATEST = 60, SAY = 1.5;
  // So often a server that said "later" is asked again before a person is.
  const TRIES = 20;
  const LATER = [429, 502, 503, 504];

  const form = document.getElementById("send");
  const input = document.getElementById("files");
  const results = document.getElementById("results");
  const list = document.getElementById("uploads");
  const counted = document.getElementById("counted");
  const leftOut = document.getElementById("left-out");
  const archives = document.getElementById("archives");
  const words = JSON.parse(form.dataset.words);
  const endings = form.dataset.endings.split(",");
  const most = Number(form.dataset.most), largest = Number(form.dataset.largest);

  const waiting = [];
  let sending = 0, pausedUntil = 0, asking = false, saying = 0, isSent = false;

  document.documentElement.classList.add("scripted");
  const formats = document.getElementById("formats");
  formats.textContent = fill(words.formats, {
    endings: endings.join(" "), size: form.dataset.size, count: most,
  });
  input.required = false;

  function fill(sentence, facts) {
    return sentence.replace(/\{(\w+)\}/g, (all, name) => (name in facts ? String(facts[name]) : all));
  }

  // --- rows ---

  function newRow(name) {
    const row = document.getElementById("new-upload").content.firstElementChild.cloneNode(true);
    row.querySelector(".file").textContent = name;
    list.appendChild(row);
    return row;
  }

  function setSign(row, sign) {
    const shown = document.getElementById("sign-" + sign).content.firstElementChild.cloneNode(true);
    row.replaceChild(shown, row.querySelector(".icon"));
  }

  function setState(row, outcome, sentence, percent) {
    if (row.dataset.outcome !== outcome) {
      row.className = "upload is-" + outcome;
      row.dataset.outcome = outcome;
      setSign(row, outcome);
    }
    row.querySelector(".state").textContent = sentence;
    const bar = row.querySelector("progress");
    if (bar) {
      bar.hidden = percent === undefined;
      bar.value = percent || 0;
    }
  }

  function refuse(row, sentence, again) {
    setState(row, "refused", sentence);
    const button = row.querySelector(".again");
    button.hidden = !again;
    button.onclick = again ? () => { button.hidden = true; again(); } : null;
    count();
  }

  function tell(sentence) {
    leftOut.textContent = sentence;
    leftOut.hidden = !sentence;
  }

  // --- counting ---

  function count() {
    if (!saying) {
      saying = setTimeout(() => { saying = 0; sayCount(); }, SAY * 1000);
    }
  }

  function sayCount() {
    const found = {};
    const rows = list.querySelectorAll(".upload");
    rows.forEach((row) => { found[row.dataset.outcome] = (found[row.dataset.outcome] || 0) + 1; });
    const parts = words.counted.filter(([outcome]) => found[outcome]).map(
      ([outcome, sentence]) => fill(sentence, { count: found[outcome] })
    );
    const sentence = fill(words.all, { count: rows.length, parts: parts.join(words.and) });
    if (rows.length && counted.textContent !== sentence) {
      counted.textContent = sentence;
    }
  }

  // --- choosing ---

  function take(files, others) {
    const room = most - list.querySelectorAll(".upload").length;
    const taken = files.slice(0, Math.max(room, 0));
    const said = [];
    if (files.length > taken.length) {
      said.push(fill(words.too_many, { count: files.length - taken.length, most: most }));
    }
    if (others) {
      said.push(fill(words.others, { count: others }));
    }
    tell(said.join(" "));
    if (taken.length || said.length) {
      results.hidden = false;
      form.classList.add("compact");
    }
    taken.forEach((file) => {
      const row = newRow(file.name);
      if (file.size > largest) {
        refuse(row, fill(words.too_large, { size: form.dataset.size }));
      } else {
        enqueue({ file: file, row: row, tries: 0 });
      }
    });
    if (taken.length) {
      counted.scrollIntoView({ block: "nearest" });
    }
    count();
  }

  function enqueue(job) {
    setState(job.row, "working", words.queued);
    waiting.push(job);
    send();
  }

  // --- sending ---

  function send() {
    const pause = pausedUntil - Date.now();
    if (pause > 0) {
      return;
    }
    while (sending < AT_ONCE && waiting.length) {
      sending += 1;
      post(waiting.shift());
    }
  }

  function post(job) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", job.file, job.file.name);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) {
        const percent = Math.floor((100 * event.loaded) / event.total);
        setState(job.row, "working", fill(words.uploading, { percent: percent }), percent);
      }
    };
    request.onloadend = () => {
      sending -= 1;
      answered(job, request);
      send();
    };
    setState(job.row, "working", fill(words.uploading, { percent: 0 }), 0);
    request.send(body);
  }

  function answered(job, request) {
    let answer = null;
    try {
      answer = JSON.parse(request.responseText);
    } catch (problem) {
      answer = null;
    }
    const again = () => { job.tries = 0; enqueue(job); };
    if (LATER.indexOf(request.status) >= 0 && job.tries < TRIES) {
      later(job, Number(request.getResponseHeader("Retry-After")) || 5);
    } else if (request.status === 202 && answer && answer.checks && answer.checks.length) {
      accepted(job.row, answer.checks[0].id);
    } else if (request.status === 0) {
      refuse(job.row, words.offline, again);
    } else {
      const message = answer && typeof answer.message === "string" && answer.message;
      refuse(job.row, message || fill(words.failed, { status: request.status }), again);
    }
  }

  function later(job, seconds) {
    const pause = Math.min(Math.max(seconds, 1), LATEST);
    job.tries += 1;
    setState(job.row, "working", fill(words.busy, { seconds: pause }));
    waiting.unshift(job);
    pausedUntil = Math.max(pausedUntil, Date.now() + pause * 1000);
    setTimeout(send, pausedUntil - Date.now() + 50);
  }

  function accepted(row, id) {
    isSent = true;
    row.id = "upload-" + id;
    setState(row, "working", words.sent);
    remember();
    ask();
    count();
  }

  // --- asking ---

  function ids(selector) {
    return Array.from(list.querySelectorAll(selector)).map((row) => row.id.slice("upload-".length));
  }

  function query(of) {
    return "?" + of.map((id) => "id=" + encodeURIComponent(id)).join("&");
  }

  function address(of) {
    return form.dataset.list + query(of);
  }

  // What all that are done can be taken away in.
  function offer() {
    const done = ids('.upload[data-seen="done"]');
    archives.hidden = done.length < 2;
    archives.querySelectorAll("a").forEach((link) => {
      link.href = link.dataset.archive + query(done);
    });
  }

  function remember() {
    history.replaceState(null, "", address(ids('.upload[id^="upload-"]')));
  }

  function ask() {
    if (!asking) {
      asking = true;
      setTimeout(lookAgain, FIRST * 1000);
    }
  }

  async function lookAgain() {
    const open = ids('.upload.is-working[id^="upload-"]');
    let seconds = ASK;
    if (open.length) {
      try {
        const answer = await fetch(address(open), { credentials: "same-origin", headers: { Accept: "text/html" } });
        if (answer.ok) {
          show(new DOMParser().parseFromString(await answer.text(), "text/html"), open);
        } else {
          seconds = Math.min(Number(answer.headers.get("Retry-After")) || 5, LATEST);
        }
      } catch (problem) {
        seconds = 5;
      }
    }
    asking = false;
    if (ids('.upload.is-working[id^="upload-"]').length) {
      asking = true;
      setTimeout(lookAgain, seconds * 1000);
    }
  }

  function show(page, open) {
    if (!page.getElementById("uploads")) {
      return;
    }
    open.forEach((id) => {
      const row = document.getElementById("upload-" + id);
      const found = page.getElementById("upload-" + id);
      if (!found) {
        row.removeAttribute("id");
        refuse(row, words.gone);
      } else if (found.dataset.seen !== row.dataset.seen) {
        row.parentNode.replaceChild(document.importNode(found, true), row);
        count();
        openAlone();
      }
    });
    offer();
  }

  // Whoever has sent a single workbook wants its result, not a list of one.
  function openAlone() {
    const rows = list.querySelectorAll(".upload");
    const link = rows.length === 1 && isSent && rows[0].querySelector("a.open");
    if (link) {
      location.assign(link.href);
    }
  }

  // --- dropping ---

  function isWorkbook(name) {
    const lower = name.toLowerCase();
    return !name.startsWith("~$") && !name.startsWith(".~") && endings.some((ending) => lower.endsWith(ending));
  }

  function entriesOf(folder) {
    const reader = folder.createReader();
    return new Promise((done) => {
      const found = [];
      const more = () => reader.readEntries((some) => {
        if (some.length) {
          found.push(...some);
          more();
        } else {
          done(found);
        }
      }, () => done(found));
      more();
    });
  }

  async function filesIn(entry, found) {
    if (entry.isDirectory) {
      for (const each of await entriesOf(entry)) {
        await filesIn(each, found);
      }
    } else if (isWorkbook(entry.name)) {
      const file = await new Promise((done) => entry.file(done, () => done(null)));
      if (file) {
        found.files.push(file);
      }
    } else {
      found.others += 1;
    }
  }

  // What was dropped by itself is sent whatever it is, so that the server says what is wrong with
  // it; of a folder, the workbooks.
  async function dropped(transfer) {
    const entries = Array.from(transfer.items || []).map(
      (item) => item.webkitGetAsEntry && item.webkitGetAsEntry()
    );
    const alone = Array.from(transfer.files);
    const folders = entries.filter((entry) => entry && entry.isDirectory);
    if (!folders.length) {
      take(alone, 0);
      return;
    }
    const names = new Set(folders.map((folder) => folder.name));
    const found = { files: alone.filter((file) => !names.has(file.name)), others: 0 };
    for (const folder of folders) {
      await filesIn(folder, found);
    }
    take(found.files, found.others);
  }

  let inside = 0;
  function over(by) {
    inside = Math.max(0, inside + by);
    form.classList.toggle("over", inside > 0);
  }

  function bringsFiles(event) {
    return event.dataTransfer && Array.from(event.dataTransfer.types).indexOf("Files") >= 0;
  }

  document.addEventListener("dragenter", (event) => { if (bringsFiles(event)) { over(1); } });
  document.addEventListener("dragleave", (event) => { if (bringsFiles(event)) { over(-1); } });
  document.addEventListener("dragover", (event) => {
    if (bringsFiles(event)) {
      event.preventDefault();
    }
  });
  document.addEventListener("drop", (event) => {
    if (bringsFiles(event)) {
      event.preventDefault();
      inside = 0;
      over(0);
      dropped(event.dataTransfer);
    }
  });
  input.addEventListener("change", () => {
    take(Array.from(input.files), 0);
    form.reset();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("beforeunload", (event) => {
    if (sending || waiting.length) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  if (list.querySelector(".is-working")) {
    ask();
  }
})();

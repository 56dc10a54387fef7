// One workbook that is being checked: its row is shown anew as it changes, and then its result.
"use strict";

(function () {
  const ASK = 1, LATER = 5;
  const list = document.getElementById("uploads");

  async function look() {
    let seconds = ASK;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (answer.ok || answer.status === 404) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const row = page.querySelector("#uploads .is-working");
        if (!row) {
          location.reload();
          return;
        }
        const shown = list.querySelector(".upload");
        if (row.dataset.seen !== shown.dataset.seen) {
          list.replaceChild(document.importNode(row, true), shown);
        }
      } else {
        seconds = Number(answer.headers.get("Retry-After")) || LATER;
      }
    } catch (problem) {
      seconds = LATER;
    }
    setTimeout(look, seconds * 1000);
  }

  setTimeout(look, ASK * 1000);
})();

// The page of a result: its tables become tabs, a link to a cell opens the tab that it is on, and
// the report can be printed. Without this script the tables stand one below the other.
"use strict";

(function () {
  const list = document.querySelector("[data-tabs]");
  const tabs = list ? Array.from(list.querySelectorAll("a")) : [];
  const panels = tabs.map((tab) => document.getElementById(named(tab.hash)));

  function named(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch (problem) {
      return "";
    }
  }

  // --- tabs, as the ARIA Authoring Practices have them ---

  function select(index) {
    tabs.forEach((tab, at) => {
      const chosen = at === index;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      panels[at].hidden = !chosen;
    });
  }

  function makeTabs() {
    list.setAttribute("role", "tablist");
    tabs.forEach((tab, at) => {
      const panel = panels[at];
      tab.id = "tab-" + panel.id;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        history.replaceState(history.state, "", tab.hash);
        select(at);
      });
    });
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(document.activeElement);
      const last = tabs.length - 1;
      const to = {
        ArrowRight: at === last ? 0 : at + 1,
        ArrowLeft: at === 0 ? last : at - 1,
        Home: 0,
        End: last,
        " ": at,
      }[event.key];
      if (at >= 0 && to !== undefined && !event.ctrlKey && !event.altKey && !event.metaKey) {
        event.preventDefault();
        tabs[to].focus();
        tabs[to].click();
      }
    });
    select(Math.max(panels.findIndex((panel) => panel === firstMarked()), 0));
  }

  // The table of the cell that the findings name first.
  function firstMarked() {
    const links = Array.from(document.querySelectorAll(".findings a[href^='#']"));
    const found = links.map((link) => document.getElementById(named(link.hash)));
    const cell = found.find((element) => element && element.matches("[data-tab] td"));
    return cell && cell.closest("[data-tab]");
  }

  // --- links within the page ---

  // What is folded follows the element that unfolds it.
  function unfold(element) {
    let before = element.closest(".folded");
    while (before && !before.matches("details.fold")) {
      before = before.previousElementSibling;
    }
    if (before) {
      before.open = true;
    }
  }

  function reveal() {
    const target = location.hash && document.getElementById(named(location.hash));
    if (!target) {
      return;
    }
    const panel = target.closest("[data-tab]");
    if (panel && panels.indexOf(panel) >= 0) {
      select(panels.indexOf(panel));
    }
    unfold(target);
    const inside = target.matches("td");
    target.scrollIntoView({ block: inside ? "center" : "start", inline: inside ? "center" : "nearest" });
  }

  if (tabs.length && panels.every(Boolean)) {
    makeTabs();
  }
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash && tabs.indexOf(link) < 0) {
      setTimeout(reveal);
    }
  });
  reveal();

  // --- rules, which the catalogue explains ---

  const report = document.getElementById("report");
  report.querySelectorAll(".finding .rule").forEach((rule) => {
    const link = document.createElement("a");
    const id = encodeURIComponent(rule.textContent.trim());
    link.href = report.dataset.rules + id + "?edition=" + encodeURIComponent(report.dataset.edition);
    while (rule.firstChild) {
      link.appendChild(rule.firstChild);
    }
    rule.appendChild(link);
  });

  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
})();

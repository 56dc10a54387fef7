// The catalogue of rules: a link to a rule opens it.
"use strict";

(function () {
  function open() {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch (problem) {
      return;
    }
    const rule = id && document.getElementById(id);
    if (rule && rule.tagName === "DETAILS") {
      rule.open = true;
      rule.scrollIntoView();
    }
  }

  window.addEventListener("hashchange", open);
  open();
})();

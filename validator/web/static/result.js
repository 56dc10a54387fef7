// The page of a result: it can be printed.
"use strict";

(function () {
  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
})();

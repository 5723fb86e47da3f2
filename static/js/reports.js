// Report page: an act is sent once; the back button shows the figure that was chosen then; on a phone the rail comes into view.
"use strict";

(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-once]");
    if (!form) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });

  // The chosen figure is opened beside the paper; under 1080 px the rail stands below, so go there.
  document.addEventListener("htmx:afterSwap", () => {
    if (window.matchMedia("(max-width: 1180px)").matches) {
      document.getElementById("so-dang-chon")?.scrollIntoView({ block: "start" });
    }
  });
})();

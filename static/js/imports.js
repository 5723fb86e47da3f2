// Import pages: a file can be dropped on the frame, its name and size are said, a form is sent once.
"use strict";

(() => {
  const LIMIT = 50 * 1024 * 1024;
  const vietnamese = document.documentElement.lang !== "en";
  const size = (bytes) =>
    bytes > 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1).replace(".", vietnamese ? "," : ".")} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`;

  for (const frame of document.querySelectorAll("[data-drop]")) {
    const field = frame.querySelector("input[type=file]");
    const said = frame.querySelector("[data-chosen]");
    frame.classList.add("kc-can-drop");
    const tell = () => {
      const file = field.files[0];
      said.hidden = !file;
      if (!file) return;
      const large = file.size > LIMIT;
      const words = vietnamese ? "Tệp lớn hơn 50 MB, không gửi được." : "The file is larger than 50 MB.";
      said.textContent = large ? `${file.name}: ${words}` : `${file.name} · ${size(file.size)}`;
      field.setCustomValidity(large ? words : "");
    };
    field.addEventListener("change", tell);
    for (const name of ["dragover", "dragenter"]) {
      frame.addEventListener(name, (event) => {
        event.preventDefault();
        frame.classList.add("kc-over");
      });
    }
    frame.addEventListener("dragleave", () => frame.classList.remove("kc-over"));
    frame.addEventListener("drop", (event) => {
      event.preventDefault();
      frame.classList.remove("kc-over");
      if (!event.dataTransfer.files.length) return;
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      field.files = one.files;
      tell();
    });
  }

  // A second press while the first is under way does nothing; the server would answer it the same way.
  for (const form of document.querySelectorAll("form[data-once], form[data-import-form]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "1";
      const button = event.submitter;
      if (button && form.dataset.wait) {
        button.textContent = form.dataset.wait;
        button.setAttribute("aria-busy", "true");
      }
    });
  }
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();

// Small comforts of the shell: "/" goes to the search field, menus close, the navigation folds, selects send their form.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = document.getElementById("tim-chung");
    if (field && field.offsetParent) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  }
  if (event.key === "Escape") {
    const open = document.querySelector("details.kc-menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (location.hash === "#dieu-huong") {
      location.hash = "#noi-dung";
    }
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.kc-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const fold = event.target.closest("[data-fold]");
  if (fold) {
    const narrow = document.body.classList.toggle("kc-narrow");
    fold.setAttribute("aria-expanded", String(!narrow));
    document.cookie = `kc_thu_gon=${narrow ? 1 : 0}; path=/; max-age=31536000; SameSite=Lax`;
  }
  const jump = event.target.closest('a[href^="#"]');
  const there = jump && document.getElementById(jump.getAttribute("href").slice(1));
  if (there instanceof HTMLDetailsElement) there.open = true;
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosend]");
  if (form && event.target.matches("select, input[type=checkbox], input[list]")) form.requestSubmit();
});

// Signing out while this phone still holds findings of a trip that were not sent: ask first, then forget kept pages.
document.addEventListener("submit", (event) => {
  if (!event.target.matches('form[action$="/dang-xuat/"]')) return;
  const left = Number(localStorage.getItem("kc-field-left") || 0);
  const words =
    document.documentElement.lang === "en"
      ? `${left} items of a field trip are only on this device and were not sent. Sign out anyway?`
      : `Còn ${left} mục của đoàn kiểm tra chỉ có trên máy này, chưa gửi. Vẫn đăng xuất?`;
  if (left && !window.confirm(words)) event.preventDefault();
  else if ("caches" in window) caches.delete("kc-field-pages");
});

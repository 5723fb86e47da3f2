// A small month calendar under text fields marked data-date. The field stays a text field: dd/mm/yyyy can be typed.
"use strict";

(() => {
  const vietnamese = document.documentElement.lang !== "en";
  const DAYS = vietnamese ? ["T2", "T3", "T4", "T5", "T6", "T7", "CN"] : ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
  const WORDS = vietnamese
    ? { before: "Tháng trước", after: "Tháng sau", month: (m, y) => `Tháng ${m}/${y}` }
    : { before: "Previous month", after: "Next month", month: (m, y) => `${String(m).padStart(2, "0")}/${y}` };
  const two = (number) => String(number).padStart(2, "0");
  const written = (day) => `${two(day.getDate())}/${two(day.getMonth() + 1)}/${day.getFullYear()}`;

  function read(text) {
    const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
    if (!found) return null;
    const day = new Date(Number(found[3]), Number(found[2]) - 1, Number(found[1]));
    return day.getMonth() === Number(found[2]) - 1 ? day : null;
  }

  function button(text, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  function draw(field, box, shown) {
    const chosen = read(field.value);
    const head = document.createElement("div");
    head.className = "kc-dates-head";
    const title = document.createElement("b");
    title.textContent = WORDS.month(shown.getMonth() + 1, shown.getFullYear());
    const move = (by) => () => draw(field, box, new Date(shown.getFullYear(), shown.getMonth() + by, 1));
    head.append(button("‹", WORDS.before, move(-1)), title, button("›", WORDS.after, move(1)));
    const grid = document.createElement("div");
    grid.className = "kc-dates-grid kc-num";
    for (const name of DAYS) {
      const cell = document.createElement("span");
      cell.textContent = name;
      grid.append(cell);
    }
    const lead = (new Date(shown.getFullYear(), shown.getMonth(), 1).getDay() + 6) % 7;
    for (let i = 0; i < lead; i += 1) grid.append(document.createElement("span"));
    const length = new Date(shown.getFullYear(), shown.getMonth() + 1, 0).getDate();
    for (let number = 1; number <= length; number += 1) {
      const day = new Date(shown.getFullYear(), shown.getMonth(), number);
      const cell = button(String(number), written(day), () => {
        field.value = written(day);
        draw(field, box, shown);
        field.focus();
      });
      if (chosen && written(chosen) === written(day)) cell.setAttribute("aria-current", "date");
      grid.append(cell);
    }
    box.replaceChildren(head, grid);
  }

  for (const field of document.querySelectorAll("input[data-date]")) {
    const box = document.createElement("div");
    box.className = "kc-dates";
    field.closest(".kc-as-of-row, .kc-field")?.after(box);
    const redraw = () => draw(field, box, read(field.value) || new Date());
    field.addEventListener("change", redraw);
    redraw();
  }
})();

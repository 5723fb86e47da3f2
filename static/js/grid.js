// Grids of inputs take a block copied from Excel: tabs are columns, lines are rows; arrows move between rows.
"use strict";

const cellsOf = (row) => [...row.querySelectorAll("input:not([type=hidden]), select")];

document.addEventListener("paste", (event) => {
  const start = event.target.closest("[data-grid] td input");
  const text = event.clipboardData ? event.clipboardData.getData("text") : "";
  if (!start || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const rows = [...start.closest("tbody").rows];
  const top = rows.indexOf(start.closest("tr"));
  const left = cellsOf(rows[top]).indexOf(start);
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
    const cells = rows[top + down] ? cellsOf(rows[top + down]) : [];
    line.split("\t").forEach((value, across) => {
      const cell = cells[left + across];
      if (!cell) return;
      if (cell instanceof HTMLSelectElement) {
        const option = [...cell.options].find((one) => one.text.trim().toLowerCase() === value.trim().toLowerCase());
        if (option) cell.value = option.value;
      } else {
        cell.value = value.trim();
      }
    });
  });
});

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest("[data-grid] td input");
  if (!cell || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  const row = cell.closest("tr");
  const other = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  const target = other && cellsOf(other)[cellsOf(row).indexOf(cell)];
  if (target) {
    event.preventDefault();
    target.focus();
  }
});

// Shows what this phone keeps beside what the server already showed: each with its own state.
"use strict";

const kcDraw = (told) => {
  const { words } = told;
  const lang = document.documentElement.lang === "en" ? "en-GB" : "vi-VN";
  const said = (text, given) => text.replace(/\{(\w+)\}/g, (_all, name) => given[name] ?? "");
  const pattern = (selector) => document.querySelector(selector).content.cloneNode(true);
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit",
  });
  const time = (text) => clock.format(new Date(text)).replace(",", "");
  const degrees = (text) => Number(text).toLocaleString(lang, { minimumFractionDigits: 4, maximumFractionDigits: 4 });

  const projectCode = (row) => {
    const known = (told.stops[row.stop] || { projects: [] }).projects.find((one) => String(one.pk) === String(row.project));
    return known ? known.code : "";
  };

  const refusedOf = (photos) => photos.filter((photo) => photo.state === "refused");

  const stateOf = (line, row, photos) => {
    const state = line.querySelector("[data-state]");
    state.className = `kc-field-state kc-field-state-${row.state}`;
    state.append(pattern(`template[data-state-icon=${row.state}]`));
    state.append(row.state === "refused" ? said(words.refused, { why: row.why.join(" ") }) : words[row.state]);
    const refused = refusedOf(photos);
    const why = line.querySelector("[data-why]");
    const reasons = refused.map((photo) => said(words.photoRefused, { why: photo.why.join(" ") }));
    if (row.state === "refused") reasons.push(words.refusedRemedy);
    why.hidden = !reasons.length;
    why.textContent = reasons.join(" ");
  };

  const photosSaid = (row, photos) =>
    [
      photos.length ? said(words.photos, { n: photos.length }) : "",
      row.photosKept ? said(words.photosKept, { n: row.photosKept }) : "",
    ]
      .filter(Boolean)
      .join(" · ");

  const lineOf = (row, photos) => {
    const line = pattern("#mau-ket-qua").firstElementChild;
    line.dataset.own = row.key;
    if (row.result) line.querySelector("[data-badge]").append(pattern(`template[data-result=${row.result}]`));
    line.querySelector("[data-project]").textContent = projectCode(row);
    line.querySelector("[data-about]").textContent = row.about;
    line.querySelector("[data-text]").textContent = row.text;
    const files = line.querySelector("[data-photos]");
    files.lastElementChild.textContent = photosSaid(row, photos);
    files.hidden = !files.lastElementChild.textContent;
    const placed = row.latitude ? words.placed : "";
    const corrects = row.corrects ? words.correction : "";
    line.querySelector("[data-when]").textContent = [time(row.seenAt), placed, corrects].filter(Boolean).join(" · ");
    stateOf(line, row, photos);
    const edit = line.querySelector("[data-edit]");
    const names = { draft: words.continueDraft, held: words.edit, refused: words.edit, kept: words.correction };
    edit.hidden = !told.may || !names[row.state];
    edit.textContent = names[row.state] || "";
    if (row.state === "kept" && refusedOf(photos).length) {
      edit.dataset.drop = "1";
      edit.textContent = words.dropPhotos;
    }
    edit.setAttribute("aria-label", `${edit.textContent}: ${row.text.slice(0, 40) || projectCode(row)}`);
    return line;
  };

  // What the server showed: corrected on this phone, or photos of it still here.
  const marks = (rows, photosOf) => {
    for (const card of document.querySelectorAll("[data-key]")) {
      const key = card.dataset.key;
      const corrected = rows.some((row) => row.corrects === key && row.state !== "draft");
      const waiting = photosOf(key).length;
      const note = card.querySelector("[data-replaced]");
      const parts = [corrected ? words.replaced : "", waiting ? said(words.photos, { n: waiting }) : ""];
      note.textContent = parts.filter(Boolean).join(" ");
      note.hidden = !note.textContent;
      card.classList.toggle("kc-field-replaced", corrected);
    }
  };

  const counts = () => {
    for (const stop of document.querySelectorAll("details[data-stop]")) {
      const all = stop.querySelectorAll(".kc-field-one:not(.kc-field-replaced)").length;
      stop.querySelector("[data-count]").textContent = all;
    }
  };

  // The list of its item; an item that is no longer in the checklist comes under the others.
  const listOf = (row) => {
    const stop = document.querySelector(`details[data-stop="${row.stop}"]`) || document.querySelector("details[data-stop]");
    const item = stop && (stop.querySelector(`[data-item="${row.item}"]`) || stop.querySelector('[data-item=""]'));
    return item && item.querySelector("[data-found]");
  };

  const draw = ({ findings, photos }) => {
    const known = new Set(told.known);
    const photosOf = (key) => photos.filter((photo) => photo.finding === key);
    const focused = document.activeElement && document.activeElement.closest("[data-own]");
    const focusedKey = focused ? focused.dataset.own : "";
    for (const line of document.querySelectorAll("[data-own]")) line.remove();
    for (const row of findings) {
      const corrected = findings.some((one) => one.corrects === row.key && one.state === "kept");
      const stuck = refusedOf(photosOf(row.key)).length;
      const shown = row.state === "kept" && !stuck && (known.has(row.key) || corrected);
      const list = listOf(row);
      if (list && !shown) list.append(lineOf(row, photosOf(row.key)));
    }
    marks(findings, photosOf);
    counts();
    const back = focusedKey && document.querySelector(`[data-own="${focusedKey}"] [data-edit]`);
    if (back && !back.hidden) back.focus();
  };

  return { draw, said, time, degrees };
};

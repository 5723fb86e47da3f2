// The form of one finding. What is typed and every photo is kept on the phone at once, finished or not.
"use strict";

const kcForm = (told, draw, changed) => {
  const { words } = told;
  const LONGEST_SIDE = 1600;
  const dialog = document.getElementById("ghi");
  const form = dialog.querySelector("form");
  const field = (name) => form.elements.namedItem(name);
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  let row = null;
  let photos = [];
  let touched = false;
  let saving = Promise.resolve();
  let clock = 0;
  let position = null;

  const say = (text) => {
    document.getElementById("da-lam").textContent = text;
  };
  const error = (name, text) => {
    const line = dialog.querySelector(`[data-error=${name}]`);
    line.textContent = text;
    line.hidden = !text;
    if (name === "text") field("text").setAttribute("aria-invalid", String(Boolean(text)));
  };
  const warn = (text) => {
    const line = part("form-why");
    line.textContent = text;
    line.hidden = !text;
  };
  const trouble = (failed) => {
    console.warn(failed);
    warn(failed && failed.name === "QuotaExceededError" ? words.storeFull : words.noStore);
  };

  // ---- place of the phone
  const tellPlace = (text) => {
    part("where-words").textContent = text;
  };
  const wantsPlace = () => dialog.querySelector("input[data-where]").checked;
  const askPlace = () => {
    position = null;
    if (!wantsPlace()) return tellPlace(words.placeOff);
    if (!navigator.geolocation) return tellPlace(words.placeNone);
    tellPlace(words.placeAsking);
    const found = ({ coords }) => {
      position = { latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) };
      const given = { latitude: draw.degrees(position.latitude), longitude: draw.degrees(position.longitude) };
      tellPlace(draw.said(words.placeFound, { ...given, metres: Math.round(coords.accuracy) }));
    };
    const options = { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 };
    navigator.geolocation.getCurrentPosition(found, () => tellPlace(words.placeNone), options);
  };
  const placed = () => (wantsPlace() && position ? position : { latitude: "", longitude: "" });

  // ---- keeping
  const read = () => {
    row.result = field("result").value;
    row.text = field("text").value;
    row.project = field("project").value;
    row.about = field("about").value;
  };
  const keep = (state) => {
    clearTimeout(clock);
    read();
    const next = { ...row, state, why: [], revision: row.revision + 1 };
    if (!next.latitude) Object.assign(next, placed());
    row = next;
    saving = saving.catch(() => undefined).then(() => kcStore.put("findings", next));
    return saving;
  };
  const touch = () => {
    touched = true;
    clearTimeout(clock);
    clock = setTimeout(() => keepDraft(), 300);
  };
  const keepDraft = async () => {
    if (!row || !touched) return;
    try {
      await keep("draft");
      warn("");
      changed();
    } catch (failed) {
      trouble(failed);
    }
  };

  // ---- photos
  const smaller = async (file) => {
    const picture = await createImageBitmap(file);
    const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * share));
    canvas.height = Math.max(1, Math.round(picture.height * share));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.82);
    });
  };
  const digest = async (blob) => {
    if (!crypto.subtle) return "";
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const thumbs = async () => {
    const list = part("thumbs");
    list.replaceChildren();
    for (const [index, photo] of photos.entries()) {
      const line = document.getElementById("mau-anh").content.cloneNode(true).firstElementChild;
      const canvas = line.querySelector("canvas");
      const given = { n: index + 1, time: draw.time(photo.takenAt) };
      canvas.setAttribute("aria-label", draw.said(words.photoOf, given));
      const button = line.querySelector("button");
      button.setAttribute("aria-label", draw.said(words.removePhoto, given));
      button.addEventListener("click", () => removePhoto(photo));
      list.append(line);
      const picture = await createImageBitmap(photo.blob);
      const share = Math.max(canvas.width / picture.width, canvas.height / picture.height);
      const [wide, high] = [picture.width * share, picture.height * share];
      canvas.getContext("2d").drawImage(picture, (canvas.width - wide) / 2, (canvas.height - high) / 2, wide, high);
      picture.close();
    }
  };
  const addPhotos = async (files, here) => {
    error("photo", "");
    let added = 0;
    for (const file of files) {
      let blob;
      try {
        blob = await smaller(file);
      } catch {
        error("photo", draw.said(words.photoUnread, { name: file.name }));
        continue;
      }
      const taken = new Date(Math.min(file.lastModified || Date.now(), Date.now())).toISOString();
      const photo = {
        key: kcStore.newKey(), user: told.user, inspection: told.inspection, finding: row.key, takenAt: taken,
        ...(here ? placed() : { latitude: "", longitude: "" }), blob, sha256: await digest(blob), state: "held", why: [],
      };
      try {
        touched = true;
        await keep("draft");
        await kcStore.put("photos", photo);
        photos.push(photo);
        added += 1;
      } catch (failed) {
        trouble(failed);
      }
    }
    if (added) say(draw.said(words.photoAdded, { n: added }));
    await thumbs();
    changed();
  };
  const removePhoto = async (photo) => {
    await kcStore.remove("photos", photo.key);
    photos = photos.filter((one) => one.key !== photo.key);
    await thumbs();
    part("pick").focus();
    changed();
  };

  // ---- opening and closing
  const fill = (stop, item) => {
    const known = told.stops[stop];
    const select = field("project");
    select.replaceChildren(new Option(words.noProject, ""));
    for (const one of known.projects) select.add(new Option(`${one.code} – ${one.title}`, one.pk));
    part("projects").hidden = !known.projects.length;
    for (const radio of form.querySelectorAll("[name=result]")) radio.checked = radio.value === row.result;
    field("text").value = row.text;
    select.value = String(row.project || "");
    if (select.selectedIndex < 0) select.value = "";
    field("about").value = row.about;
    part("form-place").textContent = `${known.place} · ${known.items[item] || words.other}`;
  };
  const open = async (given, title, own = []) => {
    row = {
      key: kcStore.newKey(), user: told.user, inspection: told.inspection, result: "", text: "", project: "", about: "",
      seenAt: new Date().toISOString(), latitude: "", longitude: "", corrects: "", photosKept: 0, state: "draft",
      why: [], revision: 0, ...given,
    };
    if (!told.stops[row.stop].items[row.item]) row.item = "";
    photos = own;
    touched = false;
    document.getElementById("ghi-ten").textContent = title;
    for (const name of ["result", "text", "photo"]) error(name, "");
    warn(row.state === "refused" ? draw.said(words.refused, { why: row.why.join(" ") }) : "");
    fill(row.stop, row.item);
    dialog.showModal();
    askPlace();
    await thumbs();
  };
  const close = async () => {
    clearTimeout(clock);
    await keepDraft();
    if (touched) say(words.savedDraft);
    row = null;
    if (dialog.open) dialog.close();
    changed();
  };
  const save = async () => {
    read();
    error("result", row.result ? "" : words.chooseResult);
    const wordless = Boolean(row.result) && row.result !== "met" && !row.text.trim();
    error("text", wordless ? words.sayWhat : "");
    if (!row.result) return form.querySelector("[name=result]").focus();
    if (wordless) return field("text").focus();
    try {
      await keep("held");
    } catch (failed) {
      return trouble(failed);
    }
    touched = false;
    row = null;
    dialog.close();
    say(words.saved);
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    return changed("saved");
  };
  const discard = async () => {
    const empty = !touched && !row.revision;
    if (!empty && !window.confirm(words.discard)) return;
    clearTimeout(clock);
    await saving.catch(() => undefined);
    await kcStore.discard(row.key);
    touched = false;
    row = null;
    dialog.close();
    say(words.discarded);
    changed();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[name]")) return;
    if (["result", "text"].includes(event.target.name)) for (const name of ["result", "text"]) error(name, "");
    touch();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  part("close").addEventListener("click", close);
  part("discard").addEventListener("click", discard);
  for (const name of ["take", "pick"]) {
    part(name).addEventListener("change", async (event) => {
      const files = [...event.target.files];
      event.target.value = "";
      await addPhotos(files, name === "take");
    });
  }
  const where = dialog.querySelector("input[data-where]");
  where.checked = localStorage.getItem("kc-field-where") !== "0";
  where.addEventListener("change", () => {
    localStorage.setItem("kc-field-where", where.checked ? "1" : "0");
    askPlace();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keepDraft();
  });

  return { open, isOpen: () => dialog.open };
};

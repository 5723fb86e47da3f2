// The field page: puts together what the phone keeps, the form, the sending, and the worker that keeps the page.
"use strict";

(() => {
  const holder = document.getElementById("hien-truong");
  if (!holder) return;
  const told = JSON.parse(holder.textContent);
  const { words } = told;
  const bar = document.getElementById("trang-thai");
  const part = (name) => bar.querySelector(`[data-${name}]`);
  const draw = kcDraw(told);
  let link = navigator.onLine ? "checking" : "offline";
  let here = { findings: [], photos: [], others: 0, elsewhere: 0 };
  let leaving = false;
  let count = 0;

  const STOPPED = ["signedOut", "otherPerson", "past", "denied"];
  const unsent = (row) => row.state !== "kept" && row.state !== "draft";

  const tellLink = () => {
    const off = link === "offline";
    const name = off ? "offline" : link === "checking" ? "checking" : "online";
    const icon = document.querySelector(`template[data-link-icon=${off ? "off" : "on"}]`).content.cloneNode(true);
    part("link").replaceChild(icon, part("link").querySelector("svg"));
    part("link-words").textContent = words[name];
    part("link").classList.toggle("kc-field-off", off);
    part("note").textContent = link === "trouble" ? words.trouble : words.offlineNote;
    part("note").hidden = !(off || link === "trouble");
    const stopped = STOPPED.includes(link);
    part("send").hidden = stopped || !count;
    part("alert").hidden = !stopped;
    if (stopped && part("alert-words").textContent !== words[link]) part("alert-words").textContent = words[link];
    const door = part("alert-link");
    door.hidden = !["signedOut", "otherPerson"].includes(link);
    door.textContent = words.signIn;
    door.href = `${told.addresses.signIn}?next=${encodeURIComponent(told.addresses.page)}`;
  };

  const tellLeft = () => {
    const drafts = here.findings.filter((row) => row.state === "draft");
    const writing = new Set(drafts.map((row) => row.key));
    const photos = here.photos.filter((photo) => !writing.has(photo.finding));
    count = here.findings.filter(unsent).length + photos.length;
    const lines = [count ? draw.said(words.left, { n: count }) : words.allKept];
    if (drafts.length) lines.push(draw.said(words.drafts, { n: drafts.length }));
    if (here.elsewhere) lines.push(draw.said(words.elsewhere, { n: here.elsewhere }));
    if (here.others) lines.push(draw.said(words.othersHere, { n: here.others }));
    const text = lines.join(" ");
    if (part("left").textContent !== text) part("left").textContent = text;
    part("left").classList.toggle("kc-field-some", count > 0);
    part("send").hidden = !count || STOPPED.includes(link);
    localStorage.setItem("kc-field-left", String(count + here.elsewhere));
    for (const foot of document.querySelectorAll("[data-minutes]")) tellMinutes(foot, count);
    bar.hidden = !told.may && !count && !drafts.length;
  };

  const tellMinutes = (foot, n) => {
    const note = foot.querySelector("[data-minutes-note]");
    note.dataset.usual ??= note.textContent;
    const off = !navigator.onLine;
    note.textContent = off ? words.minutesOffline : n ? draw.said(words.minutesLack, { n }) : note.dataset.usual;
    for (const file of foot.querySelectorAll("a")) {
      if (off) file.setAttribute("aria-disabled", "true");
      else file.removeAttribute("aria-disabled");
    }
  };

  const show = async () => {
    here = await kcStore.mine(told.user, told.inspection);
    draw.draw(here);
    tellLeft();
  };

  // Shown one after another, so that an older look never overwrites a newer one.
  let showing = Promise.resolve();
  const others = "BroadcastChannel" in window ? new BroadcastChannel("kc-field") : null;
  const changed = (what) => {
    if (what === "saved") sender.send();
    else if (what && what !== "busy") {
      link = what;
      tellLink();
    }
    showing = showing.then(show).catch((failed) => console.warn(failed));
    if (others) others.postMessage("changed");
    return showing;
  };
  const sender = kcSender(told, changed);
  if (others) {
    others.addEventListener("message", () => {
      showing = showing.then(show).catch((failed) => console.warn(failed));
    });
  }

  // What the server now shows by itself is forgotten here, once no photo of it waits.
  const forgetShown = async () => {
    const { findings, photos } = await kcStore.mine(told.user, told.inspection);
    for (const row of findings) {
      const waits = photos.some((photo) => photo.finding === row.key);
      if (row.state === "kept" && told.known.includes(row.key) && !waits) await kcStore.remove("findings", row.key);
    }
  };

  // ---- the worker keeps the page
  const tellReady = (text, good) => {
    part("ready").textContent = text;
    part("ready").classList.toggle("kc-field-good", good);
  };
  const keepPage = async () => {
    if (!("serviceWorker" in navigator)) return tellReady(words.notReady, false);
    tellReady(words.preparing, false);
    try {
      await navigator.serviceWorker.register(told.addresses.worker, { updateViaCache: "none" });
    } catch (failed) {
      if (!navigator.serviceWorker.controller) {
        console.warn(failed);
        return tellReady(words.notReady, false);
      }
    }
    const { active } = await navigator.serviceWorker.ready;
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) =>
      tellReady(event.data.ready ? words.ready : words.preparing, event.data.ready);
    return active.postMessage({ keep: told.addresses.page }, [channel.port2]);
  };

  // ---- buttons
  const itemOf = (element) => ({
    stop: Number(element.closest("[data-stop]").dataset.stop),
    item: element.closest("[data-item]").dataset.item,
  });
  const dropRefused = async (row) => {
    const refused = here.photos.filter((photo) => photo.finding === row.key && photo.state === "refused");
    for (const photo of refused) await kcStore.remove("photos", photo.key);
    changed();
  };
  const startForm = () => {
    const form = kcForm(told, draw, changed);
    for (const button of document.querySelectorAll("[data-write], [data-correct]")) button.hidden = false;
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-write], [data-correct], [data-edit]");
      if (!button) return;
      if (button.matches("[data-write]")) form.open(itemOf(button), words.write);
      else if (button.matches("[data-correct]")) {
        const key = button.closest("[data-key]").dataset.key;
        const { result, text, project, about } = told.found[key];
        form.open({ ...itemOf(button), result, text, project: project || "", about, corrects: key }, words.correctTitle);
      } else {
        const row = here.findings.find((one) => one.key === button.closest("[data-own]").dataset.own);
        const { result, text, project, about, stop, item } = row;
        if (button.dataset.drop) dropRefused(row);
        else if (row.state === "kept") {
          form.open({ stop, item, result, text, project, about, corrects: row.key }, words.correctTitle);
        } else {
          form.open(row, words.rewrite, here.photos.filter((photo) => photo.finding === row.key));
        }
      }
    });
  };

  document.addEventListener("click", (event) => {
    const away = event.target.closest("a[href]");
    if (away && !navigator.onLine && !away.getAttribute("href").startsWith("#")) {
      event.preventDefault();
      part("note").textContent = words.needsLink;
      return;
    }
    if (event.target.closest("[data-alert-link]")) leaving = true;
    const jump = event.target.closest('a[href^="#noi-"]');
    if (jump) document.getElementById(jump.getAttribute("href").slice(1)).open = true;
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.kc-menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  part("send").addEventListener("click", () => sender.retry());
  document.querySelector("[data-sign-out]").addEventListener("submit", (event) => {
    const all = count + here.elsewhere;
    if (all && !window.confirm(draw.said(words.leaving, { n: all }))) {
      event.preventDefault();
      return;
    }
    leaving = true;
    if ("caches" in window) caches.delete("kc-field-pages");
  });
  window.addEventListener("beforeunload", (event) => {
    if (count && !leaving) event.preventDefault();
  });
  window.addEventListener("online", () => sender.send());
  window.addEventListener("offline", () => changed("offline"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sender.send();
  });

  const start = async () => {
    tellLink();
    bar.hidden = !told.may;
    try {
      await kcStore.open();
    } catch {
      bar.hidden = false;
      part("left").textContent = words.noStore;
      return;
    }
    if (told.may) startForm();
    await forgetShown();
    await changed();
    keepPage();
    sender.send();
  };
  start();
})();

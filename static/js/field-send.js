// Sends what the phone keeps, one thing after another, as often as needed: the server keeps each key once.
"use strict";

const kcSender = (told, changed) => {
  const FIRST_WAIT = 15000;
  const LONGEST_WAIT = 120000;
  let running = false;
  let again = false;
  let timer = 0;
  let wait = FIRST_WAIT;
  let token = "";

  const reach = async (address, options, most) => {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), most);
    try {
      const given = { credentials: "same-origin", redirect: "manual", cache: "no-store", signal: stop.signal };
      return await fetch(address, { ...given, ...options });
    } finally {
      clearTimeout(clock);
    }
  };

  // Who is signed in, and what the server keeps; or why nothing can be sent now.
  const ask = async () => {
    try {
      const answer = await reach(told.addresses.state, {}, 10000);
      if (answer.type === "opaqueredirect") return { state: "signedOut" };
      if (answer.status === 403 || answer.status === 404) return { state: "denied" };
      if (!answer.ok) return { state: "trouble" };
      const known = await answer.json();
      token = known.csrf;
      for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
      if (known.user !== told.user) return { state: "otherPerson" };
      return { ...known, state: known.past ? "past" : "online" };
    } catch {
      return { state: "offline" };
    }
  };

  const post = async (address, fields, most, fresh = false) => {
    const form = new FormData();
    form.append("user", told.user);
    for (const [name, value] of Object.entries(fields)) {
      if (value instanceof Blob) form.append(name, value, "anh.jpg");
      else form.append(name, value ?? "");
    }
    let answer;
    try {
      answer = await reach(address, { method: "POST", body: form, headers: { "X-CSRFToken": token } }, most);
      if (answer.type === "opaqueredirect") return { state: "stop", why: "signedOut" };
      if (answer.status === 403 && !fresh) {
        const known = await ask();
        return known.state === "online" ? post(address, fields, most, true) : { state: "stop", why: known.state };
      }
      if (answer.status === 403) return { state: "stop", why: "denied" };
      if (answer.status === 409) {
        const json = (answer.headers.get("Content-Type") || "").includes("json");
        return { state: "stop", why: json ? "otherPerson" : "past" };
      }
      if (answer.ok || answer.status === 422) return await answer.json();
    } catch {
      return { state: "stop", why: "offline" };
    }
    if (answer.status >= 500 || answer.status === 429) return { state: "trouble" };
    return { state: "refused", findings: [{ message: told.words.notTaken.replace("{n}", answer.status) }] };
  };

  const waiting = (row) => row.state === "held" || row.state === "sending";
  const why = (answer) => answer.findings.map((one) => [one.message, one.remedy].filter(Boolean).join(" "));

  // Sends one thing as it now stands; one that is being written again waits. A refusal stays with its own row.
  const sendOne = async (kind, key, address, fieldsOf, most) => {
    const row = await kcStore.change(kind, key, (now) => (waiting(now) ? { state: "sending" } : {}));
    if (!row || row.state !== "sending") return { state: "skipped" };
    changed();
    const answer = await post(address, fieldsOf(row), most);
    const becomes = answer.state === "refused" ? { state: "refused", why: why(answer) } : { state: "held" };
    if (answer.state !== "kept") {
      await kcStore.change(kind, key, (now) => (now.state === "sending" ? becomes : {}));
    }
    return { ...answer, row };
  };

  const findingFields = (row) => ({
    key: row.key, stop: row.stop, item: row.item, result: row.result, text: row.text, project: row.project,
    about: row.about, seen_at: row.seenAt, latitude: row.latitude, longitude: row.longitude, corrects: row.corrects,
  });
  const photoFields = (photo) => ({
    key: photo.key, observation: photo.finding, taken_at: photo.takenAt, latitude: photo.latitude,
    longitude: photo.longitude, sha256: photo.sha256, photo: photo.blob,
  });

  const sendFinding = async (key) => {
    const answer = await sendOne("findings", key, told.addresses.keep, findingFields, 30000);
    if (answer.state !== "kept") return answer;
    const settled = (now) => now.state === "sending" && now.revision === answer.row.revision;
    if (answer.same) {
      await kcStore.change("findings", key, (now) => (settled(now) ? { state: "kept", why: [] } : {}));
    } else {
      answer.next = await kcStore.correctInstead(key, kcStore.newKey());
    }
    return answer;
  };

  const sendPhoto = async (key) => {
    const answer = await sendOne("photos", key, told.addresses.photo, photoFields, 180000);
    if (answer.state !== "kept") return answer;
    const { row } = answer;
    const whole = row.sha256 ? answer.sha256 === row.sha256 : answer.bytes === row.blob.size;
    if (whole) await kcStore.photoKept(row);
    else await kcStore.change("photos", key, () => ({ state: "held" }));
    return answer;
  };

  const round = async () => {
    const server = await ask();
    if (server.state !== "online") return server.state;
    changed("online");
    const keys = new Set(server.keys);
    let trouble = false;
    const queue = (await kcStore.mine(told.user, told.inspection)).findings.filter(waiting);
    while (queue.length) {
      const answer = await sendFinding(queue.shift().key);
      if (answer.state === "stop") return answer.why;
      if (answer.state === "kept") keys.add(answer.key);
      if (answer.next) queue.unshift(answer.next);
      trouble ||= answer.state === "trouble";
      changed();
    }
    const here = await kcStore.mine(told.user, told.inspection);
    const unsent = new Set(here.findings.filter((row) => row.state !== "kept").map((row) => row.key));
    for (const photo of here.photos) {
      if (photo.sha256 && server.photos[photo.key] === photo.sha256) await kcStore.photoKept(photo);
      else if (waiting(photo) && keys.has(photo.finding) && !unsent.has(photo.finding)) {
        const answer = await sendPhoto(photo.key);
        if (answer.state === "stop") return answer.why;
        trouble ||= answer.state === "trouble";
      }
      changed();
    }
    return trouble ? "trouble" : "online";
  };

  const alone = () =>
    navigator.locks
      ? navigator.locks.request("kc-field-send", { ifAvailable: true }, (lock) => (lock ? round() : "busy"))
      : round();

  const left = async () => {
    const { findings, photos } = await kcStore.mine(told.user, told.inspection);
    return findings.some(waiting) || photos.some(waiting);
  };

  // Start a round; one that is under way is followed by another.
  const send = async () => {
    clearTimeout(timer);
    if (running) {
      again = true;
      return;
    }
    running = true;
    let state = "offline";
    try {
      do {
        again = false;
        state = await alone();
      } while (again && state === "online");
    } catch (error) {
      state = "trouble";
      console.warn(error);
    }
    running = false;
    changed(state);
    wait = state === "online" ? FIRST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
    const later = ["offline", "trouble", "busy", "online"].includes(state);
    if (later && (await left())) timer = setTimeout(send, wait);
  };

  // By hand: what was refused is tried once more, for the reason may be gone.
  const retry = async () => {
    const here = await kcStore.mine(told.user, told.inspection);
    const again = (row) => (row.state === "refused" ? { state: "held" } : {});
    for (const kind of ["findings", "photos"]) {
      for (const row of here[kind]) if (row.state === "refused") await kcStore.change(kind, row.key, again);
    }
    return send();
  };

  return { send, retry };
};

// What this phone keeps of the field page: findings and photos by person and trip, until the server has them.
"use strict";

const kcStore = (() => {
  const KINDS = ["findings", "photos"];
  let opened = null;

  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("kc-field", 1);
      asked.onupgradeneeded = () => {
        for (const kind of KINDS) asked.result.createObjectStore(kind, { keyPath: "key" });
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => {
          asked.result.close();
          opened = null;
        };
        resolve(asked.result);
      };
      asked.onerror = () => {
        opened = null;
        reject(asked.error);
      };
    });
    return opened;
  };

  // One transaction over both kinds: all of it is kept or nothing.
  const work = async (mode, job) => {
    const base = await open();
    return new Promise((resolve, reject) => {
      const step = base.transaction(KINDS, mode, { durability: "strict" });
      let result;
      step.oncomplete = () => resolve(result);
      step.onabort = () => reject(step.error);
      job(step.objectStore("findings"), step.objectStore("photos"), (value) => {
        result = value;
      });
    });
  };

  const put = (kind, row) => work("readwrite", (findings, photos) => (kind === "photos" ? photos : findings).put(row));
  const remove = (kind, key) =>
    work("readwrite", (findings, photos) => (kind === "photos" ? photos : findings).delete(key));

  // Read, change, write back in one step, and give the row as it now is; a row that is gone stays gone.
  const change = (kind, key, how) =>
    work("readwrite", (findings, photos, give) => {
      const store = kind === "photos" ? photos : findings;
      const asked = store.get(key);
      asked.onsuccess = () => {
        if (!asked.result) return;
        const next = { ...asked.result, ...how(asked.result) };
        store.put(next);
        give(next);
      };
    });

  const all = () =>
    work("readonly", (findings, photos, give) => {
      const rows = findings.getAll();
      const pictures = photos.getAll();
      pictures.onsuccess = () => give({ findings: rows.result, photos: pictures.result });
    });

  // Everything of one person on one trip, oldest first, and how many unsent things of others lie here.
  const mine = async (user, inspection) => {
    const { findings, photos } = await all();
    const own = (row) => row.user === user && row.inspection === inspection;
    const unsent = (row) => row.user !== user && row.state !== "kept";
    return {
      findings: findings.filter(own).sort((one, other) => one.seenAt.localeCompare(other.seenAt)),
      photos: photos.filter(own).sort((one, other) => one.takenAt.localeCompare(other.takenAt)),
      others: findings.filter(unsent).length + photos.filter(unsent).length,
      elsewhere: [...findings, ...photos].filter(
        (row) => row.user === user && row.inspection !== inspection && !["kept", "draft"].includes(row.state),
      ).length,
    };
  };

  const ofFinding = (photos, key, each) => {
    const walk = photos.openCursor();
    walk.onsuccess = () => {
      const at = walk.result;
      if (!at) return;
      if (at.value.finding === key) each(at);
      at.continue();
    };
  };

  const discard = (key) =>
    work("readwrite", (findings, photos) => {
      findings.delete(key);
      ofFinding(photos, key, (at) => at.delete());
    });

  // The server has the photo: forget it here, count it at its finding.
  const photoKept = (photo) =>
    work("readwrite", (findings, photos) => {
      photos.delete(photo.key);
      const asked = findings.get(photo.finding);
      asked.onsuccess = () => {
        if (asked.result) findings.put({ ...asked.result, photosKept: (asked.result.photosKept || 0) + 1 });
      };
    });

  // The server kept an earlier wording under this key: what stands here becomes a correction of it, with its photos.
  const correctInstead = (old, key) =>
    work("readwrite", (findings, photos, give) => {
      const asked = findings.get(old);
      asked.onsuccess = () => {
        if (!asked.result || asked.result.state !== "sending") return;
        const next = { ...asked.result, key, corrects: old, state: "held", why: [] };
        findings.delete(old);
        findings.put(next);
        ofFinding(photos, old, (at) => at.update({ ...at.value, finding: key }));
        give(next);
      };
    });

  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  return { put, remove, change, mine, discard, photoKept, correctInstead, newKey, open };
})();

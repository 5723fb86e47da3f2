// Keeps the field page and its files for where there is no connection. The list and its version come in self.FIELD.
"use strict";

const FILES = "kc-field-files-";
const PAGES = "kc-field-pages";
const PATIENCE = 4000;
const MARK = "KC-Field";
const PAGE = /^\/hien-truong\/\d+\/$/;
const ours = FILES + self.FIELD.version;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(ours)
      .then((cache) => cache.addAll(self.FIELD.assets))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim().then(refreshPages).then(tidy));
});

// A page is kept under its path when the server marks it so: never a page of the past, a refusal or a sign-in.
const keepPage = async (path, answer) => {
  if (answer.status !== 200 || answer.type === "opaqueredirect" || !answer.headers.get(MARK)) return false;
  const cache = await caches.open(PAGES);
  await cache.put(path, answer);
  return true;
};

const fetchPage = async (path) => {
  const answer = await fetch(path, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
  return keepPage(path, answer);
};

const refreshPages = async () => {
  const cache = await caches.open(PAGES);
  for (const kept of await cache.keys()) {
    try {
      await fetchPage(new URL(kept.url).pathname);
    } catch {
      return;
    }
  }
};

// Files of an older version go when no kept page needs them any more.
const tidy = async () => {
  const cache = await caches.open(PAGES);
  const needed = new Set([self.FIELD.version]);
  for (const kept of await cache.keys()) {
    const page = await cache.match(kept, { ignoreVary: true });
    needed.add(page.headers.get(MARK));
  }
  for (const name of await caches.keys()) {
    if (name.startsWith(FILES) && !needed.has(name.slice(FILES.length))) await caches.delete(name);
  }
};

const pageFirst = async (event, path, mayUseKept) => {
  const cache = await caches.open(PAGES);
  const kept = mayUseKept ? await cache.match(path, { ignoreVary: true }) : undefined;
  const fresh = fetch(event.request).then(async (answer) => {
    if (mayUseKept) await keepPage(path, answer.clone());
    return answer.status >= 500 && kept ? kept : answer;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  const patience = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([fresh, patience]).catch(() => kept);
};

const fileFirst = async (request) => (await caches.match(request, { ignoreVary: true })) || fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && PAGE.test(url.pathname)) {
    event.respondWith(pageFirst(event, url.pathname, !url.searchParams.has("tinh_den")));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(fileFirst(request));
  }
});

self.addEventListener("message", (event) => {
  const path = event.data && event.data.keep;
  if (!path || !PAGE.test(path)) return;
  const tell = (ready) => event.ports[0] && event.ports[0].postMessage({ ready });
  event.waitUntil(
    fetchPage(path)
      .catch(() => caches.open(PAGES).then((cache) => cache.match(path, { ignoreVary: true })))
      .then((ready) => tell(Boolean(ready)))
      .then(tidy),
  );
});

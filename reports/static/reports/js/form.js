/* Autosave of the form. Without it, or before it runs, the form is saved by its buttons. */

import { bodyOf, Field } from "./field.js";
import { Kept } from "./kept.js";
import { Page } from "./page.js";
import { forget, see, seen } from "./tab.js";

const LONGEST_WAIT = 4000;
const PRESENCE = 20000;
const CONFLICT = 409;

const root = document.getElementById("autosave");
const form = document.querySelector('main input[name^="v-"]')?.form;

if (root && form) {
  start();
}

async function start() {
  const { account, keys, form: id, address } = root.dataset;
  const shared = {
    account, id, address,
    page: new Page(root),
    store: await Kept.open(account, keys),
    token: form.elements.csrfmiddlewaretoken.value,
    isRefused: "refusedPage" in root.dataset,
    only: root.dataset.only,
    earlier: JSON.parse(root.dataset.earlier ?? "{}"),
  };
  const fields = [...byName()].map(([name, parts]) => new Field(name, parts, shared));
  if (isOutdated(fields, shared)) {
    location.reload();
    return;
  }
  await restore(fields, shared);
  listen(fields);
  form.dataset.autosave = "ready";
}

/** The inputs of each answer, a milestone has two; and the language in which they are written. */
function byName() {
  const found = new Map([["language", [form.elements.language]]]);
  for (const input of form.elements) {
    const [, name] = /^(q-[0-9a-f-]+)(?:_\d)?$/.exec(input.name) ?? [];
    if (name) found.set(name, [...(found.get(name) ?? []), input]);
  }
  return found;
}

/** The page was asked for while its predecessor in this tab was still saving: ask again, once. */
function isOutdated(fields, { id, isRefused }) {
  const mark = `kept:${id}`;
  const isAgain = seen(mark) !== null;
  forget(mark);
  if (isAgain) fields.forEach((field) => field.forget());
  const outdated = !isRefused && fields.some((field) => field.isOutdated);
  if (outdated) see(mark, "asked again");
  return outdated && seen(mark) !== null;
}

/** What this account typed here and the server never confirmed. What it has confirmed since is let go. */
async function restore(fields, shared) {
  const { store, page, isRefused } = shared;
  const unreadable = () => new Map();
  const kept = store ? await underPresentNames(fields, shared).catch(unreadable) : new Map();
  const restored = fields.filter((field) => kept.has(field.name));
  const unsent = restored.filter((field) => {
    const { typed, attempts } = kept.get(field.name);
    const stands = (one) => one.text.trim() === field.typed.text && one.boxes === field.typed.boxes;
    const isThere = !isRefused && [typed, ...attempts].every(stands);
    if (isThere) field.keep();
    return !isThere;
  });
  for (const field of unsent) {
    field.restore(kept.get(field.name));
    const told = isRefused && field.input.closest(".field--error")?.querySelector(".errorlist");
    if (told) field.refuse(told.textContent.trim());
  }
  page.tell(unsent.filter(({ refused }) => !refused));
  for (const field of unsent) field.send();
  const placed = new Set(fields.map(({ name }) => name));
  for (const [name, what] of kept) if (!placed.has(name)) sendWithoutField(name, what, shared);
}

/** What is kept in this form, by field. A field whose name had more digits when it was kept is known by the end of each
    part, one whose question has been put anew in a later edition by the question that follows. */
async function underPresentNames(fields, { store, id, earlier }) {
  const kept = await store.all(id);
  for (const [name, what] of [...kept]) {
    const [question, ...rest] = ends(name);
    const present = [earlier[question] || question, ...rest].join();
    const alike = fields.map((field) => field.name).filter((other) => ends(other).join() === present);
    if (alike.length !== 1 || kept.has(alike[0])) continue;
    kept.set(alike[0], what);
    await store.put(id, alike[0], what);
    await store.drop(id, name);
  }
  return kept;
}

/** The end of each part of a name after the first: of the question, the activity, the item. */
function ends(name) {
  return name.split("-").slice(1).map((digits) => digits.slice(-8));
}

/** What is kept and has no field here: of a question that is asked no more, whose answer the server keeps where it was
    asked, or of a section that is somebody else's by now. What cannot be saved is shown. */
async function sendWithoutField(name, what, shared) {
  const isGone = shared.earlier[ends(name)[0]] === "";
  if (!isGone && shared.only) return;
  const told = isGone ? await sendAsItIs(name, what, shared) : {};
  if (told) shared.page.tellHomeless(what.typed.text, told, () => shared.store.drop(shared.id, name));
}

/** What the server says to it, if it cannot stand; nothing where it is saved, or waits for the link. What stands there may
    be what was sent before and never answered. */
async function sendAsItIs(name, { typed, version, attempts }, shared) {
  const how = { method: "POST", body: bodyOf(shared, version, typed) };
  const answer = await fetch(shared.address.replace("q-field", name), how).catch(() => null);
  if (answer?.ok) return shared.store.drop(shared.id, name);
  const told = await answer?.json().catch(() => null);
  const isOurs = answer?.status === CONFLICT && attempts.some(({ text }) => text.trim() === told?.text);
  if (isOurs) return sendAsItIs(name, { typed, version: told.version, attempts: [] }, shared);
  return ["conflict", "refused"].includes(told?.state) ? told : null;
}

function listen(fields) {
  const sendAll = () => Promise.all(fields.map((field) => field.send()));
  /** Twice: what was on its way when the link came back may have failed by now, and would wait for its next turn. */
  const again = async () => {
    for (const field of fields) if (field.status.state === "sign_in") field.held = false;
    await sendAll();
    await sendAll();
  };
  addEventListener("online", again);
  addEventListener("pagehide", () => fields.forEach((field) => field.leave()));
  document.addEventListener("visibilitychange", () => (document.hidden ? sendAll() : again()));
  addEventListener("kept:settle", (asked) => asked.detail.push(settled(fields, sendAll)));
  form.addEventListener("submit", (event) => submit(event, fields, sendAll));
  form.addEventListener("click", confirmSection);
  watch();
}

/** The buttons save the whole form: what is on its way arrives first, so that nobody conflicts with themselves.
    What this browser keeps need not wait at the server for whoever signs in again. */
async function submit(event, fields, sendAll) {
  form.elements.namedItem("made-for").disabled = fields.every(({ isSafe }) => isSafe);
  if (form.dataset.autosave === "sent" || !fields.some((field) => field.isUnsent || field.sending)) return;
  event.preventDefault();
  await settled(fields, sendAll);
  form.dataset.autosave = "sent";
  form.requestSubmit(event.submitter);
}

/** Everything in a section still holds: each answer is confirmed as if its box were ticked, over a cut link too. */
function confirmSection(event) {
  const button = event.target.closest("button[name=confirm]");
  if (!button) return;
  event.preventDefault();
  const section = button.closest("section");
  for (const box of section.querySelectorAll('input[name^="c-"]:not(:checked)')) {
    box.checked = true;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const heading = section.querySelector("h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  button.closest(".note").hidden = true;
}

async function settled(fields, sendAll) {
  const patience = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT));
  await Promise.race([Promise.all(fields.map((field) => field.sending)).then(sendAll), patience]);
}

/** Says to colleagues where the reader is, and asks who else is here, as long as the page is looked at. */
function watch() {
  const who = document.getElementById("who");
  const { place } = who.elements;
  const ask = () => document.hidden || who.dispatchEvent(new Event("who:ask"));
  form.addEventListener("focusin", (event) => {
    const entered = event.target.closest("section[id]")?.id ?? "";
    if (entered === place.value) return;
    place.value = entered;
    ask();
  });
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, PRESENCE);
}

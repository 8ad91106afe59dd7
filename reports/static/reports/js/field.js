/* One field of the form: what is typed is kept at once, sent after a pause, and let go when the server has confirmed it.

   `version` is that of the answer which was typed over. `attempts` are texts that were sent and never answered: they may
   have been saved, so they are sent again, in their order, before anything newer; the field never conflicts with itself.
   Each text goes with the language that was chosen on the page when it was typed. The choice itself is a field too; its
   version is the place of the language that stood there.
   `refused` says that the server has answered what stands here with a refusal: it is kept, and it is not on its way. */

import { showConflict } from "./conflict.js";
import { forget, see, seen } from "./tab.js";

const PAUSE = 1000;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const PATIENCE = 20000;
const LARGEST_KEEPALIVE = 60000;
const LANGUAGE = "language";
const CROSSED = 409; // in JSON a conflict of words; as a page, two who wrote at the very same moment: sent again

/** What is posted of a text that was typed over this version. */
export function bodyOf({ token, account }, version, { text, boxes, language }) {
  const body = new FormData();
  const [confirms, closes, spoken] = boxes.split(",");
  const given = { csrfmiddlewaretoken: token, account, version, text };
  for (const [name, value] of Object.entries(given)) body.append(name, value);
  if (confirms === "1") body.append("confirms", "1");
  if (closes) body.append("closes", closes);
  if (spoken) body.append("spoken", spoken);
  if (language) body.append("language", language);
  return body;
}

const sha256 = async (text) => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

export class Field {
  /** `parts` are its inputs: one, or the state and the day of a milestone. */
  constructor(name, parts, shared) {
    const [input] = parts;
    Object.assign(this, { input, parts, shared, name });
    const beside = (letter) => input.form.elements.namedItem(letter + name.slice(1));
    this.isChoice = name === LANGUAGE;
    this.seen = this.isChoice ? input.form.elements.namedItem("language-seen") : beside("v");
    this.confirms = beside("c");
    this.closes = beside("x");
    this.spoken = beside("w");
    this.stood = this.#notOffered;
    this.confirmed = this.typed;
    this.attempts = [];
    this.retry = FIRST_RETRY;
    this.status = shared.page.statusFor(parts);
    for (const typedInto of [...parts, this.confirms, this.closes, this.spoken].filter(Boolean)) {
      const isText = parts.includes(typedInto);
      typedInto.addEventListener("input", () => {
        if (isText) this.#speak();
        if (typedInto === this.spoken) this.#correct();
        this.changed(isText ? PAUSE : 0);
      });
      typedInto.addEventListener("blur", ({ relatedTarget }) => parts.includes(relatedTarget) || this.send());
    }
  }

  /** What stands in the field now. */
  get typed() {
    const boxes = [this.confirms, this.closes].map((box) => (box ? Number(box.checked) : ""));
    return { text: this.text, boxes: [...boxes, this.spoken?.value ?? ""].join(), language: this.language ?? "" };
  }

  get text() {
    return this.parts.map(({ value }) => value.replaceAll("\r\n", "\n")).filter(Boolean).join(" ");
  }

  set text(text) {
    const words = this.parts.length === 1 ? [text] : text.split(" ");
    this.parts.forEach((part, at) => (part.value = words[at] ?? ""));
  }

  get version() {
    return Number(this.seen.value);
  }

  get isUnsent() {
    return !same(this.typed, this.confirmed);
  }

  /** Saved, or kept in this browser until it is. */
  get isSafe() {
    return !this.isUnsent || this.isKeptHere;
  }

  get isKeptHere() {
    return this.isKept !== false && this.shared.store !== null;
  }

  changed(pause = PAUSE) {
    this.held = false;
    this.refused = false;
    this.retry = FIRST_RETRY;
    this.status.line.dataset.typed = this.changes = (this.changes ?? 0) + 1;
    this.keep();
    this.say(this.conflict ? "conflict" : this.isUnsent ? "unsent" : "", "", true);
    this.later(pause);
  }

  /** What is typed now is in the language that is chosen now, unless another one was chosen for this very answer. */
  #speak() {
    if (this.isChoice) return;
    this.language = this.#choice.value;
    this.#mark(this.spoken?.value || this.language);
  }

  /** Once another language is chosen, going back to the one that stood is a correction like every other. */
  #correct() {
    const [stood] = this.spoken.options;
    stood.value ||= this.stood;
    this.input.lang = this.spoken.value;
  }

  /** The one language that the answer cannot be corrected to is the one it is marked with. */
  get #notOffered() {
    const offered = [...(this.spoken?.options ?? [])].map(({ value }) => value);
    return [...this.#choice.options].map(({ value }) => value).find((code) => !offered.includes(code));
  }

  get #choice() {
    return this.input.form.elements.namedItem(LANGUAGE);
  }

  /** The answer will be, or is, marked with this language. */
  #mark(language) {
    const named = [...this.#choice.options].find(({ value }) => value === language);
    if (this.spoken && !this.spoken.value && named) this.#offer(language, named.text);
    if (this.input.dir === "auto") this.input.lang = language;
  }

  /** What stands is of this language by now; the one of before can be chosen in its place. */
  #offer(language, name) {
    const [stood, ...others] = this.spoken.options;
    const same = others.find(({ value }) => value === language);
    if (same) Object.assign(same, { value: this.stood, text: stood.text });
    stood.text = name;
    this.stood = language;
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  /** What was typed before this page was opened: put back, and sent again. */
  restore({ typed, version, attempts, refused = false }) {
    if (!this.shared.isRefused && !this.changes) {
      this.text = typed.text;
      this.language = typed.language;
      this.setBoxes(typed.boxes);
      if (this.language) this.#mark(this.spoken?.value || this.language);
    }
    if (!this.shared.isRefused) this.seen.value = version;
    this.attempts = [...attempts, typed];
    this.refused = refused;
    this.say(this.unsentState);
    this.keep();
  }

  /** What the page of a refused form says at the field stands until something else is typed. */
  refuse(sentence) {
    this.held = true;
    this.refused = true;
    this.say("refused", sentence);
    this.keep();
  }

  get unsentState() {
    return this.refused ? "refused" : "unsent";
  }

  setBoxes(boxes) {
    const [confirms, closes, spoken = ""] = boxes.split(",");
    if (this.confirms) this.confirms.checked = confirms === "1";
    if (this.closes) this.closes.checked = closes === "1";
    if (this.spoken) this.#choose(spoken);
  }

  /** The language of these words. It may be the one that stands by now; what is typed next is of it all the same. */
  #choose(spoken) {
    if (spoken === this.stood) this.spoken.options[0].value = spoken;
    this.spoken.value = spoken;
    if (this.spoken.selectedIndex < 0) this.spoken.selectedIndex = 0;
  }

  /** Bring the browser's copy up to date; one write at a time, the last one wins. Resolves when it is on the disk. */
  keep() {
    this.dirty = true;
    if (this.shared.store) this.writing ??= this.#write();
    return this.writing;
  }

  async #write() {
    try {
      while (this.dirty) await this.#writeOnce();
    } catch {
      this.isKept = false;
      if (this.status.state === "unsent") this.say("unsent", "", true);
    } finally {
      this.writing = null;
    }
  }

  async #writeOnce() {
    const { store, id } = this.shared;
    const { changes, typed, version, attempts, refused } = this;
    this.dirty = false;
    if (this.isUnsent || attempts.length) {
      await store.put(id, this.name, { typed, version, attempts, refused });
      this.isKept = true;
    } else {
      await store.drop(id, this.name);
    }
    this.status.line.dataset.kept = changes ?? 0;
  }

  /** This tab has seen a later version confirmed than the page shows: it was answered before the last save arrived. */
  get isOutdated() {
    return !this.isChoice && Number(seen(this.#place)) > this.version;
  }

  forget() {
    forget(this.#place);
  }

  get #place() {
    return `kept:${this.shared.id}/${this.name}`;
  }

  async send() {
    clearTimeout(this.timer);
    if (this.sending || this.held || this.conflict || !(this.isUnsent || this.attempts.length)) return this.sending;
    this.sending = this.#send().finally(() => (this.sending = null));
    await this.sending;
    if (!this.held && !this.conflict && (this.isUnsent || this.attempts.length)) {
      this.later(this.pause || (this.attempts.length ? 0 : PAUSE));
    }
    return null;
  }

  async #send() {
    if (!this.attempts.length) this.attempts.push(this.typed);
    const [attempt] = this.attempts;
    this.pause = 0;
    await this.keep();
    try {
      const how = { signal: this.#patience(), keepalive: document.hidden && this.isSmall };
      await this.#take(await this.#post(attempt, how), attempt);
    } catch {
      this.#wait();
    }
    await this.keep();
  }

  /** The page is going: send without waiting for an answer. What came of it is asked when the form is opened again;
      so nothing goes out now that the browser has not stored, or the next page would not know its own text. */
  leave() {
    if (!this.isUnsent || this.sending || this.writing || this.held || this.conflict || this.attempts.length) return;
    this.attempts.push(this.typed);
    if (this.isSmall) this.#post(this.typed, { keepalive: true }).catch(() => {});
  }

  /** Browsers let only little go out while a page is leaving. */
  get isSmall() {
    return this.text.length * 3 < LARGEST_KEEPALIVE;
  }

  #post(attempt, how) {
    return fetch(this.#address, { method: "POST", body: bodyOf(this.shared, this.version, attempt), ...how });
  }

  get #address() {
    return this.shared.address.replace("q-field", this.name);
  }

  #patience() {
    const aborted = new AbortController();
    setTimeout(() => aborted.abort(), PATIENCE);
    return aborted.signal;
  }

  #wait() {
    this.pause = this.retry;
    this.retry = Math.min(this.retry * 2, LONGEST_RETRY);
    this.say(this.unsentState);
  }

  async #take(answer, attempt) {
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.status >= 500 || (!isJson && (answer.ok || answer.status === CROSSED))) return this.#wait();
    this.retry = FIRST_RETRY;
    const told = isJson ? await answer.json() : { state: answer.status === 403 ? "sign_in" : "refused" };
    if (told.state === "saved") return this.#saved(told, attempt);
    if (told.state === "conflict" || told.state === "newer") return this.#others(told, attempt);
    if (told.state === "refused") this.attempts.shift();
    const stands = same(this.typed, attempt);
    this.refused = told.state === "refused" && stands;
    this.held = told.state === "sign_in" || stands;
    return this.say(told.state, told.said);
  }

  /** Confirmed only if it is the very text: compared with its hash, where this browser can make one. */
  async #saved({ version, sha256: stored, said, since }, attempt) {
    if (globalThis.crypto?.subtle && (await sha256(attempt.text)) !== stored) return this.#wait();
    this.#confirm(attempt, version);
    this.attempts.shift();
    this.status.became(since);
    return this.isUnsent ? this.say("unsent", said, true) : this.say("saved", said);
  }

  #confirm(what, version) {
    this.confirmed = what;
    this.seen.value = version;
    see(this.#place, version);
  }

  #others(told, attempt) {
    const ours = [this.typed, ...this.attempts].find((one) => one.text.trim() === told.text && isIn(one, told.language));
    if (ours && told.state === "conflict") {
      this.#confirm(ours, told.version);
      this.attempts = [];
      return this.say(this.isUnsent ? "unsent" : "saved");
    }
    this.attempts.shift();
    if (told.state === "newer") {
      if (!same(this.typed, attempt)) return this.say("unsent");
      return this.take(told);
    }
    this.conflict = showConflict(this, told);
    return this.say("conflict");
  }

  /** Theirs stands in the field from here on, in the language they marked it with. */
  take({ text, version, language }) {
    this.text = text;
    if (this.spoken) {
      this.spoken.options[0].value = "";
      this.#choose("");
    }
    if (language) this.#mark(language);
    this.#confirm({ text: this.text, boxes: this.typed.boxes }, version);
    this.attempts = [];
    this.keep();
    return this.say("saved");
  }

  /** Both texts were seen: what stands in the field may be written over theirs. */
  settle(version) {
    this.conflict = null;
    this.attempts = [];
    this.seen.value = version;
    this.confirmed = { ...this.typed, text: null };
    this.#speak();
    this.changed(0);
  }

  say(state, sentence, isTyping = false) {
    this.status.say(state, sentence, this.isKeptHere, isTyping);
  }
}

/** Whether what was sent is marked with this language, or says nothing about it. */
const isIn = ({ boxes }, language) => [undefined, "", language].includes(boxes.split(",")[2]);

const same = (one, other) => one.text === other.text && one.boxes === other.boxes;

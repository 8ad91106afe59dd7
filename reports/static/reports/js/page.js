/* What the form says about saving: a line under each field, one polite voice for those who listen, notes about what was
   kept and about what cannot be saved as it is. All words come from the page, in the reader's language. The focus is never moved. */

import { Counts, progressOf } from "./counts.js";

export class Page {
  constructor(root) {
    this.root = root;
    this.voice = root.querySelector("[role=status]");
    this.note = root.querySelector("[data-kept-note]");
    this.refusals = root.querySelector("[data-refused-note]");
    this.homeless = root.querySelector("[data-homeless-note]");
    this.errors = root.ownerDocument.querySelector(".form__errors");
    this.refused = new Map();
    this.onTheWay = new Set();
    this.counts = new Counts(root.dataset, (section) => this.#mark(section));
  }

  words(state) {
    return this.root.dataset[state] ?? "";
  }

  statusFor(parts) {
    const input = parts[0];
    input.id ||= `id_${input.name}`;
    const line = document.createElement("p");
    line.className = "saved";
    line.id = `${input.id}_saved`;
    (input.closest("label") ?? parts.at(-1)).after(line);
    for (const part of parts) {
      part.setAttribute("aria-describedby", [part.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
    }
    return new Status(this, line, input);
  }

  announce(input, sentence) {
    this.voice.textContent = sentence && `${nameOf(input)}${this.words("colon")} ${sentence}`;
  }

  /** Whether a field is on its way to the server. Once none is, what was saved is counted anew. */
  follow(input, state) {
    if (state === "unsent") this.onTheWay.add(input);
    else this.onTheWay.delete(input);
    if (state === "saved") this.#saved(input);
    if (this.onTheWay.size === 0) this.counts.ask();
  }

  /** Which fields hold text that was kept here and not sent. */
  tell(fields) {
    this.note.querySelector("ul").append(...fields.map(({ input }) => entry(input)));
    this.note.hidden = fields.length === 0;
  }

  /** Which fields hold text that the server does not take: it is on its way no longer, and its section is not done.
      Why it does not is said as soon as it has said so on this page, and once: not beside the server's own list. */
  tellRefused(input, isRefused, sentence = "") {
    if (isRefused) {
      this.refused.set(input, sentence);
      this.#letGo(input);
      if (sentence) input.closest(".field--error")?.querySelector(".errorlist")?.remove();
    } else if (!this.refused.delete(input)) {
      return;
    }
    const isTold = ([field, said]) => errorsOf(this.errors, field).some((row) => row.textContent.includes(said));
    const rows = [...this.refused].filter((refusal) => !isTold(refusal)).map(([field, said]) => {
      const row = entry(field);
      if (said) row.append(`${this.words("colon")} ${said}`);
      return row;
    });
    this.refusals.querySelector("ul").replaceChildren(...rows);
    this.refusals.hidden = rows.length === 0;
    this.#mark(input.closest("section[id]"));
  }

  /** Words that are kept here and have no field any more, what stands in their place, and a way to remove them. */
  tellHomeless(text, { called, said, text: theirs }, remove) {
    if (!this.homeless) return;
    const row = this.homeless.querySelector("template").content.firstElementChild.cloneNode(true);
    const put = (name, words) => {
      const place = row.querySelector(`[data-${name}]`);
      place.hidden = !words;
      (place.querySelector("[dir]") ?? place).textContent = words ?? "";
    };
    put("called", called);
    put("mine", text || "–");
    put("said", said);
    put("theirs", theirs);
    row.querySelector("button").addEventListener("click", async () => {
      await remove();
      row.remove();
      this.homeless.hidden = this.homeless.querySelector("li") === null;
    });
    this.homeless.querySelector("ul").append(row);
    this.homeless.hidden = false;
  }

  /** What was wrong with it when the page was drawn is so no longer, and its section is counted anew. */
  #saved(input) {
    for (const row of errorsOf(this.errors, input)) row.remove();
    if (this.errors && !this.errors.querySelector("li")) this.errors.remove();
    const field = input.closest(".field--error");
    field?.classList.remove("field--error");
    field?.querySelector(".errorlist")?.remove();
    for (const part of field?.querySelectorAll("[aria-invalid]") ?? []) part.removeAttribute("aria-invalid");
    this.counts.changed(input.closest("section[id]"));
  }

  #letGo(input) {
    const rows = [...this.note.querySelectorAll("li")];
    const left = rows.filter((row) => row.querySelector("a").hash !== `#${input.id}` || row.remove());
    this.note.hidden = left.length === 0;
  }

  /** How far a section is was counted by the server, which does not have what it refused. */
  #mark(section) {
    if (!section) return;
    const isRefused = [...this.refused.keys()].some((input) => section.contains(input));
    for (const progress of progressOf(section)) {
      progress.querySelector(".progress__done")?.toggleAttribute("hidden", isRefused);
      progress.querySelector(".progress__refused")?.remove();
      if (isRefused) progress.append(refusedMark(this.words("notSaved")));
    }
  }
}

/** What the server wrote of a field at the head of the page, when it sent the form back. */
function errorsOf(errors, input) {
  return [...(errors?.querySelectorAll("li") ?? [])].filter((row) => row.querySelector("a")?.hash === `#${input.id}`);
}

function entry(input) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${input.id}`;
  link.textContent = nameOf(input);
  row.append(link);
  return row;
}

function newBadge(field) {
  const place = document.createElement("p");
  const badge = document.createElement("span");
  place.dataset.since = "";
  badge.className = "badge";
  place.append(badge);
  field.after(place);
  return place;
}

function refusedMark(words) {
  const mark = document.createElement("span");
  mark.className = "progress__refused";
  mark.textContent = ` · ${words}`;
  return mark;
}

class Status {
  constructor(page, line, input) {
    Object.assign(this, { page, line, input, state: "", told: "" });
  }

  /** `unsent`, `saved`, `conflict`, `refused`, `sign_in`, or nothing. Typing is no news to who types (`isTyping`), that
      sending failed is; what was saved is said once all of it is, and not again in the same minute. */
  say(state, sentence, isKept, isTyping = false) {
    const said = sentence || this.#words(state, isKept);
    this.line.textContent = said;
    this.line.dataset.state = state;
    if (state === "sign_in") {
      const door = this.page.root.querySelector("template[data-sign-in]").content.cloneNode(true);
      this.line.append(" ", door);
      if (isKept) this.line.querySelector("a").search += "&ended=kept";
    }
    this.page.follow(this.input, state);
    const isNews = state === "saved" ? this.page.onTheWay.size === 0 : !(state === "unsent" && isTyping);
    if (isNews && said !== this.told) {
      this.page.announce(this.input, said);
      this.told = said;
    }
    this.page.tellRefused(this.input, state === "refused", sentence);
    this.state = state;
  }

  /** Where the words are as long as they are not saved: in this browser, or on this page alone. */
  #words(state, isKept) {
    const { page } = this;
    if (state === "unsent") return isKept ? page.words("unsent") : `${page.words("unkept")} ${page.words("nowhere")}`;
    const words = page.words(NAMES[state] ?? "");
    return STUCK.includes(state) ? `${words} ${page.words(isKept ? "kept" : "nowhere")}` : words;
  }

  /** What became of the answer since the last contribution, in the badge beside it. */
  became(since) {
    if (since === undefined) return;
    const answer = this.input.closest(".answer");
    const badge = answer.querySelector("[data-since]") ?? newBadge(answer.querySelector(".field"));
    badge.firstElementChild.textContent = since;
    badge.hidden = !since;
  }
}

/** The activity, the question and the entry, as the server names them in its errors. */
function nameOf(input) {
  const activity = input.closest("section[id]")?.querySelector("h2 .code");
  const question = input.closest("fieldset.items")?.querySelector("legend");
  return [activity?.textContent, question?.textContent, labelOf(input)].filter(Boolean).join(" · ");
}

/** The question or its entry, without the signs that it is optional. */
function labelOf(input) {
  const label = input.labels[0] ?? input.closest("fieldset")?.querySelector("legend");
  return label?.firstChild?.textContent.trim() ?? "";
}

const NAMES = { saved: "saved", conflict: "conflict", refused: "refused", sign_in: "signIn" };
const STUCK = ["conflict", "refused", "sign_in"];

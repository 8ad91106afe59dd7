/* How far each section is, beside it and in the list of sections, and what is still to be done: asked of the server once
   what was typed is saved. */

export class Counts {
  /** `told` is called with each section whose counts were put in; `only` names the section that the form is about. */
  constructor({ counts: address, only }, told) {
    Object.assign(this, { address, only, told, stale: new Set() });
  }

  changed(section) {
    if (section) this.stale.add(section);
  }

  /** One question at a time, so that a later answer is never overtaken by an earlier one. */
  ask() {
    this.asking ??= this.#askAll().finally(() => (this.asking = null));
  }

  async #askAll() {
    while (this.stale.size) {
      const sections = [...this.stale];
      this.stale.clear();
      try {
        this.#show(sections, await this.#read(sections));
      } catch {
        sections.forEach((section) => this.stale.add(section)); // the link is cut: with the next save
        return;
      }
    }
  }

  async #read(sections) {
    const named = new URLSearchParams(sections.map(({ id }) => ["section", id]));
    if (this.only) named.set("only", this.only);
    const answer = await fetch(`${this.address}?${named}`);
    if (!answer.ok) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  #show(sections, page) {
    for (const section of sections) {
      const counted = page.querySelector(`[data-of="${section.id}"] > .progress`);
      if (!counted) continue;
      for (const progress of progressOf(section)) progress.replaceWith(counted.cloneNode(true));
      this.told(section);
    }
    putIn(page.querySelector("[data-standing]"));
  }
}

/** What is still to be done, as it stands now. Whoever is at a line of it stays there while it is open. */
function putIn(standing) {
  const place = document.querySelector("form [data-standing]");
  if (!place || !standing || place.innerHTML === standing.innerHTML) return;
  const at = place.contains(document.activeElement) ? document.activeElement.hash : "";
  place.replaceChildren(...document.importNode(standing, true).childNodes);
  if (at) place.querySelector(`a[href="${at}"]`)?.focus({ preventScroll: true });
}

/** Where the page says how far a section is: in it, and wherever a list leads to it. */
export function progressOf(section) {
  const links = [...document.querySelectorAll("nav a[href]")].filter(({ hash }) => hash === `#${section.id}`);
  const places = [section, ...links.map((link) => link.parentElement)];
  return places.map((place) => place.querySelector(".progress")).filter(Boolean);
}

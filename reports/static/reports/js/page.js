/* What the form says about saving: a line under each field, one polite voice for those who listen, a note about what was
   kept. All words come from the page, in the reader's language. The focus is never moved. */

export class Page {
  constructor(root) {
    this.root = root;
    this.voice = root.querySelector("[role=status]");
    this.note = root.querySelector("[data-kept-note]");
  }

  words(state) {
    return this.root.dataset[state] ?? "";
  }

  statusFor(parts) {
    const input = parts[0];
    const line = document.createElement("p");
    line.className = "saved";
    line.id = `${input.id}_saved`;
    parts.at(-1).after(line);
    for (const part of parts) {
      part.setAttribute("aria-describedby", [part.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
    }
    return new Status(this, line, input);
  }

  announce(input, sentence) {
    this.voice.textContent = `${labelOf(input)}: ${sentence}`;
  }

  /** Which fields hold text that was kept here and not sent. */
  tell(fields) {
    const list = this.note.querySelector("ul");
    for (const { input } of fields) {
      const link = document.createElement("a");
      link.href = `#${input.id}`;
      link.textContent = labelOf(input);
      list.append(document.createElement("li"));
      list.lastChild.append(link);
    }
    this.note.hidden = fields.length === 0;
  }
}

class Status {
  constructor(page, line, input) {
    Object.assign(this, { page, line, input, state: "" });
  }

  /** `unsent`, `saved`, `conflict`, `refused`, `sign_in`, or nothing. */
  say(state, sentence, isKept) {
    const said = sentence || this.page.words(state === "unsent" && !isKept ? "unkept" : NAMES[state] ?? "");
    this.line.textContent = said;
    this.line.dataset.state = state;
    if (state === "sign_in") {
      this.line.append(" ", this.page.root.querySelector("template[data-sign-in]").content.cloneNode(true));
    }
    if (state !== this.state && said && !(state === "saved" && !this.wasTold)) {
      this.page.announce(this.input, said);
    }
    this.wasTold = !["", "unsent", "saved"].includes(state) || (this.wasTold && state === "unsent");
    this.state = state;
  }
}

/** The question, without the signs that it is optional. */
function labelOf(input) {
  const label = input.labels[0] ?? input.closest("fieldset")?.querySelector("legend");
  return label?.firstChild?.textContent.trim() ?? "";
}

const NAMES = { unsent: "unsent", saved: "saved", conflict: "conflict", refused: "refused", sign_in: "signIn" };

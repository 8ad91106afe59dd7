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

  statusFor(input) {
    const line = document.createElement("p");
    line.className = "saved";
    line.id = `${input.id}_saved`;
    input.after(line);
    input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
    return new Status(this, line, input);
  }

  announce(input, sentence) {
    const label = input.labels[0]?.firstChild?.textContent.trim() ?? "";
    this.voice.textContent = `${label}: ${sentence}`;
  }

  /** Which fields hold text that was kept here and not sent. */
  tell(fields) {
    const list = this.note.querySelector("ul");
    for (const { input } of fields) {
      const link = document.createElement("a");
      link.href = `#${input.id}`;
      link.textContent = input.labels[0]?.firstChild?.textContent.trim() ?? input.name;
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

const NAMES = { unsent: "unsent", saved: "saved", conflict: "conflict", refused: "refused", sign_in: "signIn" };

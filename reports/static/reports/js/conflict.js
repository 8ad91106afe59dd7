/* Two people wrote under one question: both texts, and three ways on. Nothing is written before somebody chooses. */

export function showConflict(field, theirs) {
  const panel = document.getElementById("autosave-conflict").content.firstElementChild.cloneNode(true);
  const text = panel.querySelector("[data-theirs]");
  const { input } = field;
  const choose = (name, act) => {
    const button = panel.querySelector(`[data-choose=${name}]`);
    button.addEventListener("click", () => {
      panel.remove();
      field.conflict = null;
      act();
      input.focus();
    });
    return button;
  };
  text.textContent = worded(input, theirs.text);
  text.lang = theirs.language;
  choose("mine", () => field.settle(theirs.version));
  choose("theirs", () => field.take(theirs));
  const together = choose("together", () => {
    field.text = `${field.text.trimEnd()}\n\n${theirs.text}`;
    field.settle(theirs.version);
  });
  together.hidden = input.localName !== "textarea";
  field.status.line.after(panel);
  return panel;
}

/* An answer chosen from a list is shown in the words of the list; a milestone's day follows its state. */
function worded(input, text) {
  if (!input.options) return text;
  const [chosen, ...rest] = text.split(" ");
  return [[...input.options].find((option) => option.value === chosen)?.text ?? chosen, ...rest].join(" ");
}

/* Signing out of a browser that still holds answers asks first; then they are removed from it. Works on every page.
   A store that is broken or full keeps nobody signed in: what it holds is sealed. */

import { Kept } from "./kept.js";
import { forgetAll } from "./tab.js";

const dialog = document.getElementById("signing-out");

for (const form of document.querySelectorAll(`form[action="${dialog.dataset.address}"]`)) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const settling = [];
    dispatchEvent(new CustomEvent("kept:settle", { detail: settling }));
    await Promise.all(settling);
    const store = await Kept.open(dialog.dataset.account);
    const kept = store ? await store.count().catch(() => 0) : 0;
    const leave = async () => {
      await store?.wipe().catch(() => {});
      forgetAll();
      form.submit();
    };
    if (kept === 0) leave();
    else ask(kept, leave);
  });
}

function ask(kept, go) {
  const { lang } = document.documentElement;
  const sentences = JSON.parse(dialog.dataset.sentences);
  const sentence = sentences[new Intl.PluralRules(lang).select(kept)] ?? sentences.other;
  dialog.querySelector("[data-question]").textContent = sentence.replace("%(count)s", kept);
  dialog.querySelector("[data-go]").onclick = go;
  dialog.showModal();
}

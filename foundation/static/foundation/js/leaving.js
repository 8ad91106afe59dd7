/* What was typed into a form and not sent is lost with the page, also by choosing another language at its head: the browser
   asks first, in its own words. On a page that says what was refused, or what would come of a trial, it stands typed from the start. */
const forms = document.querySelectorAll(":is(#content-main, #content) form[method=post]");
let isTyped = document.querySelector("form[data-typed], #content-main .errornote, #content .field--error") !== null;

for (const form of forms) {
  form.addEventListener("input", () => {
    isTyped = true;
  });
  form.addEventListener("submit", () => {
    isTyped = false;
  });
}
window.addEventListener("beforeunload", (event) => {
  if (isTyped) event.preventDefault();
});

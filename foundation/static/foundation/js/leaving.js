/* What was typed into a form of the workbench and not sent is lost with the page, also by choosing another language at its
   head: the browser asks first, in its own words. */
const form = document.querySelector("#content-main form[method=post]");
let isTyped = false;

form?.addEventListener("input", () => {
  isTyped = true;
});
form?.addEventListener("submit", () => {
  isTyped = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isTyped) event.preventDefault();
});

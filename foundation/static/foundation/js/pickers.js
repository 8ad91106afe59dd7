/* Django's double lists put an aria-label on a span without a role, which is not read out: make it an image, as it looks.
   Runs after SelectFilter2.js, whose listener on the same event stands earlier in the page. */
window.addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".help-tooltip[aria-label]")) {
    icon.setAttribute("role", "img");
  }
});

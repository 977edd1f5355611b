// Keys and a warning before the session ends, for whoever works here all day; without this file everything else works.
(() => {
  const rows = () => [...document.querySelectorAll("main tbody th a[href]")];
  const step = (by) => {
    const links = rows();
    if (!links.length) return;
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + by, 0), links.length - 1);
    links[next].focus();
  };
  const open = (id) => {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
  };
  const keys = {
    "/": () => document.getElementById("search")?.focus(),
    j: () => step(1),
    k: () => step(-1),
    "?": () => open("keys"),
  };
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form");
    if (event.ctrlKey && event.key === "Enter" && form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.main"));
      return;
    }
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (typing || event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  const lasts = Number(document.body.dataset.idle) * 1000;
  const warning = document.getElementById("idle");
  if (!lasts || !warning) return;
  let timer;
  const arm = () => {
    clearTimeout(timer);
    timer = setTimeout(() => open("idle"), Math.max(lasts - 120_000, 0));
  };
  warning.querySelector("button").addEventListener("click", () => {
    fetch("/desk/here", { method: "POST", headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value } }).then(arm);
    warning.close();
  });
  arm();
})();

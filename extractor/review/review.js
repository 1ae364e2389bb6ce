"use strict";
// Single keys for the forms and links that are on the page anyway; without script they are clicked.
const kept = {
  get on() { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } },
  set on(yes) { try { localStorage.setItem("keys", yes ? "on" : "off"); } catch { /* private window */ } },
};
const one = (selector) => document.querySelector(selector);
const box = one("#keys-on");
box.checked = kept.on;
box.addEventListener("change", () => { kept.on = box.checked; });

function step(by) {
  const entries = [...document.querySelectorAll("a.entry")];
  if (!entries.length) { one(by > 0 ? "a[rel=next]" : "a[rel=prev]")?.click(); return; }
  const at = entries.indexOf(document.activeElement);
  entries[at < 0 ? (by > 0 ? 0 : entries.length - 1) : Math.min(Math.max(at + by, 0), entries.length - 1)].focus();
}

function correct() {
  const part = one("#correct");
  if (!part) return;
  part.open = true;
  const first = part.querySelector("input:not([type=hidden])");
  first.focus();
  first.select();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  a: () => one("#accept")?.requestSubmit(),
  c: correct,
  r: () => one("#reason")?.focus(),
  u: () => one("#to-list").click(),
  "/": () => one("#q").focus(),
  "?": () => { one("#keys").open = !one("#keys").open; },
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && event.key === "a") return;
  const inField = event.target.matches?.("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape" && inField) { event.target.blur(); return; }
  if (inField || !kept.on || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

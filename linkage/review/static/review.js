// Makes the page quicker and surer on a bad line. Everything works without it.
"use strict";
(() => {
  const WAIT = 10000, MOST_PAUSE = 8000;
  const $ = (selector, within = document) => within.querySelector(selector);
  const keys = document.body.dataset.keys === "on";

  const typing = (target) => target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])");

  document.addEventListener("keydown", (event) => {
    if (!keys || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const pressed = document.querySelectorAll("[data-key]");
    for (const control of pressed) {
      if (control.dataset.key !== event.key.toLowerCase()) continue;
      event.preventDefault();
      if (control.type === "radio") choose(control);
      else control.click();
      return;
    }
  });

  function choose(radio) {
    radio.checked = true;
    const more = $(".more." + radio.value, radio.form);
    const first = more && $("select, input", more);
    if (first) { first.focus(); return; }
    radio.focus();
    if (radio.form.requestSubmit) radio.form.requestSubmit();
  }

  // An answer is sent again with the same token until the page has heard that it is kept.
  for (const form of document.querySelectorAll("form[data-sure]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.sent) return;
      form.dataset.sent = "yes";
      for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
      const body = new URLSearchParams(new FormData(form, event.submitter));
      send(form, body, 500);
    });
  }

  async function send(form, body, pause) {
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), WAIT);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, signal: waiting.signal, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      clearTimeout(timer);
      if (answer.status >= 500) throw new Error("again");
      const told = await answer.json();
      if (told.next) { location.assign(told.next); return; }
      say(form, told.detail || String(answer.status), true);
      again(form);
    } catch (error) {
      clearTimeout(timer);
      if (error instanceof SyntaxError) { again(form); return; }
      say(form, form.dataset.waiting, false);
      setTimeout(() => send(form, body, Math.min(pause * 2, MOST_PAUSE)), pause);
    }
  }

  function again(form) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }

  function say(form, words) {
    const told = $("[role=status]", form);
    if (told && told.textContent !== words) told.textContent = words;
  }
})();

// The only script of our own: theme, menus, file names, and charts that answer to mouse, touch and arrow keys.
// Every page works without it. CSP forbids inline styles, so positions are set through the style object.
"use strict";

// At once, while the page is still being read: what the script will fold away must not be seen unfolded first.
document.documentElement.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;

  // ---- theme: auto → light → dark; a cookie, so that the server renders the choice and nothing flashes ----
  const themes = ["auto", "light", "dark"];
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-toggle]");
    if (!button) return;
    const next = themes[(themes.indexOf(root.dataset.theme || "auto") + 1) % themes.length];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    const age = next === "auto" ? 0 : 31536000;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `pledgeline_theme=${next}; path=/; max-age=${age}; samesite=lax${secure}`;
    announce(button.dataset[`say${next[0].toUpperCase()}${next.slice(1)}`] || "");
  });

  // ---- tabs: on a narrow screen the one we are on is brought into view ----
  for (const here of document.querySelectorAll(".tabs [aria-current]")) {
    const tabs = here.closest(".tabs");
    tabs.scrollLeft = here.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
  }

  // ---- a page of several screens says what it holds, and leads there ----
  const LONG_IN_SCREENS = 3;
  const FEWEST_PARTS = 4;
  function listParts() {
    const main = document.getElementById("main");
    document.querySelector(".on-page")?.remove();
    if (!main?.dataset.sayParts || main.querySelector('nav a[href^="#"]')) return;
    const heads = [...main.querySelectorAll("h2:not(.card__title)")].filter((head) => head.checkVisibility());
    if (heads.length < FEWEST_PARTS || main.offsetHeight < LONG_IN_SCREENS * innerHeight) return;
    const nav = document.createElement("nav");
    nav.className = "on-page";
    nav.setAttribute("aria-label", main.dataset.sayParts);
    const list = document.createElement("ul");
    list.setAttribute("role", "list");
    heads.forEach((head, n) => {
      head.id ||= `part-${n + 1}`;
      const link = document.createElement("a");
      link.href = `#${head.id}`;
      link.textContent = [...head.childNodes].find((node) => node.textContent.trim()).textContent.trim();
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    });
    nav.append(list);
    const before = [...main.querySelectorAll(".page-head, .tabs")].filter(
      (one) => one.compareDocumentPosition(heads[0]) === Node.DOCUMENT_POSITION_FOLLOWING,
    );
    (before.at(-1) || main.querySelector("h1")).after(nav);
  }
  listParts();
  document.addEventListener("htmx:afterSettle", listParts);

  // ---- menus ----
  const menuButton = document.querySelector("[data-menu]");
  if (menuButton) {
    const nav = document.getElementById(menuButton.getAttribute("aria-controls"));
    const show = (open) => {
      nav.dataset.open = String(open);
      menuButton.setAttribute("aria-expanded", String(open));
    };
    show(false);
    menuButton.hidden = false;
    menuButton.addEventListener("click", () => show(nav.dataset.open !== "true"));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && nav.dataset.open === "true" && menuButton.offsetParent) {
        show(false);
        menuButton.focus();
      }
    });
  }
  const openDropdowns = () => document.querySelectorAll("details.dropdown[open]");
  document.addEventListener("click", (event) => {
    for (const dropdown of openDropdowns()) if (!dropdown.contains(event.target)) dropdown.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const dropdown of openDropdowns()) {
      dropdown.open = false;
      dropdown.querySelector("summary").focus();
    }
    hideTip();
  });

  // ---- one live region, made here so that it exists before anything speaks ----
  const live = document.createElement("div");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  document.body.append(live);
  function announce(text) {
    live.textContent = text;
  }
  document.addEventListener("pledgeline:announce", (event) => announce(event.detail.value || ""));

  // ---- file fields show what was chosen, and take what is dropped ----
  document.addEventListener("change", (event) => {
    if (event.target.matches(".upload input[type=file]")) listFiles(event.target);
  });
  function listFiles(input) {
    const names = [...input.files].map((file) => `${file.name} (${size(file.size)})`);
    input.closest(".upload").querySelector(".upload__files").textContent = names.join(", ");
  }
  function size(bytes) {
    const units = ["B", "KiB", "MiB", "GiB"];
    let unit = 0;
    while (bytes >= 1024 && unit < units.length - 1) [bytes, unit] = [bytes / 1024, unit + 1];
    return `${bytes.toLocaleString(root.lang || "en", { maximumFractionDigits: unit ? 1 : 0 })} ${units[unit]}`;
  }
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest && event.target.closest(".upload");
      if (!zone) return;
      event.preventDefault();
      zone.dataset.over = String(kind === "dragenter" || kind === "dragover");
      if (kind !== "drop") return;
      const input = zone.querySelector("input[type=file]");
      if (!input.multiple && event.dataTransfer.files.length > 1) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // ---- charts: one tab stop each, arrow keys walk the marks, the words of a mark appear and are read out ----
  let tip = null;
  const marksOf = (svg) => [...svg.querySelectorAll("[data-mark]")];
  function showTip(mark) {
    const chart = mark.closest(".chart, .figure, .card");
    if (!chart) return;
    hideTip();
    tip = document.createElement("div");
    tip.className = "chart-tip";
    tip.setAttribute("aria-hidden", "true"); // the mark's own aria-label says the same words
    tip.textContent = mark.getAttribute("aria-label");
    chart.append(tip);
    const box = chart.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    const x = at.left + at.width / 2 - box.left - tip.offsetWidth / 2;
    const above = at.top - box.top - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(0, Math.min(x, box.width - tip.offsetWidth))}px`;
    tip.style.top = `${above > -24 ? above : at.bottom - box.top + 8}px`;
  }
  function hideTip() {
    if (tip) tip.remove();
    tip = null;
  }
  // A frame over the picture: inside it, later marks would be painted over an outline.
  let frame = null;
  function showFrame(mark) {
    const chart = mark.closest(".chart");
    if (!chart || !mark.matches(":focus-visible")) return;
    const box = chart.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    const room = Math.max(3, (14 - at.width) / 2);
    frame = document.createElement("div");
    frame.className = "chart-focus";
    frame.style.left = `${at.left - box.left - room}px`;
    frame.style.top = `${at.top - box.top - room}px`;
    frame.style.width = `${at.width + 2 * room}px`;
    frame.style.height = `${at.height + 2 * room}px`;
    chart.append(frame);
  }
  function hideFrame() {
    if (frame) frame.remove();
    frame = null;
  }
  document.addEventListener("pointerover", (event) => {
    const mark = event.target.closest && event.target.closest("[data-mark]");
    if (mark) showTip(mark);
    else hideTip();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches && event.target.matches("[data-mark]")) {
      showTip(event.target);
      showFrame(event.target);
    }
  });
  document.addEventListener("focusout", () => {
    hideTip();
    hideFrame();
  });
  document.addEventListener("keydown", (event) => {
    const mark = event.target.closest && event.target.closest("[data-mark]");
    if (!mark) return;
    const marks = marksOf(mark.ownerSVGElement);
    const here = marks.indexOf(mark);
    const row = Number(mark.ownerSVGElement.dataset.row) || 0;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row || 1, ArrowUp: -(row || 1) }[event.key];
    let next = event.key === "Home" ? 0 : event.key === "End" ? marks.length - 1 : step === undefined ? -1 : here + step;
    if (next < 0 || next >= marks.length) {
      if (step !== undefined) event.preventDefault();
      return;
    }
    event.preventDefault();
    mark.setAttribute("tabindex", "-1");
    marks[next].setAttribute("tabindex", "0");
    marks[next].focus();
  });
});

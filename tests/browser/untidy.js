// What a reader stumbles over: [what, where] of each. `root.lang` says which language the page is in.
() => {
  const found = [];
  const say = (what, where) => found.push([what, where.replace(/\s+/g, " ").trim().slice(0, 90)]);
  const visible = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.closest(".visually-hidden");
  const main = document.querySelector("main");

  // A cell, a fact or a card whose content runs into what stands beside it.
  for (const e of main.querySelectorAll("td, th, dd, .card"))
    if (visible(e) && e.clientWidth && e.scrollWidth > e.clientWidth + 1 && !e.querySelector(".chart, .track, .table-frame, .tabs"))
      say("runs over", e.outerHTML);
  // A block that hides part of what it holds.
  for (const e of main.querySelectorAll("*"))
    if (!(e instanceof SVGElement) && !e.matches("input, textarea, select") && visible(e) && e.clientWidth > 2)
      if (["hidden", "clip"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1) say("is cut off", e.outerHTML);
  // A link, a button or a heading without a word; a cell of the first column without one.
  for (const e of main.querySelectorAll("a, button, h1, h2, h3, tbody th"))
    if (visible(e) && !e.textContent.trim() && !e.getAttribute("aria-label")) say("says nothing", e.outerHTML);
  // Frames that touch.
  for (const e of main.querySelectorAll(":is(.card, .table-frame, .callout, .stats, .strip, .filters, .empty)")) {
    const next = e.nextElementSibling;
    if (!next || !visible(e) || !visible(next) || getComputedStyle(next).position === "absolute") continue;
    const [a, b] = [e.getBoundingClientRect(), next.getBoundingClientRect()];
    const beside = b.left >= a.right || b.right <= a.left;
    if (!beside && b.top - a.bottom > -2 && b.top - a.bottom < 4) say("touches what follows", e.outerHTML);
  }
  // Words.
  const range = document.createRange();
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const [text, parent] = [node.data.trim(), node.parentElement];
    if (!text || !visible(parent) || parent.closest("svg, code, textarea, script")) continue;
    range.selectNodeContents(node);
    const lines = new Set([...range.getClientRects()].filter((r) => r.width).map((r) => Math.round(r.top))).size;
    if (lines > 2 && text.length / lines < 3) say("is squeezed", text);
    if (/\b[a-z]+_s\b/.test(text)) say("is a parameter's code", text);
    if (/\b(None|nan|True|False)\b(?! )|%\(|\{\{/.test(text)) say("is not worded", text);
    if (parent.closest("[lang]").lang.startsWith("zh")) {
      if (/[\u4e00-\u9fff] [\u4e00-\u9fff]/.test(text)) say("has a gap between Chinese words", text);
      if (/[\u4e00-\u9fff][,;:!?](?!\d)/.test(text)) say("has a Latin mark between Chinese words", text);
    }
  }
  // Words of a picture that lie over each other. A label and its halo are the same words twice.
  for (const svg of main.querySelectorAll("svg")) {
    if (!visible(svg)) continue;
    const words = [...svg.querySelectorAll("text")].map((e) => [e.textContent.trim(), e.getBoundingClientRect()]);
    words.forEach(([one, a], n) => {
      for (const [other, b] of words.slice(n + 1))
        if (one && other && one !== other && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5)
          if (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4) say("lie over each other", `${one} / ${other}`);
    });
  }
  // A long page of several parts says what it holds.
  const parts = [...main.querySelectorAll("h2:not(.card__title)")].filter(visible).length;
  if (parts >= 4 && main.offsetHeight > 3 * innerHeight && !main.querySelector('nav a[href^="#"]')) say("is long and leads nowhere", location.pathname);
  return found;
}

// The queue's bar and keys: which rings are chosen and where the cursor is live in the browser, so that j and k are
// instant; an act goes to the server with the ids of its rings.
const queue = (window.graphfraudQueue ??= { chosen: new Set(), at: null, index: 0, over: null, live: null });

const typing = (target) =>
  target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="combobox"], [role="dialog"], [role="listbox"]');
const boxes = () => [...document.querySelectorAll("input[data-ring]")];
const rowOf = (box) => box.closest("tr");

function make(name, properties, ...inside) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}

function mark() {
  if (!queue.live) return;
  const all = boxes();
  const found = all.findIndex((box) => box.dataset.ring === queue.at);
  // A ring that was decided may have left the list: the next one has taken its place.
  if (found < 0 && queue.at && all.length) queue.at = all[Math.min(queue.index, all.length - 1)].dataset.ring;
  all.forEach((box, i) => {
    const here = box.dataset.ring === queue.at;
    if (here) queue.index = i;
    if (box.checked !== queue.chosen.has(box.dataset.ring)) box.checked = queue.chosen.has(box.dataset.ring);
    rowOf(box).classList.toggle("at", here);
  });
  const said = queue.live.texts.chosen.replace("{n}", queue.chosen.size.toLocaleString("en"));
  // Only a change may be written: writing is itself a change that calls this again.
  if (queue.live.said.textContent !== said) queue.live.said.textContent = said;
  const every = queue.live.every;
  every.checked = all.length > 0 && all.every((box) => queue.chosen.has(box.dataset.ring));
  document.querySelector('[data-testid="stDialog"] button[aria-label="Close"]')?.setAttribute("aria-label", queue.live.texts.close);
  const form = document.querySelector('[data-testid="stDialog"] input[type="text"]');
  if (form && form !== queue.over) {
    queue.over = form;
    form.focus();
  }
}

function move(step) {
  const all = boxes();
  if (!all.length) return;
  const now = all.findIndex((box) => box.dataset.ring === queue.at);
  const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step;
  if (next < 0 || next >= all.length) {
    // Past the end of the page: its neighbour, where there is one.
    const link = document.querySelector(`.pager a[rel="${next < 0 ? "prev" : "next"}"]`);
    if (link) { queue.at = null; queue.index = 0; link.click(); }
    return;
  }
  queue.at = all[next].dataset.ring;
  queue.index = next;
  mark();
  rowOf(all[next]).scrollIntoView({ block: "nearest" });
}

function act(what) {
  const rings = queue.chosen.size ? [...queue.chosen] : queue.at ? [queue.at] : [];
  if (what !== "undo" && !rings.length) return;
  if (!queue.chosen.size && queue.at) {
    const all = boxes();
    const next = all[all.findIndex((box) => box.dataset.ring === queue.at) + 1];
    queue.then = { after: queue.at, next: next ? next.dataset.ring : null };
  }
  queue.live.send("act", { do: what, rings });
}

function help(open) {
  const old = document.getElementById("graphfraud-keys");
  if (old) old.remove();
  if (!open || old) return;
  const { texts } = queue.live;
  const rows = texts.keys.map(([key, does]) => make("tr", {}, make("td", {}, make("kbd", { textContent: key })), make("td", { textContent: does })));
  const close = make("button", { type: "button", textContent: texts.close, onclick: () => help(false) });
  const box = make("div", { className: "keys" }, make("h2", { textContent: texts.help }), make("table", {}, make("tbody", {}, ...rows)), close);
  const over = make("div", { id: "graphfraud-keys", onclick: (event) => event.target === over && help(false) }, box);
  over.setAttribute("role", "dialog");
  over.setAttribute("aria-modal", "true");
  over.setAttribute("aria-label", texts.help);
  document.body.append(over);
  close.focus();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => { if (queue.at) { toggle(queue.at); } },
  y: () => act("keep"),
  n: () => act("dismissed"),
  o: () => act("open"),
  a: () => act("assign"),
  u: () => act("undo"),
  "/": () => document.querySelector(`input[aria-label="${CSS.escape(queue.live.texts.search)}"]`)?.focus(),
  "?": () => help(true),
  Enter: () => boxes().find((box) => box.dataset.ring === queue.at)?.closest("tr").querySelector("a.gf")?.click(),
};

function toggle(ring, on = !queue.chosen.has(ring)) {
  if (on) queue.chosen.add(ring);
  else queue.chosen.delete(ring);
  mark();
}

if (!queue.ready) {
  queue.ready = true;
  document.addEventListener("keydown", (event) => {
    if (!queue.live) return;
    if (event.key === "Escape" && document.getElementById("graphfraud-keys")) return help(false);
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector('[data-testid="stDialog"], #graphfraud-keys')) return;
    // A focused link or button keeps its own Enter.
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const does = keys[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }, true);
  document.addEventListener("change", (event) => {
    const ring = event.target.dataset && event.target.dataset.ring;
    if (ring && queue.live) toggle(ring, event.target.checked);
  });
  new MutationObserver(mark).observe(document.body, { childList: true, subtree: true });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const { texts } = data;
  // What the filters have put out of the list can't stay chosen unseen.
  queue.chosen = new Set([...queue.chosen].filter((ring) => data.listed.includes(ring)));
  if (queue.then && queue.then.after === queue.at && data.done !== queue.done) {
    if (queue.then.next) queue.at = queue.then.next;
    queue.then = null;
  }
  if (data.done !== queue.done && data.cleared) queue.chosen.clear();
  queue.done = data.done;
  const every = make("input", { type: "checkbox" });
  every.setAttribute("aria-label", texts.page);
  every.onchange = () => { boxes().forEach((box) => every.checked ? queue.chosen.add(box.dataset.ring) : queue.chosen.delete(box.dataset.ring)); mark(); };
  const said = make("span", { className: "said" });
  said.setAttribute("aria-live", "polite");
  const button = (label, title, does, css = "") => make("button", { type: "button", textContent: label, title, onclick: does, className: css });
  const bar = make("div", { className: "triage" },
    make("label", {}, every, texts.page),
    button(texts.all, "", () => { data.listed.forEach((ring) => queue.chosen.add(ring)); mark(); }, "quiet"),
    button(texts.none, "", () => { queue.chosen.clear(); mark(); }, "quiet"),
    said,
    ...texts.acts.map(([what, label, title]) => button(label, title, () => act(what))),
    button(texts.keysButton, texts.help, () => help(true), "quiet"));
  if (data.last) bar.append(make("span", { className: "last", role: "status" }, data.last), button(texts.undo, "u", () => act("undo")));
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", texts.bar);
  parentElement.replaceChildren(bar);
  queue.live = { texts, said, every, send: setTriggerValue };
  mark();
  return () => { if (queue.live && queue.live.said === said) queue.live = null; help(false); };
}

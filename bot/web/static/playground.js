// The playground's one script: shows what the server answers, and hands back what is typed and pressed.
// It decides nothing and loads nothing from anywhere else.
"use strict";

const find = (id) => document.getElementById(id);
const shown = new Map(); // entry id -> {node, version}
let threadOf = ""; // the entry whose thread is open
let opened = null; // the modal that is open

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function tell(sentence) {
  find("told").textContent = sentence;
}

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    tell("The server does not answer. Is policybot demo still running?");
    return null;
  }
  const value = await answer.json();
  tell(answer.ok ? "" : value.error);
  return answer.ok ? value : null;
}

// ---- entries ----

function entryNode(entry) {
  const fromApp = entry.kind !== "typed";
  const name = fromApp ? "Policy Digest" : "You";
  const head = make("p", { class: "entry-head" }, make("strong", {}, name));
  if (fromApp) head.append(make("span", { class: "app-mark" }, "APP"));
  head.append(make("time", { title: entry.at }, entry.time));
  const box = make("div", { class: "entry-body" });
  if (entry.kind === "only-you") box.append(make("p", { class: "only-you" }, "Only visible to you"));
  if (entry.kind === "direct") box.append(make("p", { class: "only-you" }, "Direct message to you"));
  box.append(head);
  if (fromApp) {
    const message = make("div", { class: "message" });
    message.innerHTML = entry.html;
    box.append(message, ...(entry.file ? [filePart(entry.file)] : []), rawPart(entry));
  } else {
    box.append(make("p", { class: "words" }, entry.typed));
  }
  const face = make("div", { class: fromApp ? "face app-face" : "face", "aria-hidden": "true" }, fromApp ? "§" : "Y");
  const label = `${name}, ${entry.at}`;
  return make("article", { class: `entry ${entry.kind}`, "data-entry": entry.id, "aria-label": label }, face, box);
}

function filePart(file) {
  // Its size beforehand: a channel that has scrolled to a picture must not grow when it comes.
  if (file.picture) return make("img", { class: "picture", src: file.url, alt: file.alt, width: "1200", height: "480" });
  return make("a", { class: "file", href: file.url, download: file.name }, file.name);
}

function rawPart(entry) {
  const toggle = make("button", { type: "button", class: "quiet raw-toggle", "aria-expanded": "false" }, "Show blocks");
  const copy = make("button", { type: "button", class: "button raw-copy" }, "Copy for Block Kit Builder");
  const text = JSON.stringify({ blocks: entry.blocks }, null, 2);
  const raw = make("div", { class: "raw", hidden: "" }, copy, make("pre", { tabindex: "0", "aria-label": "Blocks" }, text));
  toggle.addEventListener("click", () => {
    raw.hidden = !raw.hidden;
    toggle.textContent = raw.hidden ? "Show blocks" : "Hide blocks";
    toggle.setAttribute("aria-expanded", String(!raw.hidden));
  });
  copy.addEventListener("click", () => copyText(text, raw));
  return make("div", { class: "raw-part" }, toggle, raw);
}

async function copyText(text, raw) {
  try {
    await navigator.clipboard.writeText(text);
    tell("Copied. Paste it into Block Kit Builder.");
  } catch {
    getSelection().selectAllChildren(raw.querySelector("pre"));
    tell("Selected: press Ctrl+C to copy it.");
  }
}

function placeEntry(list, entry) {
  const known = shown.get(entry.id);
  if (known && known.version === entry.version) return;
  const node = entryNode(entry);
  if (known) {
    const held = known.node.contains(document.activeElement) ? document.activeElement.dataset.actionId : "";
    known.node.replaceWith(node);
    if (node.getBoundingClientRect().bottom > list.getBoundingClientRect().bottom) node.scrollIntoView({ block: "start" });
    if (held) (node.querySelector(`[data-action-id="${CSS.escape(held)}"]`) || find("typed")).focus();
  } else {
    list.append(node);
  }
  shown.set(entry.id, { node, version: entry.version });
}

function show(state) {
  if (!state) return;
  for (const node of document.querySelectorAll(".channel-name")) node.textContent = state.channel;
  find("about").textContent = state.about;
  showTries(state.tries);
  find("clock").textContent = state.clock;
  find("stage").textContent = state.stage;
  find("next").hidden = !state.next;
  find("next").textContent = state.next;
  const parents = state.entries.filter((entry) => !entry.thread);
  const fresh = parents.find((entry) => !shown.has(entry.id));
  for (const entry of parents) placeEntry(find("entries"), entry);
  for (const parent of parents) showReplies(parent, state.entries.filter((entry) => entry.thread === parent.id));
  if (fresh) shown.get(fresh.id).node.scrollIntoView({ block: "start" });
  if (state.view) openModal(state.view);
  if (!find("panel-home").hidden) showHome();
}

function showTries(lines) {
  if ([...find("tries").querySelectorAll("button")].map((button) => button.textContent).join() === lines.join()) return;
  find("tries").replaceChildren("Try", ...lines.map((line) => {
    const button = make("button", { type: "button", class: "try" }, line);
    button.addEventListener("click", () => send(line));
    return button;
  }));
}

function showReplies(parent, replies) {
  const { node } = shown.get(parent.id);
  node.querySelector(".thread-open")?.remove();
  if (!replies.length) return;
  const words = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const open = make("button", { type: "button", class: "quiet thread-open" }, words);
  open.addEventListener("click", () => openThread(parent, replies));
  node.querySelector(".raw-part").before(open);
  if (threadOf === parent.id) fillThread(replies);
}

function fillThread(replies) {
  find("replies").replaceChildren(...replies.map(entryNode));
}

function openThread(parent, replies) {
  threadOf = parent.id;
  fillThread(replies);
  find("thread").hidden = false;
  find("thread-title").focus();
}

function closeThread() {
  find("thread").hidden = true;
  shown.get(threadOf)?.node.querySelector(".thread-open")?.focus();
  threadOf = "";
}

async function showHome() {
  const home = await ask("/api/home");
  if (!home) return;
  find("home").innerHTML = home.html;
}

// ---- presses ----

document.addEventListener("click", async (event) => {
  const open = document.querySelector("details.overflow[open]");
  if (open && !open.contains(event.target)) open.open = false;
  const button = event.target.closest("button[data-action-id]");
  if (!button) return;
  if (button.closest("details.overflow")) {
    button.closest("details").open = false;
    button.closest("details").querySelector("summary").focus();
  }
  if (button.dataset.confirm && !(await confirmed(JSON.parse(button.dataset.confirm)))) return;
  press(button, button.dataset.value || "");
});

document.addEventListener("change", (event) => {
  const menu = event.target.closest("select[data-action-id]");
  if (menu && !menu.closest("#modal") && menu.value) press(menu, menu.value);
});

async function press(control, value) {
  const entry = control.closest("[data-entry]");
  const fromHome = control.closest("#home");
  const state = await ask("/api/press", {
    action: control.dataset.actionId, value, block: control.dataset.blockId || "", entry: entry ? entry.dataset.entry : "",
  });
  if (fromHome && state && state.entries.length > shown.size && !state.view) choose("channel");
  show(state);
}

function confirmed(dialog) {
  find("confirm-title").textContent = dialog.title;
  find("confirm-text").textContent = dialog.text;
  find("confirm-no").textContent = dialog.deny;
  find("confirm-yes").textContent = dialog.confirm;
  find("confirm").showModal();
  return new Promise((done) => {
    const end = (yes) => () => { find("confirm").close(); done(yes); };
    find("confirm-yes").onclick = end(true);
    find("confirm-no").onclick = end(false);
    find("confirm").oncancel = () => done(false);
  });
}

// ---- modals ----

function openModal(view) {
  opened = view;
  find("modal-title").textContent = view.title;
  find("modal-body").innerHTML = view.html;
  find("modal-send").textContent = view.submit || "Done";
  find("modal-send").hidden = !view.submit;
  find("modal-close").textContent = view.close;
  find("modal-body").querySelectorAll("select[data-kind]").forEach(pickerFor);
  if (!find("modal").open) find("modal").showModal();
}

find("modal-close").addEventListener("click", () => find("modal").close());

find("modal-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const values = {};
  for (const field of find("modal-body").querySelectorAll("[name]")) {
    if (field.type === "checkbox") values[field.name] = [...(values[field.name] || []), ...(field.checked ? [field.value] : [])];
    else values[field.name] = field.multiple ? [...field.selectedOptions].map((one) => one.value) : field.value;
  }
  const answer = await ask("/api/submit", { callback: opened.callback, about: opened.about, values });
  if (!answer) return;
  if (answer.errors) return showErrors(answer.errors);
  find("modal").close();
  show(answer);
});

function showErrors(errors) {
  find("modal-body").querySelectorAll(".field-error").forEach((node) => node.remove());
  for (const [name, sentence] of Object.entries(errors)) {
    const field = find("modal-body").querySelector(`[name="${CSS.escape(name)}"]`);
    const line = make("p", { class: "field-error", role: "alert" }, sentence);
    if (field) {
      field.closest(".input").append(line);
      field.focus();
    } else find("modal-body").append(line);
  }
}

// A list that is searched by typing: what is chosen stays in the hidden <select>.
function pickerFor(select) {
  const label = select.closest(".input").querySelector("label");
  const listId = `${select.id}-found`;
  const chips = make("div", { class: "chips" });
  const list = make("div", { class: "found", id: listId, role: "group", "aria-label": "Found" });
  const input = make("input", { type: "text", id: `${select.id}-typed`, placeholder: select.dataset.placeholder || "", autocomplete: "off" });
  label.htmlFor = input.id;
  select.hidden = true;
  const drawChips = () => chips.replaceChildren(...[...select.selectedOptions].map((option) => {
    const chip = make("button", { type: "button", class: "chip", "aria-label": `Remove ${option.text}` }, `${option.text} ✕`);
    chip.addEventListener("click", () => { option.remove(); drawChips(); input.focus(); });
    return chip;
  }));
  const add = (choice) => {
    if (!select.multiple) select.replaceChildren();
    const known = [...select.options].find((option) => option.value === choice.value);
    const option = known || make("option", { value: choice.value }, choice.label);
    select.append(option);
    option.selected = true;
    input.value = "";
    list.replaceChildren();
    drawChips();
    input.focus();
  };
  input.addEventListener("input", async () => {
    const text = input.value.trim();
    const found = text.length < 2 ? { options: [] } : await ask(`/api/options?kind=${select.dataset.kind}&text=${encodeURIComponent(text)}`);
    if (!found || text !== input.value.trim()) return;
    list.replaceChildren(...found.options.map((choice) => {
      const button = make("button", { type: "button", class: "choice" }, choice.label);
      button.addEventListener("click", () => add(choice));
      return button;
    }));
  });
  input.addEventListener("keydown", (event) => {
    const first = list.querySelector("button");
    if (event.key === "Enter") {
      event.preventDefault();
      if (first) first.click();
    } else if (event.key === "ArrowDown" && first) first.focus();
  });
  select.after(chips, input, list);
  drawChips();
}

// ---- the composer ----

const composer = { active: -1, lines: [], typed: 0 };

function drawLines(lines) {
  const marked = lines.indexOf(composer.lines[composer.active]); // a late list leaves the choice where it was
  composer.lines = lines;
  composer.active = -1;
  find("lines").replaceChildren(...lines.map((line, n) => {
    const item = make("li", { role: "option", id: `line-${n}`, "aria-selected": "false" }, line);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(line); });
    return item;
  }));
  find("lines").hidden = !lines.length;
  find("typed").setAttribute("aria-expanded", String(Boolean(lines.length)));
  find("typed").removeAttribute("aria-activedescendant");
  if (marked >= 0) mark(marked);
}

function mark(n) {
  composer.active = (n + composer.lines.length) % composer.lines.length;
  [...find("lines").children].forEach((item, i) => {
    item.setAttribute("aria-selected", String(i === composer.active));
    if (i === composer.active) item.scrollIntoView({ block: "nearest" });
  });
  find("typed").setAttribute("aria-activedescendant", `line-${composer.active}`);
}

function take(line) {
  find("typed").value = `${line.trimEnd()} `; // the next word can be typed, or completed, at once
  drawLines([]);
  find("typed").focus();
  suggest();
}

async function suggest() {
  const text = find("typed").value;
  const turn = ++composer.typed;
  const found = text.startsWith("/") ? await ask(`/api/complete?text=${encodeURIComponent(text)}`) : { lines: [] };
  if (found && turn === composer.typed) drawLines(found.lines.filter((line) => line.trim() !== text.trim()));
}

find("typed").addEventListener("input", suggest);
find("typed").addEventListener("blur", () => drawLines([]));
find("typed").addEventListener("keydown", (event) => {
  const any = composer.lines.length > 0;
  if (any && event.key === "ArrowDown") mark(composer.active + 1);
  else if (any && event.key === "ArrowUp") mark(composer.active < 0 ? -1 : composer.active - 1);
  else if (any && event.key === "Escape") drawLines([]);
  else if (any && event.key === "Enter" && composer.active >= 0) take(composer.lines[composer.active]);
  else return;
  event.preventDefault();
});

find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send(find("typed").value);
});

async function send(text) {
  composer.typed += 1;
  drawLines([]);
  if (!text.trim()) return tell("Type a command, for example /policy help.");
  const state = await ask("/api/command", { text });
  if (state) find("typed").value = "";
  show(state);
  find("typed").focus();
}

// ---- tabs, clock, thread ----

function choose(name) {
  for (const key of ["channel", "home"]) {
    const tab = find(`tab-${key}`);
    tab.setAttribute("aria-selected", String(key === name));
    tab.tabIndex = key === name ? 0 : -1;
    find(`panel-${key}`).hidden = key !== name;
  }
  if (name === "home") showHome();
}

for (const key of ["channel", "home"]) {
  find(`tab-${key}`).addEventListener("click", () => choose(key));
  find(`tab-${key}`).addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const other = key === "channel" ? "home" : "channel";
    choose(other);
    find(`tab-${other}`).focus();
  });
}

find("next").addEventListener("click", async () => {
  const button = find("next");
  button.disabled = true;
  button.textContent = "Reading the feeds …";
  tell("Reading the feeds …");
  choose("channel");
  const state = await ask("/api/step", {});
  button.disabled = false;
  show(state);
  if (!state) button.textContent = "Try again";
});

find("thread-close").addEventListener("click", closeThread);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.overflow[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (!find("thread").hidden && !find("modal").open) closeThread();
});

ask("/api/state").then((state) => {
  show(state);
  document.body.dataset.ready = "yes";
});

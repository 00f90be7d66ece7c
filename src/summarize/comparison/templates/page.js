// Sorts, filters and shows the segments. Stands with words.js in one function; see page.py.

const FEW = 150; // so many rows are simply all there, also for the browser's own search
const SCREEN = 1200; // of more, those within so many pixels of the window
const STATUS = { a: "accepted", w: "warned", r: "rejected" };

const byId = (id) => document.getElementById(id);

// ---- Data ----------------------------------------------------------------------------------

/** The texts come from the plain list and what is packed, the numbers from the JSON block. */
async function load() {
  const data = JSON.parse(byId("data").textContent);
  const articles = [...byId("plain").children];
  const texts = [...articles.map(textsIn), ...(await unpack())];
  data.segments = data.segments.map((row, place) => readSegment(data, row, texts[place], place));
  data.attributes = attributesOf(articles[0], data);
  byId("plain").remove();
  return data;
}

function textsIn(article) {
  const all = (selector) => [...article.querySelectorAll(selector)].map((element) => element.textContent);
  return [all(".t"), all(".k span")];
}

async function unpack() {
  const packed = byId("packed");
  if (!packed) return [];
  const bytes = Uint8Array.from(atob(packed.textContent), (character) => character.charCodeAt(0));
  packed.remove();
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

function attributesOf(article, data) {
  const texts = article ? [...article.querySelectorAll(".t")] : [];
  const of = (text) => ({ lang: text?.lang ?? "", dir: text?.dir || null });
  return { source: of(texts[0]), target: of(texts[data.references + 1]) };
}

function readSegment(data, [id, origin, disagreement, rows], [texts, details], place) {
  const references = texts.slice(1, texts.length - rows.length);
  const outputs = rows.map(([chrf, consensus, status, score, checks], system) => ({
    text: texts[1 + references.length + system],
    chrf,
    consensus,
    status: STATUS[status],
    similarity: chrf ?? consensus ?? 100 * (score ?? 0),
    checks: checks.map(([name, severity]) => ({ name: data.checks[name], severity, detail: details.shift() })),
  }));
  return { id, origin, disagreement, place, source: texts[0], references, outputs, consensus: bestOf(outputs) };
}

/** The output the others agree with most; a rejected one only where nothing else is left. */
function bestOf(outputs) {
  const scores = outputs.map(({ consensus, status }) => (consensus ?? -1) - (status === "rejected" ? 1000 : 0));
  return scores.indexOf(Math.max(...scores));
}

// ---- What is shown, and in what order ------------------------------------------------------

function readView() {
  const { order, check, text, left, right, against, flagged, replaced } = controls.elements;
  const chosen = [left.value, right.value].filter((value) => value !== "").map(Number);
  const systems = chosen.length ? [...new Set(chosen)] : data.systems.map((_, place) => place);
  return {
    order: order.value,
    check: check.value,
    text: text.value.trim().toLocaleLowerCase(),
    systems,
    pair: chosen.length === 2 && systems.length === 2,
    against: against.value,
    flagged: flagged.checked,
    replaced: replaced.checked,
  };
}

const shownOf = (segment, view) => view.systems.map((system) => segment.outputs[system]);

function matches(segment, view) {
  const outputs = shownOf(segment, view);
  if (view.flagged && outputs.every((output) => output.status === "accepted")) return false;
  if (view.check && !outputs.some((output) => output.checks.some((check) => check.name === view.check))) return false;
  return !view.text || searchable(segment, outputs).includes(view.text);
}

function searchable(segment, outputs) {
  const texts = [segment.origin, segment.source, ...segment.references, ...outputs.map((output) => output.text)];
  return texts.join("\n").toLocaleLowerCase();
}

/** What a segment is sorted by, largest first; equal ones stay in document order. */
function rankOf(segment, view) {
  if (view.order === "document") return [0];
  const outputs = shownOf(segment, view);
  if (view.order === "disagreement") {
    return [view.pair ? distance(outputs[0].text, outputs[1].text) : segment.disagreement];
  }
  const count = (status) => outputs.filter((output) => output.status === status).length;
  const similarity = outputs.reduce((sum, output) => sum + output.similarity, 0) / outputs.length;
  return [count("rejected"), -similarity, count("warned")];
}

function arrange(view) {
  const ranked = data.segments
    .filter((segment) => matches(segment, view))
    .map((segment) => ({ segment, rank: rankOf(segment, view) }));
  ranked.sort((a, b) => {
    const place = a.rank.findIndex((value, index) => value !== b.rank[index]);
    return place < 0 ? a.segment.place - b.segment.place : b.rank[place] - a.rank[place];
  });
  return ranked.map(({ segment }) => segment);
}

// ---- Rows ----------------------------------------------------------------------------------

/** An element. Texts become text nodes, so nothing in them is ever read as HTML. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function rowOf(segment) {
  segment.row ??= make("article", {
    id: `s${segment.id}`,
    class: "segment",
    tabindex: "-1",
    "aria-label": `Segment ${segment.id}`,
  });
  segment.row.segment = segment;
  return segment.row;
}

function fill(row) {
  if (filled.has(row)) return;
  filled.add(row);
  row.style.blockSize = "";
  row.replaceChildren(headOf(row.segment), make("div", { class: "columns" }, textsOf(row.segment), outputsOf(row.segment)));
}

function empty(row, height) {
  if (row.contains(document.activeElement)) return;
  filled.delete(row);
  row.style.blockSize = `${height}px`;
  row.replaceChildren();
}

function headOf(segment) {
  const number = make("a", { href: `#s${segment.id}` }, `Segment ${segment.id}`);
  const facts = [segment.origin, segment.outputs.length > 1 ? `disagreement ${Math.round(segment.disagreement)}` : ""];
  return make("header", {}, make("h3", {}, number), make("p", { class: "facts" }, facts.filter(Boolean).join(" · ")));
}

function textsOf(segment) {
  const box = make("div", { class: "texts" });
  const add = (title, text, attributes) => box.append(make("h4", {}, title), make("p", attributes, text));
  add("Source", segment.source, data.attributes.source);
  segment.references.forEach((reference, place) => {
    add(`Reference${segment.references.length > 1 ? ` ${place + 1}` : ""}`, reference, data.attributes.target);
  });
  return box;
}

function outputsOf(segment) {
  const box = make("div", { class: "outputs" });
  box.append(...current.systems.map((system) => outputOf(segment, system)));
  return box;
}

function outputOf(segment, system) {
  const output = segment.outputs[system];
  const base = baseOf(segment, system);
  const runs = base === null ? [{ kind: "same", words: split(output.text) }] : difference(base, output.text);
  return make(
    "section",
    { class: `output ${output.status}` },
    make("h4", {}, data.systems[system]),
    scoreOf(output),
    make("p", data.attributes.target, ...runs.flatMap(runElements)),
    badgesOf(output),
    make("p", { class: "facts" }, summaryOf(segment, system, runs, base)),
  );
}

function scoreOf(output) {
  const [name, score] = output.chrf === null ? ["Consensus", output.consensus] : ["chrF2++", output.chrf];
  return score === null ? null : make("span", { class: "score" }, `${name} ${score.toFixed(1)}`);
}

/** The text an output is compared with, or null. */
function baseOf(segment, system) {
  if (current.against === "each") return segment.outputs[current.systems.find((other) => other !== system)].text;
  if (current.against === "consensus") return system === segment.consensus ? null : segment.outputs[segment.consensus].text;
  return segment.references[Number(current.against)] || null;
}

function runElements({ kind, words }, place) {
  const text = words.map((word) => word.before + word.text).join("");
  if (kind === "same") return [text];
  if (kind === "replaced" && !current.replaced) return [];
  const { before } = words[0];
  const inner = text.slice(before.length);
  if (kind === "added") return [before, make("ins", {}, inner)];
  const said = make("span", { class: "unseen" }, kind === "missing" ? "left out: " : "instead of: ");
  return [before, make("del", {}, said, inner), place ? "" : " "];
}

/** Says in words what the marks say. */
function summaryOf(segment, system, runs, base) {
  if (base === null) {
    return current.against === "consensus" && segment.outputs.length > 1 ? "The others are compared with this one." : "";
  }
  if (!segment.outputs[system].text) return "";
  if (runs.every((run) => run.kind === "same")) return "No difference.";
  const words = (kind) => runs.filter((run) => run.kind === kind).flatMap((run) => run.words);
  const [same, added, missing, replaced] = ["same", "added", "missing", "replaced"].map(
    (kind) => words(kind).filter(({ text }) => SPOKEN.test(text)).length,
  );
  if (!added && !missing && !replaced) return "Only punctuation differs.";
  return `${added} of ${same + added} words differ${missing ? `, ${missing} left out` : ""}.`;
}

function badgesOf(output) {
  if (!output.checks.length) return null;
  const badges = output.checks.map(({ name, severity, detail }) => {
    const [kind, word] = severity === "r" ? ["reject", "✕ rejected"] : ["warn", "! warned"];
    return make("li", {}, make("span", { class: `badge ${kind}` }, `${word}: ${name}`), ` ${detail}`);
  });
  return make("ul", { class: "badges" }, ...badges);
}

// ---- The list ------------------------------------------------------------------------------

/** Only rows near the window have content; the others keep their height. */
const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (isIntersecting) fill(target);
      else if (filled.has(target)) empty(target, boundingClientRect.height);
    }
  },
  { rootMargin: `${SCREEN}px 0px` },
);

function update() {
  offerEachOther();
  current = readView();
  observer.disconnect();
  for (const row of filled) row.replaceChildren();
  filled.clear();
  order = arrange(current);
  byId("list").replaceChildren(...order.map(rowOf));
  const few = order.length <= FEW;
  const near = few ? 0 : Math.max(0, order.indexOf(selected));
  order.slice(near, near + (few ? FEW : 8)).forEach((segment) => fill(segment.row));
  if (!few) order.forEach((segment) => observer.observe(segment.row));
  byId("shown").textContent = `${order.length} of ${data.segments.length} segments shown`;
  if (controls.getBoundingClientRect().top < 0 || byId("list").getBoundingClientRect().top < 0) backToTop();
}

function backToTop() {
  controls.parentElement.scrollIntoView();
}

/** Two systems side by side are compared with each other unless the reader wants otherwise. */
function offerEachOther() {
  const { against } = controls.elements;
  const { pair } = readView();
  const option = [...against.options].find(({ value }) => value === "each");
  if (pair && option.disabled) against.value = "each";
  if (!pair && against.value === "each") against.selectedIndex = 0;
  option.disabled = !pair;
}

function move(step) {
  if (!order.length) return;
  const place = order.indexOf(selected);
  const next = place < 0 ? 0 : Math.min(order.length - 1, Math.max(0, place + step));
  fill(order[next].row);
  order[next].row.focus({ preventScroll: true });
  order[next].row.scrollIntoView({ block: "start" });
}

function select(segment) {
  selected?.row?.classList.remove("selected");
  selected = segment;
  segment.row.classList.add("selected");
}

// ---- Controls ------------------------------------------------------------------------------

function addOption(name, value, text) {
  controls.elements[name].append(make("option", { value }, text));
}

function prepareControls() {
  const found = (name) => (segment) => segment.outputs.some(({ checks }) => checks.some((check) => check.name === name));
  for (const name of data.checks) addOption("check", name, `${name} (${data.segments.filter(found(name)).length})`);
  data.systems.forEach((name, place) => {
    addOption("left", String(place), name);
    addOption("right", String(place), name);
  });
  for (let place = 0; place < data.references; place += 1) {
    addOption("against", String(place), data.references > 1 ? `reference ${place + 1}` : "the reference");
  }
  addOption("against", "consensus", "the consensus");
  addOption("against", "each", "each other");
  addOption("against", "", "nothing");
  controls.elements.against.querySelector("[value=each]").disabled = true;
}

/** A letter key also on keyboards whose letters are not Latin. */
function keyOf(event) {
  return { KeyJ: "j", KeyK: "k" }[/^[^\x00-\x7f]$/.test(event.key) ? event.code : ""] ?? event.key;
}

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => {
    controls.elements.text.focus();
    controls.elements.text.select();
  },
  "?": () => byId("help").showModal(),
};

function onKey(event) {
  const busy = event.ctrlKey || event.metaKey || event.altKey || byId("help").open;
  if (event.key === "Escape" && event.target === controls.elements.text) event.target.blur();
  const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea");
  const action = ACTIONS[keyOf(event)];
  if (!action || busy || typing || !byId("shortcuts").checked) return;
  event.preventDefault();
  action();
}

function listen() {
  let waiting = 0;
  controls.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, 120);
  });
  controls.addEventListener("submit", (event) => event.preventDefault());
  byId("keys").addEventListener("click", ACTIONS["?"]);
  byId("close").addEventListener("click", () => byId("help").close());
  byId("list").addEventListener("focusin", (event) => select(event.target.closest(".segment").segment));
  document.addEventListener("keydown", onKey);
  window.addEventListener("beforeprint", () => order.forEach((segment) => fill(segment.row)));
  new ResizeObserver(keepClear).observe(controls);
}

/** A row that is moved to stops below the controls that stay at the top. */
function keepClear() {
  const stays = getComputedStyle(controls).position === "sticky";
  document.documentElement.style.scrollPaddingTop = stays ? `${controls.offsetHeight + 12}px` : "";
}

const filled = new Set();
let data = null;
let controls = null;
let current = null;
let order = [];
let selected = null;

async function start() {
  try {
    controls = byId("controls");
    data = await load();
    prepareControls();
    listen();
    update();
    if (location.hash.startsWith("#s")) byId(location.hash.slice(1))?.scrollIntoView();
  } catch (problem) {
    // The plain list is better than none.
    document.documentElement.classList.remove("js");
    throw problem;
  }
}

document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", start);

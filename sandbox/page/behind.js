// Behind the scenes: the agents' phones, the model's tool calls, the decisions, the state of the conversation.

import { $, ask, changed, chipNode, el, hour, icon, inspectedOf, isTyping, kept, lasting, nameOf, now, onDraw, onEvent, personOf, state, t } from "./people.js";
import { drawChat, readBy, send } from "./phone.js";

/** Tabs by name: `label` in both languages, `build` makes the panel, `update` fills it again whenever something has changed. */
export const TABS = new Map();
let open = kept("tab") || "agent", built = "", detail = null, calls = [], asked = "";

export function openTab(name) {
  open = name;
  kept("tab", name);
  changed();
}

onDraw(() => {
  const print = `${open}|${state.language}|${agentNow()}|${[...TABS.keys()]}|${[...state.agents.keys()]}`;
  if (print !== built) {
    built = print;
    $("tabs").replaceChildren(...[...TABS].map(([name, tab]) => el("button", { role: "tab", id: `tab-${name}`, testid: `tab-${name}`, "aria-selected": String(name === open),
      tabindex: name === open ? "0" : "-1", "aria-controls": "panel", onclick: () => openTab(name) }, t(...tab.label))));
    $("panel").setAttribute("aria-labelledby", `tab-${open}`);
    $("panel").className = `panel-${open}`;
    $("panel").replaceChildren(...TABS.get(open).build().flat());
    look();
  }
  TABS.get(open).update();
});

function walk(event) {
  const names = [...TABS.keys()], step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  openTab(names[(names.indexOf(open) + step + names.length) % names.length]);
  setTimeout(() => $(`tab-${open}`).focus(), 40);
}

/** Ask the app and the log again, as far as the open tab shows them. */
async function look() {
  const conversation = inspectedOf(state.selected)?.id;
  if (!conversation || !["decision", "state", "tools"].includes(open)) { detail = conversation ? detail : null; return changed(); }
  const found = await ask(`inspect/conversations/${conversation}`).catch(() => null);
  if (found) detail = { ...found, person: state.selected, skew: Date.parse(found.store_now) - Date.now() };
  if (found && open === "tools") {
    const { thread_id: thread, left_threads: left = [] } = found.conversation;
    const threads = [...left, thread].filter(Boolean).join(",");
    calls = await ask(`tools?thread=${encodeURIComponent(threads)}&person=${encodeURIComponent(state.selected)}`).catch(() => calls);
  }
  changed();
}
const current = () => (detail?.person === state.selected ? detail : null);
const nothing = (es, en) => el("p.nothing", {}, t(es, en));
const absent = () => (state.about.inspect === false ? nothing("La app no está unida (INSPECT_URL).", "The app is not connected (INSPECT_URL).")
  : nothing("Nada todavía: que escriba alguien.", "Nothing yet: let somebody write."));

// ---- the agents' phones ------------------------------------------------------------------------------------------------

const agentNow = () => (state.agents.has(kept("agent")) ? kept("agent") : [...state.agents.keys()][0]);
const shortName = (id) => nameOf(id).split(" ")[0];
const pane = (name, title, form) => el(`section.small-phone.${name}`, {}, el("header", {}, title),
  el("div.chat", { id: `${name}-chat`, tabindex: "0", role: "log", testid: `${name}-chat` }), el("div.typing", { id: `${name}-typing`, hidden: true }, el("i"), el("i"), el("i")), form);
function line(testid, placeholder, act) {
  const input = el("input", { testid, placeholder, "aria-label": placeholder, autocomplete: "off" });
  const submit = (event) => { event.preventDefault(); if (input.value.trim()) act(input.value.trim()); input.value = ""; };
  return el("form.say-line", { onsubmit: submit }, input, el("button.round", { "aria-label": t("Enviar", "Send"), testid: `${testid}-send` }, icon("send")));
}
const echo = (text) => send(state.selected, { kind: "echo", text });

TABS.set("agent", {
  label: ["Agente", "Agent"],
  build() {
    const agent = agentNow();
    if (!agent) return [nothing("Aún no se ha avisado a nadie.", "Nobody has been told yet.")];
    const quick = [t(`Hola, soy ${shortName(agent)}. ¿En qué te ayudo?`, `Hi, ${shortName(agent)} here. How can I help?`), "Te dejo con el asistente"];
    return [
      el("p.about", {}, t("Una respuesta desde la app de empresa silencia al asistente; el aviso llega al WhatsApp propio de cada agente.",
        "A reply from the business app silences the assistant; the notice arrives on each agent's own WhatsApp.")),
      el("div.switch", { role: "group" }, [...state.agents.keys()].map((id) => el("button", { testid: `agent-${id}`, "aria-pressed": String(id === agent),
        onclick: () => { kept("agent", id); changed(); } }, nameOf(id)))),
      el("div.phones", {},
        pane("own", [el("b", {}, t(`WhatsApp de ${shortName(agent)}`, `${shortName(agent)}'s WhatsApp`)), el("small", {}, `+${agent}`)],
          line("own-line", t("A la agencia…", "To the agency…"), (text) => send(agent, { from: agent, text }))),
        pane("business", [el("b", { id: "business-title" }), el("small", {}, t("app de empresa de la agencia", "the agency's business app"))],
          [el("div.quick", {}, quick.map((text, index) => el("button", { testid: `quick-${index}`, onclick: () => echo(text) }, text))), line("echo", t("Responder como persona…", "Reply as a person…"), echo)])),
    ];
  },
  update() {
    const agent = agentNow();
    if (!agent || !$("own-chat")) return;
    drawChat($("own-chat"), agent, "customer");
    drawChat($("business-chat"), state.selected, "business");
    $("business-title").replaceChildren(nameOf(state.selected), " ", chipNode(state.selected) || "");
    $("business-typing").hidden = !isTyping(state.selected);
    if ($("own-chat").offsetParent) readBy(agent);
  },
});

// ---- tools -----------------------------------------------------------------------------------------------------------------

const plain = (value) => (typeof value === "string" ? value : JSON.stringify(value));
const argument = ([name, value]) => el("span.argument", {}, el("i", {}, name), plain(value));
function summary(result) {
  if (result === null || result === undefined) return t("en marcha…", "under way…");
  if (typeof result !== "object") return String(result).slice(0, 120);
  const counts = Object.entries(result).map(([name, value]) => `${name}: ${Array.isArray(value) ? value.length : plain(value).slice(0, 40)}`);
  return counts.join(" · ").slice(0, 160);
}
const call = (one) => el("details.call", { testid: "tool-call", "data-call": one.call_id }, el("summary", {},
  el("code.name", { testid: "tool-name" }, one.name || one.call_id), el("span.ms", {}, one.ms === null ? "…" : `${one.ms} ms`),
  el("span.arguments", {}, one.arguments && typeof one.arguments === "object" ? Object.entries(one.arguments).filter(([, value]) => value !== null).map(argument) : plain(one.arguments ?? "")),
  el("span.summary", {}, "→ ", summary(one.result))), el("pre", {}, JSON.stringify({ arguments: one.arguments, result: one.result }, null, 2)));

TABS.set("tools", {
  label: ["Herramientas", "Tools"],
  build: () => [el("p.about", {}, t("Lo que el modelo pidió y lo que leyó, del registro de OpenAI. Toca una línea para ver el registro entero.",
    "What the model asked for and what it read, from OpenAI's log. Press a line to see the whole record.")), el("div", { id: "calls" })],
  update() {
    const shown = current() ? calls : [], print = JSON.stringify([state.selected, state.language, shown, state.about.openai, Boolean(current())]);
    if (print === asked && $("calls").childElementCount) return;
    asked = print;
    const opened = new Set([...document.querySelectorAll("details.call[open]")].map((node) => node.dataset.call));
    const turns = [...new Set(shown.map((one) => one.turn))].sort((a, b) => (b ?? Infinity) - (a ?? Infinity));
    $("calls").replaceChildren(...turns.map((turn) => el("section.turn", {}, el("h3", {}, turn === null ? t("ahora", "now") : t(`Pregunta ${turn}`, `Question ${turn}`),
      el("small", {}, hour(shown.find((one) => one.turn === turn).at || now()))), shown.filter((one) => one.turn === turn).map(call))));
    if (!shown.length) $("calls").append(state.about.openai === "real" ? nothing("El modelo es el de verdad: sus llamadas no pasan por aquí.", "The model is the real one: its calls do not pass here.")
      : current() ? nothing("El modelo no ha llamado a ninguna herramienta en este chat.", "The model has called no tool in this chat.") : absent());
    for (const node of document.querySelectorAll("details.call")) node.open = opened.has(node.dataset.call);
  },
});

// ---- decisions ---------------------------------------------------------------------------------------------------------------

function became({ result, handoff, event }) {
  const person = handoff === "Taken" && event !== "AgentWrote" ? t(" (una persona tiene el chat)", " (a person owns the chat)") : "";
  return { "asks the assistant": t("pregunta al asistente", "asks the assistant"), acts: t("actúa", "acts"), changes: t("anota", "takes note"),
    dropped: t("sin efecto", "dropped") + person }[result] || result;
}
const decision = (one) => el(`li.${one.result.split(" ")[0]}`, { testid: "decision" }, el("time", {}, hour(one.at)), el("b", { testid: "decision-event" }, one.event), el("span.arrow", {}, "→"),
  el("span.became", { testid: "decision-result" }, became(one)), one.need && el("code", {}, one.need), one.actions.map((name) => el("code.act", {}, name)),
  one.handoff && el("small", {}, one.handoff === "Taken" ? t("persona", "person") : t("pedido", "asked for")));

TABS.set("decision", {
  label: ["Decisión", "Decision"],
  build: () => [el("p.about", {}, t("Cada suceso y en qué quedó, desde que arrancó la app: decide() es una función pura.",
    "Each event and what became of it, since the app started: decide() is a pure function.")), el("ol.decisions", { id: "decisions" })],
  update() {
    const shown = current()?.decisions || [], print = `${state.language}|${state.selected}|${shown.length}|${shown.at(-1)?.at}|${Boolean(current())}`;
    if ($("decisions").dataset.print === print) return;
    $("decisions").dataset.print = print;
    $("decisions").replaceChildren(...(shown.length ? shown.slice(-150).reverse().map(decision) : [absent()]));
  },
});

// ---- state --------------------------------------------------------------------------------------------------------------------

const until = (at, clock) => { const left = (Date.parse(at) - clock) / 1000; return left > 0 ? t(`en ${lasting(left)}`, `in ${lasting(left)}`) : t("ya", "due"); };
const instant = (text) => (text ? text.replace(" ", "T") : null);
const euros = (cents) => `${(cents / 100).toLocaleString("es-ES")} €`;
function wish([name, said]) {
  const value = name.startsWith("budget") && typeof said.value === "number" ? euros(said.value)
    : [said.value].flat().map((one) => (one && typeof one === "object" ? one.name || JSON.stringify(one) : String(one))).join(", ");
  return [`demand.${name}`, name, `${value} · ${said.certainty}${said.quote ? ` · “${said.quote}”` : ""}`];
}
/** The groups of the state tab: `[title, [[key, label, words, ticking]]]`. */
function groups({ conversation: it, inbox, outbox, now: business, skew }) {
  const store = Date.now() + skew, clock = Date.parse(business) + (Date.now() + skew - Date.parse(detail.store_now));
  const owner = it.handoff ? (it.handoff.kind === "taken" ? t("una persona", "a person") : t("pedido", "asked for")) : t("el asistente", "the assistant");
  const answering = it.answering;
  return [
    [t("Palabra", "Who speaks"), [["owner", t("la tiene", "speaks"), owner], ...Object.entries(it.handoff || {}).map(([name, value]) => [`handoff.${name}`, name, plain(value)]),
      ["rev", t("cambios de dueño", "changes of owner"), it.rev]]],
    [t("Respuesta en curso", "Answering"), answering ? [["answering.turn", t("turno", "turn"), `${answering.turn ?? it.turn} · ${t("intento", "attempt")} ${answering.attempt ?? 1}`],
      ["answering.until", t("suya hasta", "held until"), until(instant(answering.until), store), true], ["unanswered", t("mensajes", "messages"), it.unanswered.length]]
      : [["answering", t("nadie responde ahora", "nobody is answering"), t(`turno ${it.turn}`, `turn ${it.turn}`)]]],
    [t("Lo próximo", "What is due"), [["due_at", "due_at", it.due_at ? `${until(instant(it.due_at), store)} · ${hour(instant(it.due_at))}` : "—", true],
      ["alarm_at", "alarm_at", it.alarm_at ? `${until(instant(it.alarm_at), clock)} · ${hour(instant(it.alarm_at))}` : "—", true]]],
    [t("Demanda", "Demand"), Object.entries(it.demand || {}).filter(([, said]) => said).map(wish)],
    [t("Consentimiento", "Consent"), Object.keys(it.consent || {}).length ? Object.entries(it.consent).map(([name, value]) => [`consent.${name}`, name, plain(value)]) : [["consent", "—", t("ninguno dado ni retirado", "none given or withdrawn")]]],
    [t("Hilo", "Thread"), [["thread", "OpenAI", it.thread ? `${it.thread.id.slice(0, 18)}… · ${it.thread.items} items` : "—"], ["language", t("idioma", "language"), it.language || "—"], ["seq", "seq", it.seq]]],
    [t(`Entrada (${inbox.length})`, `Inbox (${inbox.length})`), inbox.slice(-8).map((item) => [`inbox.${item.id}`, `#${item.seq ?? "·"} ${hour(item.received_at)}`, `${item.state}${item.attempts ? ` · ${t("intentos", "attempts")} ${item.attempts}` : ""}`])],
    [t(`Salida (${outbox.length})`, `Outbox (${outbox.length})`), outbox.slice(-8).map((one) => [`outbox.${one.id}`, `#${one.seq} ${one.action}`, `${one.voice} · ${one.state}${one.failed ? ` · ${plain(one.failed)}` : ""}`])],
  ].filter(([, rows]) => rows.length);
}

/** Fields are changed in place, so that only what is different flashes. */
function fill(place, filled) {
  const fresh = place.dataset.of !== `${detail.person}|${state.language}`;
  if (fresh) { place.dataset.of = `${detail.person}|${state.language}`; place.cells = new Map(); place.replaceChildren(); }
  const cells = place.cells, used = new Set();
  for (const [index, [title, rows]] of filled.entries()) {
    const section = place.children[index] || place.appendChild(el("section.group", {}, el("h3"), el("dl")));
    section.firstChild.textContent = title;
    const nodes = rows.flatMap(([key, label, value, ticking]) => {
      used.add(key);
      const cell = cells.get(key) || { dt: el("dt", {}), dd: el("dd", { testid: `state-${key}` }) };
      const isNew = !cells.has(key), text = String(value);
      if (cell.dt.textContent !== label) cell.dt.textContent = label;
      if (cell.dd.textContent !== text) {
        cell.dd.textContent = text;
        if (!fresh && !ticking) { cell.dd.classList.remove("flash"); void cell.dd.offsetWidth; cell.dd.classList.add("flash"); }
      }
      if (isNew) cells.set(key, cell);
      return [cell.dt, cell.dd];
    });
    const list = section.lastChild;
    if (nodes.length !== list.childNodes.length || nodes.some((node, at) => list.childNodes[at] !== node)) list.replaceChildren(...nodes);
  }
  while (place.children.length > filled.length) place.lastChild.remove();
  for (const key of cells.keys()) if (!used.has(key)) cells.delete(key);
}

TABS.set("state", {
  label: ["Estado", "State"],
  build: () => [el("p.about", {}, t("Lo que la app guarda de esta conversación, leído de ella misma; lo que cambia se ilumina.",
    "What the app keeps of this conversation, read from the app itself; what changes lights up.")), el("div.groups", { id: "groups" })],
  update() {
    const found = current();
    if (found) return fill($("groups"), groups(found));
    $("groups").dataset.of = "";
    $("groups").replaceChildren(absent());
  },
});

export function start() {
  $("tabs").addEventListener("keydown", walk);
  onEvent(({ kind }) => ["sent", "typing", "webhook", "said"].includes(kind) && state.live && soon());
  setInterval(() => document.hidden || look(), 1000);
}
let waiting = null;
function soon() { waiting ??= setTimeout(() => { waiting = null; look(); }, 120); }

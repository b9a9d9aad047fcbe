// The ground of the page (language, addresses, the stream, what is known of every chat) and the column of people.

export const $ = (id) => document.getElementById(id);
const KINDS = "said,sent,status,webhook,typing,read,fault,clock,model,process,person,reset";
const CAST = [
  { id: "34600000001", wa_id: "34600000001", name: "Lucía", language: "es" },
  { id: "4915100000002", wa_id: "4915100000002", name: "Klaus", language: "de" },
  { id: "447700900003", wa_id: "447700900003", name: "Sarah", language: "en" },
  { id: "ES.7400000000004", user_id: "ES.7400000000004", name: "Ana", language: "es", note: ["sin número, solo BSUID", "no number, BSUID only"] },
  { id: "34600000005", wa_id: "34600000005", name: "Omar", language: "es", note: ["habla por notas de voz", "speaks in voice notes"] },
];
export const kept = (name, value) => (value === undefined ? localStorage.getItem(`sandbox.${name}`) : localStorage.setItem(`sandbox.${name}`, value));
export const state = {
  language: kept("language") || (navigator.language.startsWith("es") ? "es" : "en"),
  selected: kept("person") || CAST[0].id,
  people: new Map(), chats: new Map(), agents: new Map(), inspected: [], taken: new Map(),
  about: {}, offset: 0, live: false, connected: true,
};

/** Say it in the language of the page. */
export const t = (es, en) => (state.language === "es" ? es : en);

/** Make an element: `el("button.round#send", { testid: "send", onclick }, "text", child)`; words are text nodes, never HTML. */
export function el(tag, attributes = {}, ...children) {
  const [head, id] = tag.split("#");
  const [name, ...classes] = head.split(".");
  const node = document.createElement(name || "div");
  if (id) node.id = id;
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "testid") node.dataset.testid = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") node.style.cssText = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const icon = (name) => el(`i.icon.${name}`, { "aria-hidden": "true" });

/** Ask an address; a refusal becomes an Error with the sentence of the sandbox. */
export async function ask(path, order, method = order === undefined ? "GET" : "POST") {
  const answer = await fetch(`/control/${path}`, {
    method,
    headers: order === undefined ? {} : { "Content-Type": "application/json" },
    body: order === undefined ? undefined : JSON.stringify(order),
  });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.error || `${answer.status}`);
  return content;
}

let turnOf = Promise.resolve();
/** Carry out an order after the ones before it; a refusal is shown, nothing else breaks. */
export function command(path, order, method) {
  const mine = turnOf.then(() => ask(path, order, method));
  turnOf = mine.catch(() => {});
  return mine.catch((problem) => { toast(problem.message); return null; });
}

export function toast(sentence) {
  const node = el("div.toast", { role: "status", testid: "toast" }, sentence);
  $("toasts").append(node);
  setTimeout(() => node.remove(), 6000);
}

const drawers = [], watchers = [];
let drawing = false;
export const onDraw = (draw) => drawers.push(draw);
export const onEvent = (watch) => watchers.push(watch);
/** Draw everything soon, once, however much has changed. */
export function changed() {
  if (drawing) return;
  drawing = true;
  setTimeout(() => { drawing = false; drawers.forEach((draw) => draw()); }, 16);
}

export const now = () => new Date(Date.now() + state.offset * 1000);
const clockFormat = (options) => new Intl.DateTimeFormat("es-ES", { timeZone: "Europe/Madrid", ...options });
const HOUR = clockFormat({ hour: "2-digit", minute: "2-digit" });
export const hour = (at) => HOUR.format(new Date(at));
export const lasting = (seconds) => (seconds >= 3600 ? `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
  : seconds >= 60 ? `${Math.floor(seconds / 60)} min` : `${Math.max(0, Math.ceil(seconds))} s`);

// ---- what is known of every chat -------------------------------------------------------------------------------------

export function chatOf(id) {
  if (!state.chats.has(id)) state.chats.set(id, { messages: [], by: new Map(), typing: null, asked: null });
  return state.chats.get(id);
}
export const personOf = (id) => state.people.get(id) || CAST.find((one) => one.id === id) || { id, name: null };
export const nameOf = (id) => personOf(id).name || (state.agents.get(id) || {}).name || (/^\d/.test(id) ? `+${id}` : id);
/** Who an order is from: the number that holds today, or the user id of somebody who has none. */
export function sender(id) {
  const person = personOf(id);
  const who = person.wa_id ? { from: person.wa_id } : { user_id: person.user_id || id };
  return state.people.has(id) || !person.name ? who : { ...who, name: person.name, language: person.language };
}
/** Typing shows until the answer comes, 25 seconds at most. */
export const isTyping = (id) => { const since = chatOf(id).typing; return since && now() - since < 25_000 && now() - since > -5_000; };
const touch = (message) => { message.v += 1; return message; };

function add(id, message) {
  const chat = chatOf(id);
  const added = { v: 0, status: null, error: null, reactions: {}, times: 0, attempts: 0, person: id, ...message };
  chat.messages.push(added);
  chat.by.set(added.wamid, added);
  return added;
}

/** A reaction, an edit or a deletion changes the message that it names; everything else is a bubble of its own. */
function heard(id, dir, wamid, at, type, content, more) {
  const chat = chatOf(id);
  const original = chat.by.get(content?.message_id || content?.original_message_id);
  if (type === "reaction" && original) return touch(Object.assign(original, { reactions: { ...original.reactions, [dir]: content.emoji || "" } }));
  if (type === "edit" && original) return touch(Object.assign(original, { edited: true, body: content.message[content.message.type] }));
  if (type === "revoke" && original) return touch(Object.assign(original, { revoked: true }));
  return add(id, { wamid, dir, at, type, body: content, ...more });
}

const EVENTS = {
  said({ person, wamid, kind, message }, at) {
    const dir = kind === "echo" ? "echo" : "in";
    heard(person, dir, wamid, at, message.type, message[message.type], { quotes: message.context?.id, raw: message });
    const chat = chatOf(person);
    if (dir === "in" && !["reaction", "edit", "revoke", "system"].includes(message.type)) chat.asked = { at, since: Date.now() };
    if (dir === "echo") chat.asked = null;
  },
  sent({ person, wamid, type, body, text, choices, biz_opaque_callback_data: opaque }, at) {
    heard(person, "out", wamid, at, type, body[type], { text, choices, opaque, quotes: body.context?.message_id, raw: body });
    Object.assign(chatOf(person), { typing: null, asked: null });
    if (type === "template" && /^aviso_equipo/.test(body.template.name) && !state.agents.has(person)) state.agents.set(person, { name: null });
  },
  status({ person, wamid, status, errors }) {
    const message = chatOf(person).by.get(wamid);
    const order = ["sent", "delivered", "read", "failed"];
    if (message && order.indexOf(status) >= order.indexOf(message.status)) touch(Object.assign(message, { status, error: errors?.[0] || null }));
  },
  webhook({ names, attempt, status }) {
    for (const name of names) {
      for (const chat of state.chats.values()) {
        const message = chat.by.get(name);
        if (message && status === 200) touch(message).times += 1;
        if (message) touch(message).attempts = status === 200 ? 0 : attempt;
      }
    }
  },
  typing({ person, wamid }, at) { chatOf(person).typing = new Date(at); EVENTS.read({ person, wamid }); },
  read({ person, wamid }) {
    const { messages } = chatOf(person);
    const last = messages.findIndex((message) => message.wamid === wamid);
    for (const message of messages.slice(0, last + 1)) if (message.dir === "in" && message.status !== "read") touch(message).status = "read";
  },
  clock({ offset }) { state.offset = offset; },
  reset() { forget(); refreshPeople(); },
};

function forget() {
  state.chats.clear();
  state.people.clear();
  state.inspected = [];
}

let seen = 0, quiet = null;
function follow() {
  const stream = new EventSource(`/control/events?after=${seen}&kinds=${KINDS}`);
  stream.onopen = () => { state.connected = true; settle(); changed(); };
  stream.onerror = () => { state.connected = false; changed(); };
  stream.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.seq <= seen) forget(); // the sandbox has forgotten everything and counts anew
    seen = event.seq;
    EVENTS[event.kind]?.(event.entry, event.at);
    watchers.forEach((watch) => watch(event));
    if (["said", "sent", "person", "status"].includes(event.kind)) soon();
    if (!state.live) settle();
    changed();
  };
}
function settle() { clearTimeout(quiet); quiet = setTimeout(() => { state.live = true; changed(); }, 400); }

let refreshing = null;
function soon() { refreshing ??= setTimeout(() => { refreshing = null; refreshPeople(); }, 150); }
export async function refreshPeople() {
  const [people, inspected] = await Promise.all([ask("people").catch(() => []), ask("inspect/conversations").catch(() => null)]);
  for (const person of people) {
    const cast = CAST.find((one) => one.id === person.id) || {};
    state.people.set(person.id, { ...cast, ...person, name: person.name || cast.name || null, language: person.language || cast.language });
  }
  if (inspected) state.inspected = inspected;
  for (const one of state.inspected.filter((each) => each.handoff === "taken" && !state.taken.has(each.id))) {
    const detail = await ask(`inspect/conversations/${one.id}`).catch(() => null);
    if (detail?.conversation.handoff) state.taken.set(one.id, detail.conversation.handoff.agent || "");
  }
  for (const id of state.taken.keys()) if (!state.inspected.some((one) => one.id === id && one.handoff === "taken")) state.taken.delete(id);
  changed();
}

// ---- the column of people ---------------------------------------------------------------------------------------------

export const inspectedOf = (id) => state.inspected.find((one) => (one.wa_id && one.wa_id === personOf(id).wa_id) || (one.bsuid && one.bsuid === personOf(id).user_id));
export function chipOf(id) {
  const one = inspectedOf(id);
  if (!one) return null;
  if (one.opted_out) return ["baja", t("baja", "opted out")];
  if (one.handoff === "requested") return ["pedido", t("pedido", "asked for")];
  if (one.handoff !== "taken") return ["asistente", t("asistente", "assistant")];
  const agent = state.taken.get(one.id);
  const name = [...state.agents.values()].find((each) => each.id === agent)?.name?.split(" ")[0];
  return ["persona", name || t("una persona", "a person")];
}
export const chipNode = (id) => { const chip = chipOf(id); return chip && el(`span.chip.${chip[0]}`, { testid: "chip" }, chip[1]); };
export function avatar(id) {
  const hue = [...id].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 360, 7);
  return el("span.avatar", { style: `--hue:${hue}`, "aria-hidden": "true" }, (nameOf(id).replace("+", "") || "?")[0]);
}
export function windowLeft(id) {
  const last = state.people.get(id)?.last_at;
  return last ? Math.max(0, (new Date(last).getTime() + 86400_000 - now()) / 1000) : null;
}
export const customers = () => [...new Set([...CAST.map((one) => one.id), ...state.people.keys()])].filter((id) => !state.agents.has(id));
export function select(id) {
  state.selected = id;
  kept("person", id);
  changed();
}

const WORDS = { audio: ["nota de voz", "voice note"], image: ["foto", "photo"], location: ["ubicación", "location"], document: ["documento", "document"], sticker: ["pegatina", "sticker"] };
function preview(id) {
  const last = chatOf(id).messages.at(-1);
  const words = (message) => message.text || message.body?.body || message.body?.caption || message.body?.[message.body.type]?.title || message.body?.text
    || t(...(WORDS[message.type] || [`[${message.type}]`, `[${message.type}]`]));
  return last ? `${last.dir === "in" ? "" : "‹ "}${String(words(last)).slice(0, 60)}` : (personOf(id).note ? t(...personOf(id).note) : t("aún no ha escrito", "has not written yet"));
}

function row(id) {
  const { unread = 0, language } = personOf(id), left = windowLeft(id), last = chatOf(id).messages.at(-1);
  const closes = left === null ? "" : left ? `${Math.floor(left / 3600)} h` : t("cerrada", "closed");
  return el("button.person", { testid: `person-${id}`, "aria-current": id === state.selected, onclick: () => { select(id); document.body.dataset.column = "phone"; } },
    avatar(id),
    el("span.who", {}, el("b", {}, nameOf(id)), language && el("i.lang", {}, language)),
    el("span.at", {}, last ? hour(last.at) : ""),
    el("span.last", {}, preview(id)),
    el("span.marks", {}, chipNode(id), closes && el(`span.left${left ? "" : ".shut"}`, { title: t("ventana de 24 h", "24-hour window"), testid: "window" }, icon("clock"), ` ${closes}`),
      unread > 0 && id !== state.selected && el("span.unread", { testid: "unread" }, String(unread))));
}

let drawn = "";
onDraw(() => {
  const ids = customers().sort((a, b) => (state.people.get(b)?.last_at || "").localeCompare(state.people.get(a)?.last_at || ""));
  const print = JSON.stringify([state.language, state.selected, ids.map((id) => [row(id).textContent])]);
  if (print === drawn) return;
  drawn = print;
  const focused = document.activeElement?.dataset?.testid;
  $("people-list").replaceChildren(...ids.map(row));
  if (focused?.startsWith("person-")) document.querySelector(`[data-testid="${focused}"]`)?.focus({ preventScroll: true });
});

function words() {
  document.documentElement.lang = state.language;
  for (const node of document.querySelectorAll("[data-es]")) node.textContent = node.dataset[state.language];
  for (const node of document.querySelectorAll("[data-title-es]")) {
    const label = state.language === "es" ? node.dataset.titleEs : node.dataset.titleEn;
    node.title = label;
    node.setAttribute("aria-label", label);
  }
  changed();
}

async function introduce(event) {
  if (event.submitter?.value === "cancel") return;
  const { name, number, language } = Object.fromEntries(new FormData($("new-person-form")));
  const digits = number.replace(/\D/g, "");
  const who = digits ? { from: digits } : { user_id: `ES.${Date.now()}` };
  const answer = await command("people", { ...who, name: name || undefined, language });
  if (answer) { await refreshPeople(); select(answer.person); }
  $("new-person-form").reset();
}

export async function start() {
  $("language").onclick = () => { state.language = state.language === "es" ? "en" : "es"; kept("language", state.language); words(); };
  $("new-person").onclick = () => $("new-person-dialog").showModal();
  $("new-person-form").addEventListener("submit", introduce);
  $("people-list").addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) { event.preventDefault(); document.activeElement[step]?.focus(); }
  });
  words();
  [state.about, { offset: state.offset }] = await Promise.all([ask("about").catch(() => ({})), ask("clock").catch(() => ({ offset: 0 }))]);
  for (const agent of state.about.agents || []) state.agents.set(agent.number.replace(/\D/g, ""), agent);
  await refreshPeople();
  follow();
  setInterval(() => document.hidden || refreshPeople(), 2500);
}

// The controls: model, clock, faults, kill -9, the minute in four steps, the first words, the red line.

import { $, ask, changed, chatOf, chipOf, command, customers, el, isTyping, lasting, nameOf, now, onDraw, onEvent, refreshPeople, select, start as startPeople, state, t, toast } from "./people.js";
import { send, start as startPhone } from "./phone.js";
import { TABS, openTab, start as startBehind } from "./behind.js";

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

// ---- first words -------------------------------------------------------------------------------------------------------

/** Several short messages, as people write them. */
async function burst(id, texts, gap = 0.7) {
  for (const [index, text] of texts.entries()) {
    if (index) await pause(gap);
    await send(id, { text });
  }
}
const FIRST = [
  ["burst", ["Búsqueda en cuatro mensajes", "A search in four messages"], (id) => burst(id, ["hola", "busco piso en nerja", "2 hab", "hasta 300"])],
  ["pdf", ["El PDF de una casa", "The PDF of a home"], (id) => burst(id, ["hola, pasame el pdf del atico de burriana"])],
  ["visit", ["Pedir una visita", "Ask for a viewing"], (id) => burst(id, ["quiero ver el atico de burriana, el jueves por la mañana puede ser?"])],
  ["person", ["Hablar con una persona", "Talk to a person"], (id) => burst(id, ["quiero hablar con un agente"])],
  ["audio", ["Nota de voz", "Voice note"], (id) => send(id, { kind: "audio", text: "hola, busco una casa en Frigiliana con piscina, hasta seiscientos mil" })],
  ["homonym", ["«baja» y luego «planta baja»", "“baja”, then “planta baja”"], (id) => burst(id, ["baja", "hola, tenéis algo en planta baja en nerja?"], 6)],
];

// ---- the minute --------------------------------------------------------------------------------------------------------

const LUCIA = "34600000001", SARAH = "447700900003";
const answers = (id) => chatOf(id).messages.filter((message) => message.dir === "out").length;
async function until(question, seconds) {
  for (let left = seconds * 5; left > 0; left -= 1) {
    if (question()) return true;
    await pause(0.2);
  }
  return false;
}
function show(id) { select(id); document.body.dataset.column = "phone"; }

const STEPS = [
  [["Ráfaga, una respuesta", "A burst, one answer"], async (tell) => {
    show(LUCIA);
    const before = answers(LUCIA);
    tell(t("Lucía escribe cuatro mensajes…", "Lucía writes four messages…"));
    await burst(LUCIA, ["hola", "busco piso en nerja", "2 hab", "hasta 300"]);
    const came = await until(() => answers(LUCIA) > before && !isTyping(LUCIA), 25);
    await pause(3);
    return came && t(`4 mensajes, ${turnsSince(LUCIA, before)} ✔`, `4 messages, ${turnsSince(LUCIA, before)} ✔`);
  }],
  [["De dónde sale cada cifra", "Where each figure comes from"], async () => {
    show(LUCIA);
    openTab("tools");
    const found = await until(() => document.querySelector("[data-testid=tool-call]"), 6);
    document.querySelector("[data-testid=tool-call]")?.setAttribute("open", "");
    if (matchMedia("(max-width: 900px)").matches) document.body.dataset.column = "behind";
    return found && t("El registro que leyó el modelo: ahí está cada precio ✔", "The record that the model read: every price stands there ✔");
  }],
  [["Marta contesta, él calla", "Marta answers, it is silent"], async (tell) => {
    show(LUCIA);
    openTab("agent");
    await send(LUCIA, { kind: "echo", text: "Hola Lucía, soy Marta. ¿Te interesa financiar?" });
    await pause(1.5);
    const before = answers(LUCIA);
    await burst(LUCIA, ["sí, y cuánto sería la entrada?"]);
    tell(t("Lucía pregunta; ocho segundos de silencio…", "Lucía asks; eight seconds of silence…"));
    await pause(8);
    return answers(LUCIA) === before && t("El asistente ha callado ✔", "The assistant was silent ✔");
  }],
  [["kill -9 en plena respuesta", "kill -9 in mid-answer"], async (tell) => {
    show(SARAH);
    const before = answers(SARAH);
    await command("faults", { target: "openai", kind: "slow", value: 4, count: 1 });
    await send(SARAH, { text: "Hi! I'm looking for a villa in Frigiliana" });
    if (!(await until(() => isTyping(SARAH), 15))) return false;
    await pause(1);
    await kill();
    tell(t("Matada con kill -9. Arranca sola; la respuesta llega en menos de 50 s…", "Killed with kill -9. It starts by itself; the answer comes within 50 s…"));
    if (!(await until(() => answers(SARAH) > before, 75))) return false;
    await pause(4);
    return answers(SARAH) === before + 1 && t("Exactamente un mensaje ✔", "Exactly one message ✔");
  }],
];
const turnsSince = (id, before) => { const texts = chatOf(id).messages.filter((message) => message.dir === "out").slice(before).filter((one) => one.type !== "image");
  return texts.length > 1 ? t(`1 respuesta en ${texts.length} burbujas`, `1 answer in ${texts.length} bubbles`) : t("1 respuesta", "1 answer"); };

let running = false;
async function play(index) {
  if (running) return toast(t("Espera a que termine el paso.", "Wait until the step has ended."));
  running = true;
  const button = $(`step-${index}`), tell = (sentence) => { $("minute-words").textContent = sentence; };
  button.className = "playing";
  tell("…");
  const result = await STEPS[index][1](tell).catch((problem) => { toast(problem.message); return false; });
  tell(result || t("No ha salido como debía: mira la línea roja y la pestaña Estado.", "It did not go as it should: see the red line and the tab State."));
  button.className = result ? "done" : "wrong";
  running = false;
}

// ---- clock -----------------------------------------------------------------------------------------------------------------

const MADRID = { timeZone: "Europe/Madrid", hourCycle: "h23" };
const parts = (date) => Object.fromEntries(new Intl.DateTimeFormat("en-CA", { ...MADRID, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  second: "2-digit" }).formatToParts(date).map(({ type, value }) => [type, Number(value)]));
function tomorrow(hours, minutes) {
  const { year, month, day } = parts(now()), guess = Date.UTC(year, month - 1, day + 1, hours, minutes), there = parts(new Date(guess));
  return new Date(guess - (Date.UTC(there.year, there.month - 1, there.day, there.hour, there.minute) - guess));
}
const long = () => new Intl.DateTimeFormat(state.language, { ...MADRID, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(now());
const MOVES = [["+15min", "+15 min", { advance: 900 }], ["+1h", "+1 h", { advance: 3600 }], ["tomorrow", ["mañana 9:30", "tomorrow 9:30"], () => ({ set: tomorrow(9, 30).toISOString() })],
  ["+25h", "+25 h", { advance: 90000 }], ["reset", ["hora real", "real time"], { reset: true }]];
TABS.set("clock", {
  label: ["Reloj", "Clock"],
  build: () => [el("p.about", {}, t("Mueve la hora de todo: ventana de 24 h, horario de oficina, avisos, vueltas. Los plazos del trabajo en curso siguen en tiempo real.",
    "Moves everybody's time: 24-hour window, office hours, notices, returns. Deadlines of work in progress stay on real time.")),
  el("output.big-clock", { id: "clock-now", testid: "clock-now" }), el("p", { id: "clock-offset", testid: "clock-offset" }),
  el("div.buttons", {}, MOVES.map(([name, label, order]) => el("button.solid", { testid: `clock-${name}`,
    onclick: () => command("clock", typeof order === "function" ? order() : order).then(refreshPeople) }, typeof label === "string" ? label : t(...label))))],
  update() {
    $("clock-now").textContent = long();
    const ahead = Math.abs(state.offset) < 1 ? t("La hora real.", "Real time.") : t(`${lasting(Math.abs(state.offset))} ${state.offset > 0 ? "por delante" : "por detrás"} de la hora real.`,
      `${lasting(Math.abs(state.offset))} ${state.offset > 0 ? "ahead of" : "behind"} real time.`);
    $("clock-offset").textContent = ahead;
  },
});

// ---- faults ----------------------------------------------------------------------------------------------------------------

const PRESETS = [
  ["graph", "WhatsApp", [["latency", 3, "3 s"], ["status", 500, "500"], ["lost_reply", null, ["respuesta perdida", "lost reply"]], ["131026", "to", ["131026 a esta persona", "131026 to this person"]],
    ["130429", null, "130429"], ["131056", null, "131056"], ["190", null, ["190 token", "190 token"]]]],
  ["openai", "OpenAI", [["slow", 25, ["tarda 25 s", "takes 25 s"]], ["status", 500, "500"], ["rate_limit", 2, "429"], ["quota", null, ["sin saldo", "no quota"]], ["locked", null, ["hilo bloqueado", "locked"]],
    ["incomplete", null, ["cortada", "cut"]], ["refusal", null, ["se niega", "refusal"]], ["empty", null, ["vacía", "empty"]], ["unknown_tool", null, ["herramienta inventada", "unknown tool"]],
    ["bad_arguments", null, ["JSON roto", "broken JSON"]], ["lost_reply", null, ["respuesta perdida", "lost reply"]]]],
  ["webhook", "Webhook", [["duplicate", 2, ["dos veces", "twice"]], ["shuffle", 1, ["desordenado", "shuffled"]], ["batch", 1, ["en lote", "batched"]], ["delay", 10800, ["3 h tarde", "3 h late"]], ["status", 503, ["no llega", "lost"]]]],
];
let faults = [], once = true;
async function order(target, kind, value) {
  const condition = value === "to" ? { to: state.people.get(state.selected)?.wa_id || state.selected } : {};
  await command("faults", { target, kind, ...(value === null || value === "to" ? {} : { value }), ...condition, ...(once ? { count: 1 } : {}) });
  await readFaults();
}
const lift = async (query) => { await command(`faults${query}`, undefined, "DELETE"); await readFaults(); };
async function readFaults() { faults = await ask("faults").catch(() => faults); changed(); }
export async function kill() { await command("process", { name: "app", do: "kill" }); readProcesses(); }
const fault = (one) => el(`li${one.count && one.hits >= one.count ? ".spent" : ""}`, { testid: "fault" }, el("b", {}, one.target), el("code", {}, one.kind === "code" ? one.value : one.kind), one.value !== null && one.kind !== "code" ? String(one.value) : "",
  el("span.hits", { testid: "hits" }, t(`${one.hits} ${one.hits === 1 ? "vez" : "veces"}${one.count ? ` de ${one.count}` : ""}`, `${one.hits}${one.count ? ` of ${one.count}` : ""} hit${one.hits === 1 ? "" : "s"}`)),
  el("button.plain", { "aria-label": t("Quitar", "Lift"), testid: "lift", onclick: () => lift(`?id=${one.id}`) }, "✕"));

TABS.set("faults", {
  label: ["Fallos", "Faults"],
  build: () => [el("p.about", {}, t("Rompe algo y mira qué llega al cliente.", "Break something and see what reaches the customer.")),
    el("div.buttons", {}, el("button.danger", { testid: "kill", onclick: kill }, "kill -9 app"),
      el("label.check", {}, el("input", { type: "checkbox", testid: "once", ...(once ? { checked: true } : {}), onchange: (event) => { once = event.target.checked; } }), t("cada fallo, una sola vez", "each fault only once"))),
    PRESETS.map(([target, title, kinds]) => el("section.faults", {}, el("h3", {}, title), el("div.buttons", {}, kinds.map(([kind, value, label]) =>
      el("button", { testid: `fault-${target}-${kind}`, onclick: () => order(target, kind, value) }, typeof label === "string" ? label : t(...label)))))),
    el("h3", {}, t("En vigor", "In force")), el("ul.in-force", { id: "in-force", testid: "in-force" }), el("button.plain", { testid: "lift-all", onclick: () => lift("") }, t("Quitar todos", "Lift all"))],
  update() {
    const print = JSON.stringify([faults, state.language]);
    if ($("in-force").dataset.print === print) return;
    $("in-force").dataset.print = print;
    $("in-force").replaceChildren(...(faults.length ? faults.map(fault) : [el("li.nothing", {}, t("Ninguno.", "None."))]));
  },
});

// ---- the red line --------------------------------------------------------------------------------------------------------

let processes = [], restarted = null, refused = null;
const starts = new Map();
async function readProcesses() {
  const found = await ask("processes").catch(() => null);
  if (!found) return;
  for (const one of found.filter((each) => each.name !== "sync")) {
    if (starts.has(one.name) && starts.get(one.name) !== one.start) restarted = { name: one.name, at: Date.now() };
    starts.set(one.name, one.start);
  }
  processes = found;
  changed();
}
/** A refused webhook stays on the line for half a minute, or long enough to be read once it has been taken. */
function delivered(entry) {
  if (entry.status !== 200) refused = { ...entry, until: Date.now() + 30_000 };
  else if (refused) refused.until = Math.min(refused.until, Date.now() + 4_000);
}
function silent(id) {
  const { asked } = chatOf(id), waited = asked && (now() - new Date(asked.at)) / 1000, real = asked && (Date.now() - asked.since) / 1000;
  const mayWait = ["pedido", "persona", "baja"].includes(chipOf(id)?.[0]);
  return asked && !mayWait && state.live && waited > 20 && real > 20 && waited < 600 ? el("span", {}, t(`${nameOf(id)} espera desde hace ${lasting(waited)}`, `${nameOf(id)} has been waiting for ${lasting(waited)}`)) : null;
}
const log = (name) => { const lines = processes.find((one) => one.name === name)?.log?.trim(); return lines ? el("pre", {}, lines.split("\n").slice(-4).join("\n")) : null; };
onDraw(() => {
  const down = processes.filter((one) => one.name !== "sync" && !["RUNNING", "STARTING"].includes(one.statename));
  const lines = [
    !state.connected && el("span", {}, t("El sandbox no responde; la página se une sola en cuanto vuelva.", "The sandbox does not answer; the page joins by itself as soon as it is back.")),
    ...down.map((one) => el("span", {}, `${one.name}: ${one.statename} (exit ${one.exitstatus}) ${one.spawnerr}`, log(one.name))),
    restarted && Date.now() - restarted.at < 12_000 && el("span", {}, t(`${restarted.name} terminó y ha arrancado otra vez`, `${restarted.name} ended and was started again`), log(restarted.name)),
    refused && Date.now() < refused.until && el("span", {}, t(`El webhook ${refused.status ? `respondió ${refused.status}` : "no responde"} (intento ${refused.attempt})`,
      `The webhook ${refused.status ? `answered ${refused.status}` : "does not answer"} (attempt ${refused.attempt})`), log("app")),
    ...customers().map(silent),
  ].filter(Boolean);
  $("alarm").hidden = lines.length === 0;
  const print = lines.map((line) => line.textContent).join("|");
  if ($("alarm").dataset.print !== print) { $("alarm").dataset.print = print; $("alarm").replaceChildren(...lines); }
  $("connection").className = state.connected ? "on" : "off";
  $("connection").title = state.connected ? t("en directo", "live") : t("sin conexión", "disconnected");
  $("now").textContent = long();
});

// ---- the head ------------------------------------------------------------------------------------------------------------

const MODEL_NAMES = { "sandbox-assistant": ["asistente (guion)", "assistant (scripted)"], "sandbox-echo": ["eco", "echo"], "sandbox-liar": ["mentiroso", "liar"] };
let models = { model: "", models: [] };
let head = "";
onDraw(() => {
  const print = JSON.stringify([models, state.language, state.about]);
  if (print === head) return;
  head = print;
  const real = state.about.openai === "real";
  $("model").replaceChildren(...(real ? [el("option", {}, t("el de verdad", "the real one"))] : models.models.map((name) => el("option", { value: name, selected: name === models.model }, t(...(MODEL_NAMES[name] || [name, name]))))));
  $("model").disabled = real;
  $("honest").textContent = (real ? t("Meta e Inmoenter son de mentira; OpenAI es el de verdad.", "Meta and Inmoenter are played; OpenAI is the real one.")
    : t("Meta, OpenAI e Inmoenter son de mentira; el modelo es un guion, no es inteligente.", "Meta, OpenAI and Inmoenter are played; the model is scripted, not intelligent."))
    + t(" El contrato de Inmoenter es supuesto.", " Inmoenter's contract is assumed.");
  $("chips").replaceChildren(...FIRST.map(([name, label, act]) => el("button.first", { testid: `first-${name}`, onclick: () => act(state.selected) }, t(...label))));
  $("steps").replaceChildren(...STEPS.map(([label], index) => el("li", {}, el(`button#step-${index}`, { testid: `step-${index + 1}`, onclick: () => play(index) }, el("i", {}, String(index + 1)), t(...label)))));
});

async function begin() {
  startPhone();
  startBehind();
  for (const button of document.querySelectorAll("#columns button")) button.onclick = () => { document.body.dataset.column = button.dataset.to; changed(); };
  $("model").onchange = (event) => command("model", { model: event.target.value });
  onEvent(({ kind, entry, at }) => {
    if (kind === "model") models = { ...models, model: entry.model };
    if (kind === "webhook" && now() - new Date(at) < 30_000) delivered(entry);
    if (kind === "fault" && state.live) readFaults();
  });
  models = await ask("model").catch(() => models);
  await startPeople();
  readFaults();
  readProcesses();
  setInterval(() => document.hidden || readProcesses(), 3000);
  setInterval(() => document.hidden || readFaults(), 2000);
  setInterval(changed, 1000);
}
begin();

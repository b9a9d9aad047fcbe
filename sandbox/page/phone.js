// The phone: every form of a WhatsApp message, the 24-hour bar, the composer.

import { $, ask, avatar, changed, chatOf, chipNode, command, el, hour, icon, isTyping, lasting, nameOf, now, onDraw, personOf, refreshPeople, sender, state, t,
  toast, windowLeft } from "./people.js";

// ---- text with WhatsApp's marks ----------------------------------------------------------------------------------------

const MARKS = [[/```([^`]+)```/, "code"], [/`([^`\n]+)`/, "code"], [/(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/, "b"],
  [/(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])/, "i"], [/(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])/, "s"], [/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/, "a"]];

/** The nodes of a line; what matches first is marked, the rest is looked through again. */
export function marked(text) {
  const found = MARKS.map(([pattern, tag]) => [pattern.exec(text), tag]).filter(([hit]) => hit).sort((a, b) => a[0].index - b[0].index)[0];
  if (!found) return text ? [text] : [];
  const [hit, tag] = found;
  const inside = tag === "code" || tag === "a" ? [hit[1]] : marked(hit[1]);
  const node = tag === "a" ? el("a", { href: hit[1], target: "_blank", rel: "noopener noreferrer" }, inside) : el(tag, {}, inside);
  return [...marked(text.slice(0, hit.index)), node, ...marked(text.slice(hit.index + hit[0].length))];
}

export function words(text) {
  const lines = String(text).split("\n").map((line) => (line.startsWith("> ") ? el("blockquote", {}, marked(line.slice(2)))
    : /^[-*] /.test(line) ? el("div.item", {}, "• ", marked(line.slice(2))) : el("div.line", {}, line ? marked(line) : "\u00a0")));
  return el("div.words", { dir: "auto" }, lines);
}

// ---- media --------------------------------------------------------------------------------------------------------------

/** Where a file lies: held by Meta, or by a link, of which only those of this machine may be shown. */
function place(medium) {
  if (medium?.id) return `/control/media/${medium.id}`;
  const link = URL.parse?.(medium?.link) ?? (medium?.link && new URL(medium.link));
  const here = link && ["127.0.0.1", "localhost", "[::1]", location.hostname].includes(link.hostname) && link.port === location.port;
  return here ? link.pathname + link.search : null;
}
const gone = (medium) => el("div.gone", {}, icon("photo"), medium?.link ? t("foto en otro servidor", "photo on another host") : t("ya no está", "gone"));
function picture(medium) {
  const source = place(medium);
  if (!source) return gone(medium);
  const image = el("img", { src: source, alt: t("foto", "photo"), loading: "lazy", testid: "photo" });
  image.onerror = () => image.replaceWith(gone(medium));
  return image;
}
function voice(medium) {
  const said = el("em.heard", {}), source = place(medium);
  if (source) fetch(source).then((answer) => answer.arrayBuffer()).then((bytes) => { said.textContent = transcript(bytes); }).catch(() => {});
  return el("div.voice", {}, el("audio", { controls: true, preload: "none", src: source || "" }), said);
}
function transcript(bytes) {
  const start = new TextDecoder("latin1").decode(bytes).indexOf("TRANSCRIPT="); // the sandbox writes it into the comment of its notes
  if (start < 4) return "";
  const length = new DataView(bytes).getUint32(start - 4, true);
  return `“${new TextDecoder().decode(bytes.slice(start + 11, start + length))}”`;
}
const paper = (body) => el("a.paper", { href: place(body) || body.link, target: "_blank", rel: "noopener noreferrer", testid: "document" },
  el("span.pdf", {}, (body.filename || "?").split(".").at(-1).slice(0, 4).toUpperCase()), el("span", {}, body.filename || t("sin nombre", "without a name")));
const pin = ({ latitude, longitude, name, address }) => el("a.pin", { testid: "location", target: "_blank", rel: "noopener noreferrer",
  href: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}` },
el("span.map", { "aria-hidden": "true" }, icon("pin")), el("b", {}, name || t("Ubicación", "Location")), el("small", {}, address || `${latitude}, ${longitude}`));

// ---- the forms ------------------------------------------------------------------------------------------------------------

const tap = (message, order) => command("say", { ...sender(message.person), replies_to: message.wamid, ...order });
const button = (label, act, sign) => el("button.choice", { testid: "choice", onclick: act }, icon(sign), " ", label);
const replies = (message, buttons) => el("div.choices", {}, buttons.map(({ reply }) => button(reply.title, () => tap(message, { kind: "choice", ...reply }), "reply")));
const link = ({ parameters }) => el("div.choices", {}, el("a.choice", { href: parameters.url, target: "_blank", rel: "noopener noreferrer" }, icon("open"), " ", parameters.display_text));

function header(content) {
  if (!content) return null;
  if (content.type === "text") return el("b.heading", {}, content.text);
  return content.type === "image" ? picture(content.image) : content.type === "document" ? paper(content.document) : raw(content);
}

function sheet(message, action) {
  const dialog = $("list-sheet");
  const choose = (row) => { dialog.close(); tap(message, { kind: "choice", id: row.id, title: row.title }); };
  dialog.replaceChildren(el("h3", {}, action.button), ...action.sections.map((section) => el("section", {}, section.title && el("h4", {}, section.title),
    section.rows.map((row) => el("button.row", { testid: "list-row", onclick: () => choose(row) }, el("b", {}, row.title), el("small", {}, row.description || ""))))),
  el("button.plain", { onclick: () => dialog.close() }, t("Cerrar", "Close")));
  dialog.showModal();
}

const INTERACTIVE = {
  button: (message, { action }) => [replies(message, action.buttons)],
  list: (message, { action }) => [el("div.choices", {}, button(action.button, () => sheet(message, action), "list"))],
  cta_url: (_, { action }) => [link(action)],
  location_request_message: (message) => [el("div.choices", {}, button(t("Enviar ubicación", "Send location"), () => tap(message, { kind: "location", ...NERJA }), "pin"))],
  request_contact_info: (message) => [el("div.choices", {}, button(t("Compartir teléfono", "Share number"),
    () => tap(message, { kind: "contacts", phone: personOf(message.person).wa_id || "34600000004", origin: "request_contact_info" }), "person"))],
  carousel: (message, { action }) => [el("div.carousel", { tabindex: "0", testid: "carousel" }, action.cards.map((card) => el("div.slide", {}, header(card.header),
    card.body && words(card.body.text), card.action.buttons ? replies(message, card.action.buttons.map((one) => ({ reply: one.quick_reply || one.reply }))) : link(card.action))))],
};
const FORMS = {
  text: ({ body }) => [words(body.body)],
  image: ({ body }) => [picture(body), body.caption && words(body.caption)],
  video: ({ body }) => [el("video", { controls: true, preload: "none", src: place(body) || "" }), body.caption && words(body.caption)],
  audio: ({ body }) => [voice(body)],
  document: ({ body }) => [paper(body), body.caption && words(body.caption)],
  sticker: ({ body }) => [el("span.sticker", {}, picture(body))],
  location: ({ body }) => [pin(body)],
  contacts: ({ body }) => body.map((card) => el("div.card", {}, el("b", {}, icon("person"), " ", card.name?.formatted_name || t("sin nombre", "no name")), el("small", {}, card.phones?.[0]?.phone || ""))),
  button: ({ body }) => [words(body.text)],
  interactive: (message) => {
    const { body } = message, reply = body.button_reply || body.list_reply;
    if (reply) return [words(reply.title), reply.description && el("small", {}, reply.description)];
    return [header(body.header), body.body && words(body.body.text), body.footer && el("small.foot", {}, body.footer.text), ...INTERACTIVE[body.type](message, body)];
  },
  template: (message) => [el("small.frame", { testid: "template" }, `${t("plantilla", "template")} ${message.body.name} · ${message.body.language.code}`), words(message.text),
    message.choices?.length > 0 && el("div.choices", {}, message.choices.map((one) => button(one.title, () => tap(message, { kind: "template_button", payload: one.payload }), "reply")))],
  system: ({ body }) => [words(body.body)],
  reaction: ({ body }) => [words(body.emoji || "")],
};

/** A form that the phone does not know is shown as it came, red: better ugly than hidden. */
const raw = (content) => el("pre.raw", { testid: "raw" }, JSON.stringify(content, null, 1));
function form(message) {
  try {
    return (FORMS[message.type] || (() => [raw(message.raw)]))(message);
  } catch { return [raw(message.raw)]; }
}

function ticks(message) {
  if (message.status === "failed") return el("span.failed", { testid: "failed", title: message.error?.title }, `! ${message.error?.code || ""} ${message.error?.title || ""}`);
  const arrived = message.dir === "out" ? ["delivered", "read"].includes(message.status) : message.times > 0 || message.status === "read";
  const label = message.status === "read" ? t("leído", "read") : arrived ? t("entregado", "delivered") : t("aceptado", "accepted");
  return [message.attempts > 0 && el("span.failed", { testid: "retrying" }, t(`webhook sin 200, intento ${message.attempts}`, `webhook without 200, attempt ${message.attempts}`)),
    message.times > 1 && el("span.times", { title: t("veces entregado a la app", "times delivered to the app") }, `×${message.times}`),
    el(`span.ticks${message.status === "read" ? ".read" : ""}`, { title: label, testid: `ticks-${message.status || "none"}` }, arrived ? "✓✓" : "✓")];
}

function bubble(message, side) {
  if (message.type === "system") return el("div.notice", { testid: "system" }, form(message));
  const mine = (side === "customer") === (message.dir === "in");
  const author = side === "business" && message.dir !== "in" ? (message.dir === "echo" ? t("tú", "you") : t("asistente", "assistant")) : null;
  const quoted = message.quotes && chatOf(message.person).by.get(message.quotes);
  const reactions = Object.values(message.reactions).filter(Boolean).join("");
  const node = el(`article.bubble.${mine ? "mine" : "theirs"}.${message.type}${message.status === "failed" ? ".undelivered" : ""}`,
    { testid: message.dir === "in" ? "bubble-customer" : message.dir === "echo" ? "bubble-agent" : "bubble-assistant", "data-wamid": message.wamid },
    author && el(`small.author.${message.dir}`, {}, author),
    side === "customer" && message.dir === "echo" && el("small.author.echo", {}, t("una persona de la agencia", "a person of the agency")),
    quoted && el("div.quoted", {}, String(quoted.text || quoted.body?.body || quoted.body?.body?.text || `[${quoted.type}]`).slice(0, 90)),
    message.revoked ? el("i.revoked", {}, icon("bad"), " ", t("mensaje eliminado", "message deleted")) : form(message),
    el("footer", {}, message.edited && t("editado · ", "edited · "), hour(message.at), " ", ticks(message)),
    reactions && el("span.reactions", {}, reactions),
    el("button.more", { testid: "more", "aria-label": t("Más sobre el mensaje", "More about the message"), onclick: (event) => menu(event.currentTarget, message, side) }, "⋯"));
  if (side === "business") for (const choices of node.querySelectorAll(".choices")) choices.inert = true; // these are the customer's to press
  return node;
}

const LAST = 300;
const nearEnd = (pane) => pane.scrollHeight - pane.scrollTop - pane.clientHeight < 60 || !pane.clientHeight;
/** Draw a chat into a scroller: only what is new or has changed is made anew; whoever reads at the end stays at the end. */
export function drawChat(pane, id, side) {
  const chat = chatOf(id), shown = chat.messages.slice(-LAST), print = `${id}|${side}|${state.language}`;
  if (pane.print !== print) { Object.assign(pane, { print, nodes: new Map(), atEnd: true, top: 0 }); pane.replaceChildren(); }
  if (pane.scrollTop < pane.top - 2 && !nearEnd(pane)) pane.atEnd = false; // scrolled up since, though its event is still to come
  const wanted = shown.map((message) => {
    const known = pane.nodes.get(message.wamid);
    if (known?.v === message.v) return known.node;
    const node = bubble(message, side);
    pane.nodes.set(message.wamid, { v: message.v, node });
    known?.node.replaceWith(node);
    return node;
  });
  while (pane.firstChild && !wanted.includes(pane.firstChild) && pane.children.length > wanted.length) pane.firstChild.remove();
  wanted.forEach((node, index) => { if (pane.children[index] !== node) pane.insertBefore(node, pane.children[index] || null); });
  while (pane.children.length > wanted.length) pane.lastChild.remove();
  pane.onscroll ??= () => { pane.atEnd = nearEnd(pane); };
  if (pane.atEnd) pane.scrollTop = pane.scrollHeight;
  pane.top = pane.scrollTop;
}

const entry = (popover) => (testid, sign, label, act) => el("button", { role: "menuitem", testid, onclick: () => { popover.hidePopover(); act(); } }, sign && icon(sign), label);

/** Open a menu where it fits into the window; its size is known only then. */
function openAt(popover, place) {
  popover.showPopover();
  const [left, top] = place();
  Object.assign(popover.style, { left: `${Math.max(8, Math.min(left, innerWidth - popover.offsetWidth - 8))}px`, top: `${Math.max(8, Math.min(top, innerHeight - popover.offsetHeight - 8))}px` });
  popover.querySelector("button").focus();
}

// ---- the menu of a bubble -----------------------------------------------------------------------------------------------

function menu(anchor, message, side) {
  const popover = $("menu"), from = sender(message.person), customer = side === "customer", live = !message.revoked;
  const item = entry(popover);
  popover.replaceChildren(...[
    customer && live && el("div.emojis", {}, ["👍", "❤️", "😂", "🙏", "✕"].map((emoji) => item(`react-${emoji}`, null, emoji,
      () => command("say", { ...from, kind: "reaction", replies_to: message.wamid, emoji: emoji === "✕" ? "" : emoji })))),
    customer && live && item("reply", "reply", t("Responder", "Reply"), () => compose("reply", message)),
    customer && live && message.dir === "in" && message.type === "text" && item("edit", "pen", t("Editar", "Edit"), () => compose("edit", message)),
    customer && live && message.dir === "in" && item("delete", "trash", t("Eliminar para todos", "Delete for everyone"), () => command("say", { ...from, kind: "revoke", replies_to: message.wamid })),
    item("redeliver", "again", message.dir === "out" ? t("Entregar sus estados otra vez", "Deliver its statuses again") : t("Entregar el webhook otra vez", "Deliver the webhook again"),
      () => command("redeliver", { wamid: message.wamid })),
    message.dir === "out" && item("fail", "bad", t("Marcar como fallido (131026)", "Mark as failed (131026)"), () => command("status", { wamid: message.wamid, code: 131026 })),
    el("dl", {}, el("dt", {}, "wamid"), el("dd", { testid: "wamid" }, message.wamid), message.opaque && [el("dt", {}, "outbox"), el("dd", {}, message.opaque)]),
  ].filter(Boolean));
  const { left, bottom } = anchor.getBoundingClientRect();
  openAt(popover, () => [left - 120, bottom + 4]);
}

// ---- the composer -------------------------------------------------------------------------------------------------------

const NERJA = { latitude: 36.7447, longitude: -3.8716 };
let mode = { kind: "text", message: null }, twice = false;
function compose(kind, message = null) {
  mode = { kind, message };
  if (kind === "edit") $("words").value = message.body.body;
  $("words").focus();
  changed();
}

function orderOf(text) {
  if (mode.kind === "edit") return { kind: "edit", text, replies_to: mode.message.wamid };
  return { kind: mode.kind === "voice" ? "audio" : "text", text, ...(mode.kind === "reply" ? { replies_to: mode.message.wamid } : {}) };
}

/** Send at once, so that bursts are natural; `twice` has Meta deliver the same message again, in other bytes. */
export async function send(id, order, again = false) {
  const answer = await command("say", { ...sender(id), ...order });
  if (answer && again) await command("redeliver", { wamid: answer.wamid, bytes: "other" });
  return answer?.wamid;
}

function submit(event) {
  event?.preventDefault();
  const text = $("words").value.trim();
  if (!text) return;
  send(state.selected, orderOf(text), twice);
  $("words").value = "";
  twice = false;
  compose("text");
}

async function attach(event) {
  const [file] = event.target.files;
  if (!file) return;
  const data = await new Promise((done) => { const reader = new FileReader(); reader.onload = () => done(reader.result.split(",")[1]); reader.readAsDataURL(file); });
  const kind = file.type.startsWith("image/") ? "image" : file.type.startsWith("audio/") ? "audio" : "document";
  send(state.selected, { kind, data, mime: file.type || "application/pdf", filename: file.name });
  event.target.value = "";
}

function more(event) {
  const popover = $("menu"), id = state.selected;
  const item = entry(popover);
  popover.replaceChildren(
    item("attach-photo", "photo", t("Foto (dibujada)", "Photo (drawn)"), () => send(id, { kind: "image", caption: $("words").value.trim() || undefined })),
    item("attach-file", "clip", t("Archivo de este equipo…", "File of this computer…"), () => $("file").click()),
    item("attach-document", "paper", "PDF", () => send(id, { kind: "document", filename: "nomina.pdf" })),
    item("attach-pin", "pin", t("Ubicación (Nerja)", "Location (Nerja)"), () => send(id, { kind: "location", ...NERJA })),
    item("attach-sticker", "sticker", t("Pegatina", "Sticker"), () => send(id, { kind: "sticker" })),
    item("attach-contact", "person", t("Contacto", "Contact"), () => send(id, { kind: "contacts", phone: "+34600000077", text: "Pepe" })),
    item("send-twice", "twice", t("Enviar dos veces el próximo", "Send the next one twice"), () => { twice = true; $("words").focus(); changed(); }),
    item("number-change", "change", t("Cambia de número", "Changes her number"), () => personOf(id).wa_id
      ? send(id, { kind: "number_change", to: `346${String(Date.now()).slice(-8)}` }) : toast(t("No tiene número", "There is no number"))),
  );
  const { left, top } = event.currentTarget.getBoundingClientRect();
  openAt(popover, () => [left, top - popover.offsetHeight - 6]);
}

// ---- drawing --------------------------------------------------------------------------------------------------------------

const reading = new Map();
/** Whoever looks at a chat has read it: Meta tells the business so. */
export function readBy(id) {
  const count = chatOf(id).messages.filter((message) => message.dir !== "in").length;
  if (document.hidden || !state.live || !count || reading.get(id) === count || !state.people.has(id)) return;
  reading.set(id, count);
  setTimeout(() => ask("read", { person: id }).then(refreshPeople).catch(() => {}), 600);
}

onDraw(() => {
  const id = state.selected, left = windowLeft(id), empty = chatOf(id).messages.length === 0;
  $("phone-title").replaceChildren(avatar(id), el("span", {}, el("b", {}, nameOf(id)), el("small", {}, personOf(id).wa_id ? `+${personOf(id).wa_id}` : personOf(id).user_id || "")), chipNode(id) || "");
  $("window-bar").style.setProperty("--left", left === null ? 0 : left / 86400);
  $("window-bar").classList.toggle("shut", left === 0);
  $("window-words").textContent = left === null ? t("La ventana de 24 h se abre cuando escriba", "The 24-hour window opens with the first message")
    : left ? t(`Ventana abierta: quedan ${lasting(left)}`, `Window open: ${lasting(left)} left`) : t("Ventana cerrada: solo plantillas", "Window closed: templates only");
  $("empty").hidden = !empty;
  drawChat($("chat"), id, "customer");
  $("typing").hidden = !isTyping(id);
  const banner = { edit: t("Editando el mensaje", "Editing the message"), reply: t("Respondiendo al mensaje", "Replying to the message"),
    voice: t("Escribe lo que dirías: saldrá como nota de voz", "Type what you would say: it leaves as a voice note") }[mode.kind];
  $("mode").hidden = !banner && !twice;
  $("mode-words").textContent = [banner, twice && t("×2: el mismo mensaje llegará dos veces", "×2: the same message will arrive twice")].filter(Boolean).join(" · ");
  $("words").placeholder = t("Escribe un mensaje", "Write a message");
  if (getComputedStyle($("phone")).display !== "none") readBy(id);
});

export function start() {
  $("composer").addEventListener("submit", submit);
  $("words").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event); });
  $("plus").onclick = more;
  $("file").addEventListener("change", attach);
  $("voice").onclick = () => compose(mode.kind === "voice" ? "text" : "voice");
  $("mode-off").onclick = () => { twice = false; $("words").value = ""; compose("text"); };
  setInterval(() => isTyping(state.selected) && changed(), 2000);
}

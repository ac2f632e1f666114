import { LiveSocket } from "./live-socket.js";
import { milliseconds, showLink, toast } from "./link-view.js";

const KEPT_ROWS = 200;
const KEPT_TIMES = 100;
const MOST_WAITING = 1000;

const socket = new LiveSocket("/echo");
const form = document.getElementById("form");
const text = document.getElementById("text");
const rows = document.getElementById("exchange");
// Answers come in the order of the questions, so the oldest question is always meant.
const waiting = [];
let times = [];
let answered = 0;

function transmit(entry) {
	entry.sentAt = performance.now();
	const data = (entry.kind === "binary") ? new TextEncoder().encode(entry.text) : entry.text;
	if (socket.send(data)) {
		entry.took.textContent = "on its way";
		entry.took.className = "took";
	}
	else {
		entry.took.textContent = "kept";
		entry.took.className = "took";
	}
}

function submit(payload, kind) {
	if (waiting.length >= MOST_WAITING) {
		toast(`${MOST_WAITING} messages are waiting already.`);
		return false;
	}
	const row = document.createElement("li");
	const kindCell = document.createElement("span");
	const payloadCell = document.createElement("span");
	const took = document.createElement("span");
	kindCell.className = "kind";
	kindCell.dataset.kind = kind;
	kindCell.textContent = (kind === "binary") ? "Binary" : "Text";
	payloadCell.className = "payload";
	payloadCell.dir = "auto";
	payloadCell.textContent = (payload === "") ? "(empty)" : payload;
	took.className = "took";
	row.append(kindCell, payloadCell, took);
	rows.prepend(row);
	while (rows.childElementCount > KEPT_ROWS) {
		rows.lastElementChild.remove();
	}
	document.getElementById("empty").hidden = true;
	const entry = { text: payload, kind, took, sentAt: 0 };
	waiting.push(entry);
	transmit(entry);
	return true;
}

function receive(data) {
	const now = performance.now();
	const entry = waiting.shift();
	if (entry === undefined) {
		return;
	}
	const binary = typeof data !== "string";
	const echoed = (binary) ? new TextDecoder().decode(data) : data;
	if (echoed !== entry.text || binary !== (entry.kind === "binary")) {
		entry.took.textContent = "came back different";
		entry.took.className = "took bad";
		return;
	}
	const time = now - entry.sentAt;
	answered++;
	times.push(time);
	times = times.slice(-KEPT_TIMES);
	entry.took.textContent = milliseconds(time);
	entry.took.className = "took good";
}

function drawFigures() {
	document.getElementById("answered").textContent = answered.toLocaleString("en");
	document.getElementById("waiting").textContent = waiting.length.toLocaleString("en");
	if (times.length > 0) {
		const sorted = [...times].sort((a, b) => a - b);
		document.getElementById("latest").textContent = milliseconds(times.at(-1));
		document.getElementById("median").textContent = milliseconds(sorted[Math.floor(sorted.length / 2)]);
		document.getElementById("slowest").textContent = milliseconds(sorted.at(-1));
	}
}

socket.addEventListener("message", (event) => {
	receive(event.detail);
	drawFigures();
});
socket.addEventListener("state", () => {
	if (socket.state === "open") {
		// An echo may be asked for twice, so what was never answered is sent again.
		waiting.forEach(transmit);
	}
});
form.addEventListener("submit", (event) => {
	event.preventDefault();
	if (submit(text.value, new FormData(form).get("kind"))) {
		text.value = "";
	}
	text.focus();
	drawFigures();
});
text.addEventListener("keydown", (event) => {
	if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
		event.preventDefault();
		form.requestSubmit();
	}
});
document.getElementById("burst").addEventListener("click", () => {
	const kind = new FormData(form).get("kind");
	for (let number = 1; number <= 100; number++) {
		if (!submit(`Message ${number} of 100`, kind)) {
			break;
		}
	}
	drawFigures();
});

showLink(socket);
socket.connect();

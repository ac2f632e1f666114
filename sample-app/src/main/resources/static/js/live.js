import { Chart } from "./chart.js";
import { LiveSocket } from "./live-socket.js";
import { milliseconds, showLink, toast } from "./link-view.js";
import { Traffic } from "./traffic.js";

const POINTS = 120;
const PING_INTERVAL = 2000;
const CODES = new Map([
	["1000", "normal"], ["1001", "going away"], ["1002", "protocol error"], ["1003", "unsupported data"],
	["1005", "none was given"], ["1006", "cut off"], ["1007", "invalid data"], ["1008", "policy"],
	["1009", "too big"], ["1010", "extension missing"], ["1011", "server error"], ["1012", "restart"],
	["1013", "try again later"], ["1015", "TLS"]
]);

const socket = new LiveSocket("/live");
const traffic = new Traffic();
const button = document.getElementById("traffic");
const note = document.getElementById("traffic-note");
const whole = (value) => Math.round(value).toLocaleString("en");
const perSecond = (value) => `${whole(value)}/s`;
const micros = (value) => milliseconds(value / 1000).replace(/^0\.0 ms$/, `${Math.round(value)} µs`);
let moments = [];
let roundTrip = null;

function bytes(value) {
	const power = Math.max(0, Math.min(3, Math.floor(Math.log(Math.max(value, 1)) / Math.log(1024))));
	const scaled = value / 1024 ** power;
	return `${(power > 0 && scaled < 10) ? scaled.toFixed(1) : Math.round(scaled)} ${["B", "KiB", "MiB", "GiB"][power]}`;
}

const charts = [
	new Chart("connections", "Connections", POINTS, 5, [
		{ name: "open", value: (moment) => moment.connections.open, text: whole }
	]),
	new Chart("arrivals", "Coming and going", POINTS, 5, [
		{ name: "opened", value: (moment) => moment.rates.opened, text: perSecond },
		{ name: "closed", value: (moment) => moment.rates.closed, text: perSecond }
	]),
	new Chart("messages", "Messages", POINTS, 10, [
		{ name: "in", value: (moment) => moment.rates.messagesIn, text: perSecond },
		{ name: "out", value: (moment) => moment.rates.messagesOut, text: perSecond }
	]),
	new Chart("bytes", "Payload", POINTS, 1000, [
		{ name: "in", value: (moment) => moment.rates.bytesIn, text: (value) => `${bytes(value)}/s` },
		{ name: "out", value: (moment) => moment.rates.bytesOut, text: (value) => `${bytes(value)}/s` }
	]),
	new Chart("handling", "Time in handlers", POINTS, 10, [
		{ name: "median", value: (moment) => moment.handling?.median ?? null, text: micros },
		{ name: "95 %", value: (moment) => moment.handling?.p95 ?? null, text: micros },
		{ name: "99 %", value: (moment) => moment.handling?.p99 ?? null, text: micros }
	]),
	new Chart("queues", "Waiting for slow peers", POINTS, 1000, [
		{ name: "queued", value: (moment) => moment.queues.bytes, text: bytes }
	]),
	new Chart("paused", "Paused for slow handlers", POINTS, 5, [
		{ name: "connections", value: (moment) => moment.queues.pausedReads, text: whole }
	]),
	new Chart("round-trip", "Round trip of this page", POINTS, 5, [
		{ name: "latest", value: (moment) => moment.roundTrip ?? null, text: milliseconds }
	])
];

function row(label, remark, value, share) {
	const line = document.createElement("tr");
	const head = document.createElement("th");
	const cell = document.createElement("td");
	const bar = document.createElement("progress");
	head.scope = "row";
	head.textContent = `${label} `;
	if (remark) {
		const small = document.createElement("small");
		small.textContent = remark;
		head.append(small);
	}
	bar.value = share;
	bar.setAttribute("aria-hidden", "true");
	cell.append(bar, whole(value));
	line.append(head, cell);
	return line;
}

function table(id, entries, none) {
	const highest = Math.max(...entries.map(([, , value]) => value));
	const rows = entries.map(([label, remark, value]) => row(label, remark, value, value / highest));
	if (rows.length === 0) {
		const line = document.createElement("tr");
		const cell = line.insertCell();
		cell.className = "none";
		cell.textContent = none;
		rows.push(line);
	}
	document.getElementById(id).replaceChildren(...rows);
}

function draw() {
	const latest = moments.at(-1);
	if (latest === undefined || document.visibilityState !== "visible") {
		return;
	}
	charts.forEach((chart) => chart.draw(moments));
	const words = (reason) => reason.replaceAll("_", " ");
	table("paths", Object.entries(latest.connections.paths).map(([path, count]) => [path, "", count]), "Nobody is here.");
	table("closes", Object.entries(latest.totals.closes).map(([code, count]) => [code, CODES.get(code) ?? "", count]),
		"Nothing has closed yet.");
	const errors = (latest.totals.errors > 0) ? [["errors", "of handlers", latest.totals.errors]] : [];
	table("refusals", [
		...Object.entries(latest.totals.refusals).map(([reason, count]) => [words(reason), "handshakes", count]),
		...Object.entries(latest.totals.drops).map(([reason, count]) => [words(reason), "messages", count]),
		...errors
	], "Nothing was refused yet.");
	note.textContent = (traffic.running)
		? `${traffic.open} connections, ${whole(traffic.sent)} sent, ${whole(traffic.received)} received`
		: note.textContent;
}

const receivers = {
	history(message) {
		moments = message.moments;
	},
	moment(message) {
		// One that was made while this page connected may be in the history as well.
		if (message.number > (moments.at(-1)?.number ?? -1)) {
			message.roundTrip = roundTrip;
			moments = [...moments, message].slice(-POINTS);
		}
	},
	pong(message) {
		roundTrip = performance.now() - message.token;
	}
};

socket.addEventListener("message", (event) => {
	const message = JSON.parse(event.detail);
	receivers[message.type]?.(message);
	draw();
});
socket.addEventListener("state", () => {
	const stale = socket.state !== "open";
	document.getElementById("charts").classList.toggle("stale", stale);
	document.querySelector(".tables").classList.toggle("stale", stale);
	ping();
});

function ping() {
	socket.send(JSON.stringify({ token: performance.now() }));
}

async function toggleTraffic() {
	if (traffic.running) {
		traffic.stop();
		note.textContent = "Stopped.";
	}
	else {
		try {
			const { port } = await (await fetch("api/socket", { cache: "no-store" })).json();
			const scheme = (location.protocol === "https:") ? "wss" : "ws";
			traffic.start(`${scheme}://${location.hostname}:${port}`);
			note.textContent = "Connecting.";
		}
		catch (ex) {
			toast("The server is away.");
		}
	}
	button.textContent = (traffic.running) ? "Stop traffic" : "Make traffic";
	button.setAttribute("aria-pressed", String(traffic.running));
}

document.getElementById("charts").append(...charts.map((chart) => chart.element));
button.addEventListener("click", toggleTraffic);
document.addEventListener("visibilitychange", draw);
showLink(socket);
socket.connect();
setInterval(ping, PING_INTERVAL);

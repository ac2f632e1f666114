import { LiveSocket } from "./live-socket.js";
import { milliseconds, showLink } from "./link-view.js";

const SVG = "http://www.w3.org/2000/svg";
const POINTS = 120;
const PING_INTERVAL = 2000;

const socket = new LiveSocket("/ticker");
const board = document.getElementById("board");
let stocks = [];
let lastNumber = null;
let received = 0;
let missed = 0;
let arrivals = [];
let drawing = false;

function element(tag, className, text = "") {
	const made = document.createElement(tag);
	made.className = className;
	made.textContent = text;
	return made;
}

function chart() {
	const svg = document.createElementNS(SVG, "svg");
	svg.setAttribute("viewBox", `0 0 ${POINTS - 1} 40`);
	svg.setAttribute("preserveAspectRatio", "none");
	svg.setAttribute("aria-hidden", "true");
	const shade = document.createElementNS(SVG, "path");
	const stroke = document.createElementNS(SVG, "path");
	shade.setAttribute("class", "shade");
	stroke.setAttribute("class", "stroke");
	svg.append(shade, stroke);
	return { svg, shade, stroke };
}

function list(listing) {
	const item = element("li", "card stock");
	const price = element("span", "price", "–");
	const change = element("span", "change", "–");
	const drawn = chart();
	item.append(element("h2", "", listing.symbol), price, element("span", "company", listing.name), change, drawn.svg);
	return { ...drawn, item, price, change, open: listing.open, points: listing.recent.slice(-POINTS) };
}

function drawStock(stock) {
	const latest = stock.points.at(-1);
	if (latest === undefined) {
		return;
	}
	const percent = (latest / stock.open - 1) * 100;
	stock.item.classList.toggle("down", percent < 0);
	stock.price.textContent = latest.toFixed(2);
	stock.change.textContent = `${(percent < 0) ? "▼" : "▲"} ${Math.abs(percent).toFixed(2)} %`;
	const low = Math.min(...stock.points);
	const span = Math.max(Math.max(...stock.points) - low, stock.open * 0.002);
	const offset = POINTS - stock.points.length;
	const line = stock.points
		.map((point, i) => `${offset + i},${(36 - 30 * (point - low) / span).toFixed(2)}`)
		.join(" L");
	stock.stroke.setAttribute("d", `M${line}`);
	stock.shade.setAttribute("d", `M${offset},40 L${line} L${POINTS - 1},40 Z`);
}

function draw() {
	drawing = false;
	stocks.forEach(drawStock);
	const now = performance.now();
	arrivals = arrivals.filter((at) => now - at < 5000);
	const seconds = (now - (arrivals[0] ?? now)) / 1000;
	document.getElementById("rate").textContent = (seconds > 0.5) ? ((arrivals.length - 1) / seconds).toFixed(1) : "–";
	document.getElementById("received").textContent = received.toLocaleString("en");
	document.getElementById("missed").textContent = missed.toLocaleString("en");
}

// Many ticks may arrive between two frames of the screen; one drawing is enough.
function drawSoon() {
	if (!drawing) {
		drawing = true;
		requestAnimationFrame(draw);
	}
}

const receivers = {
	listings(message) {
		stocks = message.listings.map(list);
		board.replaceChildren(...stocks.map((stock) => stock.item));
		lastNumber = null;
		arrivals = [];
	},
	tick(message) {
		if (lastNumber !== null && message.number > lastNumber + 1) {
			missed += message.number - lastNumber - 1;
		}
		lastNumber = message.number;
		received++;
		arrivals.push(performance.now());
		message.prices.forEach((price, i) => {
			stocks[i]?.points.push(price);
			if (stocks[i]?.points.length > POINTS) {
				stocks[i].points.shift();
			}
		});
	},
	pong(message) {
		document.getElementById("latency").textContent = milliseconds(performance.now() - message.token);
	}
};

socket.addEventListener("message", (event) => {
	const message = JSON.parse(event.detail);
	receivers[message.type]?.(message);
	drawSoon();
});
socket.addEventListener("state", () => {
	board.classList.toggle("stale", socket.state !== "open");
	ping();
});

function ping() {
	socket.send(JSON.stringify({ token: performance.now() }));
}

showLink(socket);
socket.connect();
setInterval(ping, PING_INTERVAL);

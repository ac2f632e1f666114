import { LiveSocket } from "./live-socket.js";
import { showLink } from "./link-view.js";

const STATUS_INTERVAL = 2000;

const socket = new LiveSocket("/ticker");
const tape = document.getElementById("tape");
let listings = [];
let cells = [];
let before = null;

socket.addEventListener("message", (event) => {
	const message = JSON.parse(event.detail);
	if (message.type === "listings") {
		listings = message.listings;
		cells = listings.map((listing) => {
			const item = document.createElement("li");
			const symbol = document.createElement("b");
			const price = document.createElement("span");
			symbol.textContent = listing.symbol;
			item.append(symbol, price);
			return { item, price };
		});
		tape.replaceChildren(...cells.map((cell) => cell.item));
	}
	else if (message.type === "tick") {
		message.prices.forEach((price, i) => {
			cells[i].price.textContent = price.toFixed(2);
			cells[i].price.className = (price < listings[i].open) ? "down" : "up";
		});
	}
});

function show(id, value) {
	document.getElementById(id).textContent = (typeof value === "number") ? value.toLocaleString("en") : value;
}

async function readStatus() {
	if (document.visibilityState !== "visible") {
		return;
	}
	try {
		const response = await fetch("api/status", { cache: "no-store" });
		if (!response.ok) {
			throw new Error(response.statusText);
		}
		const status = await response.json();
		const now = performance.now();
		show("server-state", status.state.charAt(0) + status.state.slice(1).toLowerCase());
		show("open-connections", status.openConnections);
		show("total-connections", status.totalConnections);
		show("messages-received", status.messagesReceived);
		show("messages-sent", status.messagesSent);
		if (before !== null && status.messagesSent >= before.sent) {
			const rate = (status.messagesSent - before.sent) * 1000 / (now - before.at);
			show("send-rate", `${Math.round(rate)}/s`);
		}
		before = { sent: status.messagesSent, at: now };
	}
	catch (ex) {
		show("server-state", "Away");
		show("send-rate", "");
		before = null;
	}
}

showLink(socket);
socket.connect();
readStatus();
setInterval(readStatus, STATUS_INTERVAL);

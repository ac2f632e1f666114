// Shows how the connection is: the pill in the bar, the banner below it, and a sentence
// for screen readers, which is not repeated each second.

const REASONS = new Map([
	[1001, "The server went away"],
	[1008, "The server refused"],
	[1009, "A message was too big"],
	[1011, "The server had a problem"],
	[1012, "The server restarts"],
	[1013, "The server is busy"]
]);

// Codes whose reason says more than the code does.
const TELLING = new Set([1008, 1009, 1013]);

function why(socket) {
	const words = REASONS.get(socket.code) ?? "The connection was lost";
	const code = (socket.code) ? ` (${socket.code})` : "";
	return (socket.reason && TELLING.has(socket.code)) ? `${words}: ${socket.reason}${code}` : words + code;
}

export function showLink(socket) {
	const pill = document.getElementById("link-state");
	const banner = document.getElementById("banner");
	const bannerText = document.getElementById("banner-text");
	const announcement = document.getElementById("announcement");
	let lost = false;

	function draw() {
		const state = socket.state;
		const seconds = Math.max(0, Math.ceil((socket.retryAt - Date.now()) / 1000));
		pill.dataset.state = state;
		banner.dataset.state = state;
		banner.hidden = state === "open" || (state === "connecting" && !lost);
		if (state === "open") {
			pill.textContent = "Connected";
		}
		else if (state === "connecting") {
			pill.textContent = "Connecting";
			bannerText.textContent = "Reconnecting now. What you write is kept and sent then.";
		}
		else if (state === "waiting") {
			pill.textContent = `Reconnecting in ${seconds} s`;
			bannerText.textContent = `${why(socket)}. Reconnecting in ${seconds} s; what you write is kept and sent then.`;
		}
		else {
			pill.textContent = `Closed ${socket.code}`;
			bannerText.textContent = `${why(socket)}. Not reconnecting by itself.`;
		}
	}

	function announce() {
		if (socket.state === "open") {
			announcement.textContent = (lost) ? "Connected again" : "Connected";
			lost = false;
		}
		else if (socket.state === "waiting" || socket.state === "closed") {
			announcement.textContent = (lost) ? announcement.textContent : why(socket);
			lost = true;
		}
		draw();
	}

	socket.addEventListener("state", announce);
	setInterval(draw, 250);
	document.getElementById("retry").addEventListener("click", () => socket.retry());
	announce();
}

export function toast(text) {
	const toasts = document.getElementById("toasts");
	const element = document.createElement("div");
	element.className = "toast";
	element.textContent = text;
	toasts.append(element);
	while (toasts.childElementCount > 3) {
		toasts.firstElementChild.remove();
	}
	setTimeout(() => element.remove(), 6000);
}

export function milliseconds(value) {
	return (value < 10) ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

// A WebSocket that comes back by itself.
//
// Events: "state" whenever the state changes, "message" with the data of a message.
// States: connecting, open, waiting (until the next attempt), closed (for good).

const FIRST_DELAY = 500;
const LONGEST_DELAY = 20_000;
const CONNECT_TIMEOUT = 10_000;
// Open this long, and the next loss begins with a short delay again.
const STABLE_AFTER = 3_000;
// Codes that say that the same attempt would fail again: somebody has to change something.
const FINAL_CODES = new Set([1002, 1003, 1007, 1008, 1009, 1010]);

let knownPort;

// The port is asked for again each time, since a restarted server may have another one.
async function socketUrl(path) {
	try {
		const response = await fetch("api/socket", { cache: "no-store" });
		if (response.ok) {
			knownPort = (await response.json()).port;
		}
	}
	catch (ex) {
		// The pages' server is away; the sockets may be where they were.
	}
	if (!knownPort) {
		throw new Error("not there");
	}
	const scheme = (location.protocol === "https:") ? "wss" : "ws";
	return `${scheme}://${location.hostname}:${knownPort}${path}`;
}

// Full jitter: clients that were cut off together do not come back together.
export function backOff(attempt, random = Math.random()) {
	return random * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt);
}

export class LiveSocket extends EventTarget {

	#path;
	#socket = null;
	#attempt = 0;
	#timer = 0;
	#stableTimer = 0;
	// Counts connections, so that what belongs to an old one is ignored.
	#generation = 0;

	state = "connecting";
	code = 0;
	reason = "";
	retryAt = 0;

	// path: a path with its query, or a function that returns one for each attempt.
	constructor(path) {
		super();
		this.#path = path;
		addEventListener("online", () => this.#hurry());
		document.addEventListener("visibilitychange", () => {
			if (document.visibilityState === "visible") {
				this.#hurry();
			}
		});
	}

	// Connects at once, whatever the state; a connection that is open is closed first.
	connect() {
		this.#drop();
		this.#attempt = 0;
		this.#open();
	}

	// Tries at once instead of waiting any longer.
	retry() {
		if (this.state === "waiting" || this.state === "closed") {
			this.connect();
		}
	}

	// Returns whether the data is on its way; what is on its way may still be lost.
	send(data) {
		if (this.state !== "open") {
			return false;
		}
		this.#socket.send(data);
		return true;
	}

	async #open() {
		const generation = ++this.#generation;
		const current = () => generation === this.#generation;
		this.#enter("connecting");
		let url;
		try {
			url = await socketUrl((typeof this.#path === "function") ? this.#path() : this.#path);
		}
		catch (ex) {
			if (current()) {
				this.#wait(0, "");
			}
			return;
		}
		if (!current()) {
			return;
		}
		const socket = new WebSocket(url);
		socket.binaryType = "arraybuffer";
		this.#socket = socket;
		this.#timer = setTimeout(() => {
			if (current()) {
				this.#drop();
				this.#wait(1006, "no answer");
			}
		}, CONNECT_TIMEOUT);
		socket.addEventListener("open", () => current() && this.#opened());
		socket.addEventListener("message", (event) => {
			if (current()) {
				this.dispatchEvent(new CustomEvent("message", { detail: event.data }));
			}
		});
		socket.addEventListener("close", (event) => current() && this.#closed(event));
	}

	#opened() {
		clearTimeout(this.#timer);
		this.#stableTimer = setTimeout(() => (this.#attempt = 0), STABLE_AFTER);
		this.#enter("open");
	}

	#closed(event) {
		this.#drop();
		if (FINAL_CODES.has(event.code)) {
			this.#enter("closed", event.code, event.reason);
		}
		else {
			this.#wait(event.code, event.reason);
		}
	}

	#wait(code, reason) {
		const delay = backOff(this.#attempt++);
		this.retryAt = Date.now() + delay;
		this.#timer = setTimeout(() => this.#open(), delay);
		this.#enter("waiting", code, reason);
	}

	#hurry() {
		if (this.state === "waiting") {
			this.connect();
		}
	}

	#drop() {
		this.#generation++;
		clearTimeout(this.#timer);
		clearTimeout(this.#stableTimer);
		if (this.#socket !== null) {
			this.#socket.close(1000);
			this.#socket = null;
		}
	}

	#enter(state, code = this.code, reason = this.reason) {
		this.state = state;
		this.code = code;
		this.reason = reason;
		document.documentElement.dataset.socket = state;
		this.dispatchEvent(new Event("state"));
	}

}

// Messages that the server has not confirmed. They outlive a lost connection and a
// reload of the tab; the mark of each lets the server tell a repetition from a new one.

const KEY = "chat.outbox";
const MOST = 100;

function mark() {
	const bytes = crypto.getRandomValues(new Uint8Array(12));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {

	#entries = [];

	constructor() {
		try {
			this.#entries = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
		}
		catch (ex) {
			this.#entries = [];
		}
		this.#entries.forEach((entry) => (entry.sentAt = 0));
	}

	get full() {
		return this.#entries.length >= MOST;
	}

	add(room, text) {
		const entry = { ref: mark(), room, text, sentAt: 0 };
		this.#entries.push(entry);
		this.#save();
		return entry;
	}

	of(room) {
		return this.#entries.filter((entry) => entry.room === room);
	}

	// Returns the entry that is done, if it was one of ours.
	confirm(ref) {
		const entry = (ref) ? this.#entries.find((candidate) => candidate.ref === ref) : undefined;
		return this.#remove(entry);
	}

	// The server answers in order, so it means the one that was sent first.
	refuse(room) {
		return this.#remove(this.of(room).find((entry) => entry.sentAt > 0));
	}

	#remove(entry) {
		if (entry !== undefined) {
			this.#entries.splice(this.#entries.indexOf(entry), 1);
			this.#save();
		}
		return entry;
	}

	#save() {
		sessionStorage.setItem(KEY, JSON.stringify(this.#entries));
	}

}

// The list of rooms: some to begin with, those that people are in, and the current one.

const FIRST_ROOMS = ["lobby", "engineering", "random", "support"];
const MOST_SHOWN = 30;
const INTERVAL = 5000;
const ROOM_NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/u;

// Makes a room's name of what somebody typed, or returns null.
export function roomName(typed) {
	const name = typed.trim().toLowerCase().replace(/^#/u, "").replace(/[\s_]+/gu, "-");
	return (ROOM_NAME.test(name)) ? name : null;
}

export class RoomList {

	#list = document.getElementById("rooms");
	#current = "";
	#occupied = [];
	#soon = 0;

	constructor(choose) {
		this.#list.addEventListener("click", (event) => {
			const link = event.target.closest("a");
			if (link !== null && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
				event.preventDefault();
				choose(link.dataset.room);
			}
		});
		setInterval(() => this.#read(), INTERVAL);
	}

	show(current) {
		this.#current = current;
		this.#draw();
	}

	refreshSoon() {
		clearTimeout(this.#soon);
		this.#soon = setTimeout(() => this.#read(), 200);
	}

	async #read() {
		if (document.visibilityState !== "visible") {
			return;
		}
		try {
			const response = await fetch("api/rooms", { cache: "no-store" });
			this.#occupied = (response.ok) ? await response.json() : [];
		}
		catch (ex) {
			this.#occupied = [];
		}
		this.#draw();
	}

	#draw() {
		const counts = new Map(this.#occupied.map((room) => [room.name, room.members]));
		const names = new Set([...FIRST_ROOMS, this.#current, ...counts.keys()]);
		const focused = document.activeElement?.dataset?.room;
		this.#list.replaceChildren(...[...names].slice(0, MOST_SHOWN).map((name) => {
			const item = document.createElement("li");
			const link = document.createElement("a");
			const label = document.createElement("span");
			link.href = `?room=${encodeURIComponent(name)}`;
			link.dataset.room = name;
			label.textContent = name;
			link.append(label);
			if (name === this.#current) {
				link.setAttribute("aria-current", "true");
			}
			if (counts.has(name)) {
				const count = document.createElement("span");
				count.className = "count";
				count.textContent = counts.get(name);
				count.title = `${counts.get(name)} here`;
				link.append(count);
			}
			item.append(link);
			return item;
		}));
		if (focused !== undefined) {
			this.#list.querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus();
		}
	}

}

// The conversation on the screen: messages, notices, days, what is unread.

import { avatar, colour } from "./avatar.js";

const MOST_LINES = 600;
const MOST_NOTICES_IN_A_ROW = 3;
const SAME_BREATH = 5 * 60_000;
const NEAR_THE_END = 48;

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });

function element(tag, className, text = "") {
	const made = document.createElement(tag);
	made.className = className;
	made.textContent = text;
	return made;
}

function dayName(date) {
	const today = new Date();
	const yesterday = new Date(today);
	yesterday.setDate(today.getDate() - 1);
	if (date.toDateString() === today.toDateString()) {
		return "Today";
	}
	return (date.toDateString() === yesterday.toDateString()) ? "Yesterday" : dayFormat.format(date);
}

export class Transcript {

	#log = document.getElementById("log");
	#said = document.getElementById("said");
	#kept = document.getElementById("kept");
	#pill = document.getElementById("pill");
	#title = document.title;
	#known = new Set();
	#day = "";
	#latest = null;
	#unread = 0;

	constructor() {
		this.#log.addEventListener("scroll", () => this.#seen(), { passive: true });
		document.addEventListener("visibilitychange", () => this.#seen());
		// A keyboard that slides in, or a banner, must not hide the latest message.
		let height = this.#log.clientHeight;
		new ResizeObserver(() => {
			const lost = height - this.#log.clientHeight;
			height = this.#log.clientHeight;
			if (this.#distance() <= NEAR_THE_END + Math.max(0, lost)) {
				this.toEnd();
			}
		}).observe(this.#log);
		this.#pill.addEventListener("click", () => {
			this.toEnd();
			document.getElementById("text").focus();
		});
	}

	clear() {
		this.#said.replaceChildren();
		this.#kept.replaceChildren();
		this.#known.clear();
		this.#day = "";
		this.#latest = null;
		this.#read();
		this.#drawEmpty();
	}

	knows(id) {
		return this.#known.has(id);
	}

	get isEmpty() {
		return this.#known.size === 0;
	}

	// Shows a message at its place, which is behind everything that was said before.
	message(said, own, old = false) {
		if (this.#known.has(said.id)) {
			return;
		}
		this.#known.add(said.id);
		const stay = !own && !old && this.#isAway();
		const at = new Date(said.at);
		this.#newDay(at);
		if (stay) {
			this.#countUnread();
		}
		const before = this.#latest;
		const follows = before !== null && before.from === said.from && before.element === this.#said.lastElementChild
			&& at - before.at < SAME_BREATH;
		const line = this.#line(said.name, said.text, own);
		line.classList.toggle("follows", follows);
		const time = element("time", "", timeFormat.format(at));
		time.dateTime = said.at;
		time.title = at.toLocaleString();
		line.querySelector(".who").append(time);
		line.querySelector(".bubble").title = at.toLocaleString();
		this.#append(line, stay);
		this.#latest = { from: said.from, at, element: line };
	}

	notice(text) {
		const stay = this.#isAway();
		const line = element("p", "notice", text);
		line.dir = "auto";
		let before = this.#said.lastElementChild;
		for (let count = 1; before?.className === "notice"; count++) {
			const older = before.previousElementSibling;
			if (count >= MOST_NOTICES_IN_A_ROW) {
				before.remove();
			}
			before = older;
		}
		this.#append(line, stay);
	}

	// Shows what waits to be confirmed below everything else.
	pending(entries, name, online) {
		const grown = entries.length > this.#kept.childElementCount;
		this.#kept.replaceChildren(...entries.map((entry) => {
			const line = this.#line(name, entry.text, true);
			line.classList.add("pending", "follows");
			line.append(element("span", "delivery", (online) ? "Sending" : "Kept until the connection is back"));
			return line;
		}));
		this.#drawEmpty();
		if (grown || !this.#isAway()) {
			this.toEnd();
		}
	}

	toEnd() {
		this.#log.scrollTop = this.#log.scrollHeight;
		this.#seen();
	}

	#line(name, text, own) {
		const line = element("article", (own) ? "message own" : "message");
		const who = element("div", "who");
		const author = element("span", "", name);
		author.dir = "auto";
		who.append(author);
		const bubble = element("div", "bubble", text);
		bubble.dir = "auto";
		line.append(avatar(name), who, bubble);
		colour(line, name);
		return line;
	}

	#append(line, stay) {
		this.#said.append(line);
		while (this.#said.childElementCount > MOST_LINES) {
			this.#said.firstElementChild.remove();
		}
		this.#drawEmpty();
		if (!stay) {
			this.toEnd();
		}
	}

	#newDay(at) {
		const day = at.toDateString();
		if (day !== this.#day) {
			this.#day = day;
			this.#said.append(element("div", "day", dayName(at)));
		}
	}

	#distance() {
		return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight;
	}

	#isAway() {
		return document.visibilityState !== "visible" || this.#distance() > NEAR_THE_END;
	}

	#countUnread() {
		if (this.#unread++ === 0) {
			this.#said.querySelector(".unread-line")?.remove();
			this.#said.append(element("div", "unread-line", "New"));
		}
		this.#pill.textContent = (this.#unread === 1) ? "1 new message" : `${this.#unread} new messages`;
		this.#pill.hidden = false;
		document.title = `(${this.#unread}) ${this.#title}`;
	}

	#seen() {
		if (this.#unread > 0 && !this.#isAway()) {
			this.#read();
		}
	}

	#read() {
		this.#unread = 0;
		this.#pill.hidden = true;
		document.title = this.#title;
	}

	#drawEmpty() {
		const empty = this.#said.querySelector(".message") === null && this.#kept.childElementCount === 0;
		document.getElementById("empty-room").hidden = !empty;
	}

}

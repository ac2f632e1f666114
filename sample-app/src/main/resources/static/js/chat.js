import { avatar } from "./avatar.js";
import { milliseconds, showLink, toast } from "./link-view.js";
import { LiveSocket } from "./live-socket.js";
import { Outbox } from "./outbox.js";
import { RoomList, roomName } from "./rooms.js";
import { Transcript } from "./transcript.js";

const LONGEST_TEXT = 2000;
const WARN_BELOW = 200;
const REMEMBERED_IDS = 50;

const parameters = new URLSearchParams(location.search);
const byId = (id) => document.getElementById(id);
const text = byId("text");
const nameDialog = byId("name-dialog");

let room = roomName(parameters.get("room") ?? "") ?? "lobby";
// The name belongs to the tab; a new tab begins with the one that was chosen last.
let name = parameters.get("name") ?? sessionStorage.getItem("chat.name") ?? localStorage.getItem("chat.name") ?? "";
let shownName = name || "You";
// Ids that this tab had, so that it knows its own messages in the history.
let ownIds = JSON.parse(sessionStorage.getItem("chat.ids") ?? "[]");
let welcomed = false;

const socket = new LiveSocket(() => {
	const query = (name) ? `?name=${encodeURIComponent(name)}` : "";
	return `/chat/${room}${query}`;
});
const outbox = new Outbox();
const transcript = new Transcript();
const rooms = new RoomList((chosen) => enter(chosen, true));

function drawPending() {
	transcript.pending(outbox.of(room), shownName, socket.state === "open");
}

function transmit(entry) {
	if (welcomed && socket.send(JSON.stringify({ text: entry.text, ref: entry.ref }))) {
		entry.sentAt = performance.now();
	}
}

function drawMembers(names) {
	byId("people-toggle").textContent = `${names.length} here`;
	byId("people-title").textContent = (names.length > 0) ? `Here now: ${names.length}` : "Here now";
	byId("members").replaceChildren(...names.map((member) => {
		const item = document.createElement("li");
		const label = document.createElement("span");
		label.textContent = (member === shownName) ? `${member} (you)` : member;
		label.title = member;
		label.dir = "auto";
		item.append(avatar(member), label);
		return item;
	}));
}

function hear(said, old) {
	const entry = outbox.confirm(said.ref);
	if (entry !== undefined && entry.sentAt > 0 && !old) {
		byId("latency").textContent = `Round trip ${milliseconds(performance.now() - entry.sentAt)}`;
	}
	transcript.message(said, entry !== undefined || ownIds.includes(said.from), old);
	return entry !== undefined;
}

const receivers = {
	welcome(welcome) {
		welcomed = true;
		shownName = welcome.name;
		name = name || welcome.name;
		sessionStorage.setItem("chat.name", name);
		ownIds = [...ownIds, welcome.id].slice(-REMEMBERED_IDS);
		sessionStorage.setItem("chat.ids", JSON.stringify(ownIds));
		byId("rename").textContent = shownName;
		byId("rename").setAttribute("aria-label", `Your name is ${shownName}. Change it`);
		const history = welcome.history;
		if (!transcript.isEmpty && history.length >= 50 && !history.some((said) => transcript.knows(said.id))) {
			transcript.notice("More was said while you were away than is shown here");
		}
		const catchingUp = !transcript.isEmpty;
		history.forEach((said) => hear(said, !catchingUp));
		drawMembers(welcome.members);
		// What the history does not hold was lost on its way.
		outbox.of(room).forEach(transmit);
		drawPending();
		rooms.refreshSoon();
	},
	message(said) {
		if (hear(said, false)) {
			drawPending();
		}
	},
	joined(event) {
		transcript.notice(`${event.name} joined`);
		drawMembers(event.members);
		rooms.refreshSoon();
	},
	left(event) {
		transcript.notice(`${event.name} left`);
		drawMembers(event.members);
		rooms.refreshSoon();
	},
	error(error) {
		toast(error.message);
		const entry = outbox.refuse(room);
		if (entry !== undefined && text.value === "") {
			text.value = entry.text;
			fit();
		}
		drawPending();
	}
};

socket.addEventListener("message", (event) => {
	const message = JSON.parse(event.detail);
	receivers[message.type]?.(message);
});
socket.addEventListener("state", () => {
	if (socket.state !== "open") {
		welcomed = false;
		drawMembers([]);
		byId("latency").textContent = "";
	}
	if (socket.state === "closed" && socket.code === 1008) {
		askName(socket.reason);
	}
	drawPending();
});

function enter(chosen, remember) {
	if (remember) {
		history.pushState(null, "", `?room=${encodeURIComponent(chosen)}`);
	}
	room = chosen;
	transcript.clear();
	byId("room-title").textContent = room;
	rooms.show(room);
	drawPending();
	socket.connect();
}

function fit() {
	text.style.height = "auto";
	text.style.height = `${Math.min(160, text.scrollHeight + 2)}px`;
	const remaining = LONGEST_TEXT - text.value.trim().length;
	const left = byId("left");
	left.hidden = remaining >= WARN_BELOW;
	left.classList.toggle("over", remaining < 0);
	left.textContent = (remaining < 0) ? `${-remaining} characters too many` : `${remaining} characters left`;
}

byId("composer").addEventListener("submit", (event) => {
	event.preventDefault();
	const words = text.value.trim();
	text.focus();
	if (words === "") {
		return;
	}
	if (words.length > LONGEST_TEXT) {
		toast(`A message has at most ${LONGEST_TEXT} characters.`);
		return;
	}
	if (outbox.full) {
		toast("A hundred messages are waiting already.");
		return;
	}
	transmit(outbox.add(room, words));
	text.value = "";
	fit();
	drawPending();
});
text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
	if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
		event.preventDefault();
		byId("composer").requestSubmit();
	}
});

byId("go-room").addEventListener("submit", (event) => {
	event.preventDefault();
	const input = byId("room-name");
	const chosen = roomName(input.value);
	if (chosen === null) {
		toast("A room's name has 1 to 32 letters, digits and dashes.");
		return;
	}
	input.value = "";
	enter(chosen, true);
	text.focus();
});
addEventListener("popstate", () => {
	enter(roomName(new URLSearchParams(location.search).get("room") ?? "") ?? "lobby", false);
});

byId("people-toggle").addEventListener("click", () => {
	const shown = byId("people").classList.toggle("shown");
	byId("people-toggle").setAttribute("aria-expanded", shown);
});

function askName(fault = "") {
	byId("name").value = (fault) ? name : shownName;
	showFault(fault);
	if (!nameDialog.open) {
		nameDialog.showModal();
	}
	byId("name").select();
}

function showFault(fault) {
	byId("name-fault").textContent = fault;
	byId("name-fault").hidden = fault === "";
}

byId("rename").addEventListener("click", () => askName());
byId("name-cancel").addEventListener("click", () => nameDialog.close());
byId("name-form").addEventListener("submit", (event) => {
	const chosen = byId("name").value.trim();
	if ([...chosen].length > 32) {
		event.preventDefault();
		showFault("A name has at most 32 characters.");
		return;
	}
	name = chosen;
	sessionStorage.setItem("chat.name", name);
	localStorage.setItem("chat.name", name);
	socket.connect();
	text.focus();
});

showLink(socket);
enter(room, false);

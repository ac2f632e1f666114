// Makes traffic from this page, so that there is something to see: echoes and chats that
// come, talk for a while, go with different codes, and some that are refused.

const CONNECTIONS = 40;
const TALK_INTERVAL = 50;
const SENTENCES = ["Hello", "How fast is this?", "Grüße aus dem Browser", "x".repeat(500)];
const CODES = [1000, 1000, 1000, 3000, 4001];

function random(list) {
	return list[Math.floor(Math.random() * list.length)];
}

export class Traffic {

	#base;
	#sockets = new Set();
	#timer = 0;
	#number = 0;

	running = false;
	sent = 0;
	received = 0;

	start(base) {
		this.#base = base;
		this.running = true;
		this.#timer = setInterval(() => this.#step(), TALK_INTERVAL);
	}

	stop() {
		this.running = false;
		clearInterval(this.#timer);
		this.#sockets.forEach((socket) => socket.close(1000));
		this.#sockets.clear();
	}

	get open() {
		return [...this.#sockets].filter((socket) => socket.readyState === WebSocket.OPEN).length;
	}

	// Two newcomers each time; some of the others talk, and now and then one leaves.
	#step() {
		for (let i = 0; i < 2 && this.#sockets.size < CONNECTIONS; i++) {
			this.#join();
		}
		this.#sockets.forEach((socket) => {
			if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount === 0) {
				this.#talk(socket);
			}
		});
	}

	#join() {
		const number = this.#number++;
		const chat = number % 4 === 0;
		// Every twentieth asks for what is not there, and is refused.
		const path = (number % 20 === 19) ? "/nothing" : (chat) ? `/chat/traffic?name=Visitor ${number % 1000}` : "/echo";
		const socket = new WebSocket(this.#base + encodeURI(path));
		socket.chat = chat;
		this.#sockets.add(socket);
		socket.addEventListener("message", () => this.received++);
		socket.addEventListener("close", () => this.#sockets.delete(socket));
	}

	#talk(socket) {
		const chance = Math.random();
		if (chance < 0.005) {
			socket.close(random(CODES), "enough");
		}
		else if (!socket.chat) {
			socket.send(random(SENTENCES));
			this.sent++;
		}
		else if (chance < 0.02) {
			socket.send(JSON.stringify({ text: random(SENTENCES) }));
			this.sent++;
		}
	}

}

// A colour and letters for a name: the same name looks the same everywhere.

function hueOf(name) {
	let hash = 0x811c9dc5;
	for (const character of name.toLowerCase()) {
		hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
	}
	// Similar names differ in the low bits; the golden angle spreads them over the circle.
	return Math.round((hash % 997) * 137.508) % 360;
}

function initials(name) {
	const words = name.trim().split(/\s+/u);
	const letters = words.slice(0, 2).map((word) => [...word][0] ?? "");
	return letters.join("").toUpperCase() || "?";
}

export function colour(element, name) {
	element.style.setProperty("--hue", hueOf(name));
}

export function avatar(name) {
	const element = document.createElement("span");
	element.className = "avatar";
	element.setAttribute("aria-hidden", "true");
	element.textContent = initials(name);
	colour(element, name);
	return element;
}

// A small chart of one or more lines, with their latest values above it.

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 60;
const TOP = 6;

function svg(tag, attributes) {
	const made = document.createElementNS(SVG, tag);
	Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
	return made;
}

// Room above the highest value, so that a line that grows does not scale anew each time.
function ceiling(values, least) {
	const highest = Math.max(least, ...values.filter((value) => value !== null));
	const power = 10 ** Math.floor(Math.log10(highest));
	return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= highest);
}

// A line has gaps where there is no value.
function path(values, points, scale) {
	let pen = "M";
	return values
		.map((value, i) => {
			if (value === null) {
				pen = "M";
				return "";
			}
			const drawn = `${pen}${points - values.length + i},${(HEIGHT - (HEIGHT - TOP) * value / scale).toFixed(2)}`;
			pen = "L";
			return drawn;
		})
		.join(" ");
}

export class Chart {

	#lines;
	#points;
	#least;
	#svg;

	element = document.createElement("li");

	// lines: name, a function from a moment to its value or null, and one from the value to text
	constructor(id, title, points, least, lines) {
		this.#points = points;
		this.#least = least;
		this.#svg = svg("svg", {
			viewBox: `0 0 ${points - 1} ${HEIGHT + 2}`, preserveAspectRatio: "none", "aria-hidden": "true"
		});
		this.element.className = "card chart";
		this.element.id = id;
		const heading = document.createElement("h2");
		heading.textContent = title;
		const list = document.createElement("dl");
		this.#lines = lines.map((line, i) => this.#line(line, i + 1, list));
		this.element.append(heading, list, this.#svg);
	}

	#line(line, number, list) {
		const group = document.createElement("div");
		const name = document.createElement("dt");
		const value = document.createElement("dd");
		name.className = `line-${number}`;
		name.textContent = line.name;
		value.textContent = "–";
		group.append(name, value);
		list.append(group);
		const shade = svg("path", { class: `shade line-${number}` });
		const stroke = svg("path", { class: `stroke line-${number}` });
		this.#svg.append(shade, stroke);
		return { ...line, output: value, shade, stroke };
	}

	draw(moments) {
		const columns = this.#lines.map((line) => moments.map(line.value));
		const scale = ceiling(columns.flat(), this.#least);
		this.#lines.forEach((line, i) => {
			const values = columns[i];
			const latest = values.at(-1) ?? null;
			line.output.textContent = (latest === null) ? "–" : line.text(latest);
			line.stroke.setAttribute("d", path(values, this.#points, scale));
			if (this.#lines.length === 1 && values.length > 0) {
				const start = this.#points - values.length;
				line.shade.setAttribute("d", `${path(values.map((value) => value ?? 0), this.#points, scale)}`
					+ ` L${this.#points - 1},${HEIGHT + 2} L${start},${HEIGHT + 2} Z`);
			}
		});
	}

}

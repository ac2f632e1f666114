package io.aerosocket.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.aerosocket.benchmarks.load.Figure;
import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;

/**
 * Measurements in a file, one line of JSON for each, so that a comparison may be made in
 * pieces.
 */
final class RunFile {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Path path;

	RunFile(Path path) {
		this.path = path;
	}

	/**
	 * Adds a measurement at the end.
	 * @param run the measurement
	 * @throws IOException if it could not be written
	 */
	void append(Run run) throws IOException {
		ObjectNode line = JSON.createObjectNode();
		line.put("round", run.round());
		line.put("workload", run.workload().toString());
		line.put("peer", run.peer());
		ObjectNode figures = line.putObject("figures");
		// A figure that is not a number is one that there is none of.
		run.result().figures().forEach((figure, value) -> {
			if (Double.isFinite(value)) {
				figures.put(figure.key(), value);
			}
		});
		ObjectNode setting = line.putObject("setting");
		run.setting().forEach(setting::put);
		Files.writeString(this.path, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

	/**
	 * Reads all measurements.
	 * @return the measurements, none if there is no such file
	 * @throws IOException if it could not be read
	 */
	List<Run> read() throws IOException {
		List<Run> runs = new ArrayList<>();
		if (Files.exists(this.path)) {
			for (String line : Files.readAllLines(this.path)) {
				runs.add(run(JSON.readTree(line)));
			}
		}
		return runs;
	}

	private static Run run(JsonNode line) {
		Map<Figure, Double> figures = new EnumMap<>(Figure.class);
		for (Figure figure : Figure.values()) {
			JsonNode value = line.path("figures").path(figure.key());
			if (value.isNumber()) {
				figures.put(figure, value.doubleValue());
			}
		}
		Map<String, String> setting = new LinkedHashMap<>();
		line.path("setting").properties().forEach((entry) -> setting.put(entry.getKey(), entry.getValue().asString()));
		return new Run(line.path("round").intValue(), Workload.parse(line.path("workload").stringValue()),
				line.path("peer").stringValue(), LoadResult.of(figures), setting);
	}

}

package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Watches files and says when the bytes of one have changed, on a thread of its own. A
 * file counts as changed when it has been left alone for the quiet period; one that is
 * replaced, or that a link leads to, is watched as well.
 */
final class ConfigurationWatch implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ConfigurationWatch.class);

	/** So that changes are found where the file system reports none. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	/** A file that is never left alone is read all the same. */
	private static final int MOST_PERIODS = 20;

	private final ConfigurationFiles files;

	private final AeroSocketReloadProperties properties;

	private final Runnable changed;

	private final Set<Path> directories = new HashSet<>();

	private Map<Path, @Nullable ByteBuffer> contents = Map.of();

	private volatile @Nullable WatchService service;

	/**
	 * Creates a watch that is not started.
	 * @param files the files
	 * @param properties whether to watch, and how long a file has to be left alone
	 * @param changed what to do then
	 */
	ConfigurationWatch(ConfigurationFiles files, AeroSocketReloadProperties properties, Runnable changed) {
		this.files = files;
		this.properties = properties;
		this.changed = changed;
	}

	@Override
	public void start() {
		List<Path> paths = this.files.paths();
		if (paths.isEmpty() && this.files.directories().isEmpty()) {
			logger.warn("aerosocket.reload.watch is true, but there is no configuration file outside of the jar, nor a "
					+ "directory where one is looked for. Make one, such as './config', and start again.");
			return;
		}
		try {
			WatchService fresh = FileSystems.getDefault().newWatchService();
			this.service = fresh;
			this.contents = read(paths);
			register(fresh);
			Thread thread = new Thread(() -> watch(fresh), "aerosocket-configuration-watch");
			thread.setDaemon(true);
			thread.start();
			if (paths.isEmpty()) {
				logger.info("Watching {} for configuration files, of which there are none yet",
						this.files.directories());
			}
			else {
				logger.info("Watching {} for changes", paths);
			}
		}
		catch (IOException ex) {
			logger.error("The configuration files {} cannot be watched: {}", paths, ex.toString());
		}
	}

	@Override
	public void stop() {
		WatchService current = this.service;
		this.service = null;
		if (current != null) {
			try {
				current.close();
			}
			catch (IOException ex) {
				logger.debug("The watch did not end cleanly", ex);
			}
		}
	}

	@Override
	public boolean isAutoStartup() {
		return this.properties.watch();
	}

	@Override
	public boolean isRunning() {
		return this.service != null;
	}

	private void watch(WatchService watched) {
		try {
			while (this.service != null) {
				awaitChange(watched);
				checkFiles(watched);
			}
		}
		catch (ClosedWatchServiceException | InterruptedException ex) {
			// The application ends.
			logger.debug("The watch has ended", ex);
		}
	}

	private void awaitChange(WatchService watched) throws InterruptedException {
		boolean concerns = concerns(watched.poll(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
		for (int period = 0; concerns && period < MOST_PERIODS; period++) {
			concerns = concerns(watched.poll(this.properties.quietPeriod().toMillis(), TimeUnit.MILLISECONDS));
		}
	}

	// Directories with configuration may have logs too, which never leave them alone.
	private boolean concerns(@Nullable WatchKey key) {
		if (key == null) {
			return false;
		}
		boolean concerns = key.pollEvents()
			.stream()
			.anyMatch((event) -> !(event.context() instanceof Path name) || concerns(name.toString()));
		key.reset();
		return concerns;
	}

	// Kubernetes replaces a directory whose name begins with two dots.
	private boolean concerns(String name) {
		return name.startsWith("..") || this.files.isConfiguration(name)
				|| this.contents.keySet().stream().anyMatch((path) -> path.getFileName().toString().equals(name));
	}

	private void checkFiles(WatchService watched) {
		Map<Path, @Nullable ByteBuffer> now = read(this.files.paths());
		if (now.equals(this.contents)) {
			return;
		}
		this.contents = now;
		try {
			this.changed.run();
		}
		catch (RuntimeException ex) {
			logger.error("The changed configuration could not be taken over", ex);
		}
		this.contents = read(this.files.paths());
		register(watched);
	}

	private static Map<Path, @Nullable ByteBuffer> read(List<Path> paths) {
		Map<Path, @Nullable ByteBuffer> contents = new HashMap<>();
		for (Path path : paths) {
			contents.put(path, read(path));
			Path real = real(path);
			if (!real.equals(path)) {
				contents.put(real, null);
			}
		}
		return contents;
	}

	private static @Nullable ByteBuffer read(Path path) {
		try {
			return ByteBuffer.wrap(Files.readAllBytes(path));
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static Path real(Path path) {
		try {
			return path.toRealPath();
		}
		catch (IOException ex) {
			return path;
		}
	}

	private void register(WatchService watched) {
		this.contents.keySet().forEach((path) -> register(watched, path.getParent()));
		this.files.directories().forEach((directory) -> register(watched, directory));
	}

	private void register(WatchService watched, @Nullable Path directory) {
		if (directory != null && this.directories.add(directory)) {
			try {
				directory.register(watched, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
						StandardWatchEventKinds.ENTRY_DELETE);
			}
			catch (IOException ex) {
				logger.warn("{} cannot be watched: {}", directory, ex.toString());
			}
		}
	}

}

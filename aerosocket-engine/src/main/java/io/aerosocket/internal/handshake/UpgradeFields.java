package io.aerosocket.internal.handshake;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * What a request says that decides whether it becomes a WebSocket, found in one walk over
 * its fields. One object for each thread, filled again for each request, so that a
 * handshake costs neither a walk for each field nor garbage.
 */
final class UpgradeFields {

	private static final FastThreadLocal<UpgradeFields> OF_THREAD = new FastThreadLocal<>() {

		@Override
		protected UpgradeFields initialValue() {
			return new UpgradeFields();
		}

	};

	private static final byte[] NO_BYTES = {};

	private byte[] bytes = NO_BYTES;

	private int hosts;

	private int hostAt;

	private int hostEnd;

	private int origins;

	private int originAt;

	private int originEnd;

	private int keys;

	private int keyAt;

	private int keyEnd;

	private int versions;

	private boolean version13;

	private boolean upgradesToWebSocket;

	private boolean upgradesConnection;

	private boolean hasBody;

	private boolean subprotocolsAreTokens;

	private UpgradeFields() {
	}

	/**
	 * Reads the fields of a head.
	 * @param bytes the head, found to be well-formed
	 * @param fields where the first field starts
	 * @return what they say, until this thread reads the next
	 */
	static UpgradeFields of(byte[] bytes, int fields) {
		UpgradeFields read = OF_THREAD.get();
		read.clear(bytes);
		for (int line = fields; bytes[line] != '\r';) {
			int colon = FieldLines.find(bytes, line, ':');
			int end = FieldLines.find(bytes, colon, '\r');
			read.field(line, colon, end);
			line = end + 2;
		}
		return read;
	}

	int hosts() {
		return this.hosts;
	}

	boolean isHost() {
		return OriginPolicy.isHost(this.bytes, this.hostAt, this.hostEnd);
	}

	String host() {
		return FieldLines.text(this.bytes, this.hostAt, this.hostEnd);
	}

	int origins() {
		return this.origins;
	}

	/**
	 * Returns whether the origin has the host that the request is addressed to, whatever
	 * the port. Pages of applications have other schemes and may call any host theirs.
	 * @return whether it is a page of ours
	 */
	boolean isSameOrigin() {
		int scheme = FieldLines.indexOf(this.bytes, this.originAt, this.originEnd, "://");
		return OriginPolicy.isOfTheWeb(this.bytes, this.originAt, scheme) && OriginPolicy.isSameHost(this.bytes,
				scheme + "://".length(), this.originEnd, this.hostAt, this.hostEnd);
	}

	int keys() {
		return this.keys;
	}

	boolean isKey() {
		return AcceptKey.isKey(this.bytes, this.keyAt, this.keyEnd);
	}

	int versions() {
		return this.versions;
	}

	boolean isVersion13() {
		return this.versions == 1 && this.version13;
	}

	boolean upgradesToWebSocket() {
		return this.upgradesToWebSocket;
	}

	boolean upgradesConnection() {
		return this.upgradesConnection;
	}

	boolean hasBody() {
		return this.hasBody;
	}

	boolean subprotocolsAreTokens() {
		return this.subprotocolsAreTokens;
	}

	private void clear(byte[] head) {
		this.bytes = head;
		this.hosts = 0;
		this.origins = 0;
		this.keys = 0;
		this.versions = 0;
		this.upgradesToWebSocket = false;
		this.upgradesConnection = false;
		this.hasBody = false;
		this.subprotocolsAreTokens = true;
	}

	// The length first: it tells most fields apart.
	private void field(int line, int colon, int end) {
		switch (colon - line) {
			case 4 -> host(line, colon, end);
			case 6 -> origin(line, colon, end);
			case 7 -> this.upgradesToWebSocket |= isNamed(line, "Upgrade") && hasToken(colon, end, "websocket");
			case 10 -> this.upgradesConnection |= isNamed(line, "Connection") && hasToken(colon, end, "Upgrade");
			case 14 -> this.hasBody |= isNamed(line, "Content-Length") && !isValue(colon, end, "0");
			case 17 -> {
				this.hasBody |= isNamed(line, "Transfer-Encoding");
				key(line, colon, end);
			}
			case 21 -> version(line, colon, end);
			case 22 -> this.subprotocolsAreTokens &= !isNamed(line, "Sec-WebSocket-Protocol")
					|| FieldLines.areTokens(this.bytes, colon + 1, end);
			default -> {
			}
		}
	}

	private void host(int line, int colon, int end) {
		if (isNamed(line, "Host") && this.hosts++ == 0) {
			this.hostAt = FieldLines.skipBlanks(this.bytes, colon + 1, end);
			this.hostEnd = FieldLines.trimBlanks(this.bytes, this.hostAt, end);
		}
	}

	private void origin(int line, int colon, int end) {
		if (isNamed(line, "Origin") && this.origins++ == 0) {
			this.originAt = FieldLines.skipBlanks(this.bytes, colon + 1, end);
			this.originEnd = FieldLines.trimBlanks(this.bytes, this.originAt, end);
		}
	}

	private void key(int line, int colon, int end) {
		if (isNamed(line, "Sec-WebSocket-Key") && this.keys++ == 0) {
			this.keyAt = FieldLines.skipBlanks(this.bytes, colon + 1, end);
			this.keyEnd = FieldLines.trimBlanks(this.bytes, this.keyAt, end);
		}
	}

	private void version(int line, int colon, int end) {
		if (isNamed(line, "Sec-WebSocket-Version")) {
			this.versions++;
			this.version13 = isValue(colon, end, "13");
		}
	}

	private boolean isNamed(int line, String name) {
		return FieldLines.isText(this.bytes, line, name);
	}

	private boolean isValue(int colon, int end, String value) {
		int start = FieldLines.skipBlanks(this.bytes, colon + 1, end);
		return FieldLines.trimBlanks(this.bytes, start, end) - start == value.length()
				&& FieldLines.isText(this.bytes, start, value);
	}

	private boolean hasToken(int colon, int end, String token) {
		return FieldLines.hasToken(this.bytes, colon + 1, end, token);
	}

}

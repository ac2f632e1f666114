package io.aerosocket.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What is counted for every message, one instance for each event loop: written by that
 * loop alone, so that counting takes neither a lock nor an atomic instruction, and read
 * by anyone.
 */
public final class LoopCounters {

	private static final VarHandle OPENED = handle("opened");

	private static final VarHandle CLOSED = handle("closed");

	private static final VarHandle MESSAGES_RECEIVED = handle("messagesReceived");

	private static final VarHandle BYTES_RECEIVED = handle("bytesReceived");

	private static final VarHandle MESSAGES_SENT = handle("messagesSent");

	private static final VarHandle BYTES_SENT = handle("bytesSent");

	private static final VarHandle RECEIVED_BEFORE = handle("receivedBefore");

	private static final VarHandle RECEIVED_AFTER = handle("receivedAfter");

	private static final VarHandle SENT_BEFORE = handle("sentBefore");

	private static final VarHandle SENT_AFTER = handle("sentAfter");

	private static final VarHandle PAUSED_READS = handle("pausedReads");

	private long opened;

	private long closed;

	private long messagesReceived;

	private long bytesReceived;

	private long messagesSent;

	private long bytesSent;

	private long receivedBefore;

	private long receivedAfter;

	private long sentBefore;

	private long sentAfter;

	private long pausedReads;

	LoopCounters() {
	}

	/**
	 * Counts a connection that was opened.
	 */
	public void connectionOpened() {
		OPENED.setOpaque(this, this.opened + 1);
	}

	/**
	 * Counts a connection that has ended.
	 */
	public void connectionClosed() {
		CLOSED.setOpaque(this, this.closed + 1);
	}

	/**
	 * Counts a data message that was received.
	 * @param bytes the size of its payload
	 */
	public void messageReceived(int bytes) {
		MESSAGES_RECEIVED.setOpaque(this, this.messagesReceived + 1);
		BYTES_RECEIVED.setOpaque(this, this.bytesReceived + bytes);
	}

	/**
	 * Counts a data message that was handed to the transport.
	 * @param bytes the size of its payload
	 * @return whether it is the one in {@link TimingListener#SAMPLE} that listeners hear
	 * of
	 */
	public boolean messageSent(int bytes) {
		MESSAGES_SENT.setOpaque(this, this.messagesSent + 1);
		BYTES_SENT.setOpaque(this, this.bytesSent + bytes);
		return (this.messagesSent & (TimingListener.SAMPLE - 1)) == 1;
	}

	/**
	 * Counts the payload of a received message that extensions restored.
	 * @param travelled its size as it travelled
	 * @param bytes its size as it is
	 */
	public void payloadRestored(long travelled, long bytes) {
		RECEIVED_BEFORE.setOpaque(this, this.receivedBefore + travelled);
		RECEIVED_AFTER.setOpaque(this, this.receivedAfter + bytes);
	}

	/**
	 * Counts the payload of a sent message that extensions changed.
	 * @param bytes its size as it was
	 * @param travels its size as it travels
	 */
	public void payloadChanged(long bytes, long travels) {
		SENT_BEFORE.setOpaque(this, this.sentBefore + bytes);
		SENT_AFTER.setOpaque(this, this.sentAfter + travels);
	}

	/**
	 * Counts a part of a data message that is received in parts.
	 * @param bytes the size of its payload
	 * @param last whether the message ends with it
	 */
	public void fragmentReceived(int bytes, boolean last) {
		MESSAGES_RECEIVED.setOpaque(this, this.messagesReceived + (last ? 1 : 0));
		BYTES_RECEIVED.setOpaque(this, this.bytesReceived + bytes);
	}

	/**
	 * Counts a part of a data message that is sent in parts.
	 * @param bytes the size of its payload
	 * @param last whether the message ends with it
	 */
	public void fragmentSent(int bytes, boolean last) {
		MESSAGES_SENT.setOpaque(this, this.messagesSent + (last ? 1 : 0));
		BYTES_SENT.setOpaque(this, this.bytesSent + bytes);
	}

	/**
	 * Counts a connection whose reading was paused or goes on.
	 * @param change 1 when it was paused, -1 when it goes on
	 */
	public void readsPaused(int change) {
		PAUSED_READS.setOpaque(this, this.pausedReads + change);
	}

	long openConnections() {
		// Closed first: it is never more than what was opened before.
		long closedBefore = closed();
		return opened() - closedBefore;
	}

	long opened() {
		return (long) OPENED.getOpaque(this);
	}

	long closed() {
		return (long) CLOSED.getOpaque(this);
	}

	long messagesReceived() {
		return (long) MESSAGES_RECEIVED.getOpaque(this);
	}

	long bytesReceived() {
		return (long) BYTES_RECEIVED.getOpaque(this);
	}

	long messagesSent() {
		return (long) MESSAGES_SENT.getOpaque(this);
	}

	long bytesSent() {
		return (long) BYTES_SENT.getOpaque(this);
	}

	CompressionTotals compression() {
		return new CompressionTotals((long) RECEIVED_BEFORE.getOpaque(this), (long) RECEIVED_AFTER.getOpaque(this),
				(long) SENT_BEFORE.getOpaque(this), (long) SENT_AFTER.getOpaque(this));
	}

	long pausedReads() {
		return (long) PAUSED_READS.getOpaque(this);
	}

	private static VarHandle handle(String field) {
		try {
			return MethodHandles.lookup().findVarHandle(LoopCounters.class, field, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}

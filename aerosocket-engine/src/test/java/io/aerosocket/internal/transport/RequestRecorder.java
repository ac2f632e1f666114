package io.aerosocket.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import io.aerosocket.Handshake;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.HandshakeRefusal;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes requests, and accepts them at once or later.
 */
final class RequestRecorder implements RequestHandler {

	final List<String> paths = new ArrayList<>();

	final List<RefusalReason> refusals = new ArrayList<>();

	final List<HandshakeOutcome> outcomes = new ArrayList<>();

	boolean accept;

	boolean failing;

	UpgradeRequest last;

	WebSocket webSocket;

	@Override
	public void handle(UpgradeRequest request) {
		this.paths.add(request.head().path());
		this.last = request;
		if (this.accept) {
			accept(request);
		}
	}

	@Override
	public void refused(HandshakeRefusal refusal) {
		this.refusals.add(refusal.reason());
	}

	@Override
	public void ended(HandshakeOutcome outcome, Handshake handshake, long nanos) {
		this.outcomes.add(outcome);
	}

	void accept(UpgradeRequest request) {
		WebSocket handler = new WebSocket();
		UpgradeRequest.Opening opening = new UpgradeRequest.Opening() {

			@Override
			public void prepare(ChannelHandlerContext context) {
				assertThat(context.handler()).isSameAs(handler);
				assertThat(RequestRecorder.this.outcomes).isEmpty();
				if (RequestRecorder.this.failing) {
					throw new IllegalStateException("an extension's fault");
				}
			}

			@Override
			public void open() {
				assertThat(RequestRecorder.this.outcomes).as("told before").containsExactly(HandshakeOutcome.ACCEPTED);
				RequestRecorder.this.webSocket = handler;
				handler.opened = true;
			}

		};
		request.accept(new OpeningHandshake(request.head(), "/chat", Map.of(), request.peer()), "chat", null, handler,
				opening);
	}

	/**
	 * What takes the transport's place.
	 */
	static final class WebSocket extends ChannelInboundHandlerAdapter {

		final StringBuilder received = new StringBuilder();

		boolean opened;

		int readsCompleted;

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			assertThat(this.opened).isTrue();
			ByteBuf bytes = (ByteBuf) message;
			this.received.append(bytes.toString(StandardCharsets.ISO_8859_1));
			bytes.release();
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			this.readsCompleted++;
		}

	}

}

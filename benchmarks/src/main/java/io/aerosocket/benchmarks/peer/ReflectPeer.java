package io.aerosocket.benchmarks.peer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;

/**
 * No WebSocket server but the driver's ceiling: it looks at a connection's first frame,
 * takes for granted that all others are like it, counts bytes, and returns replies that
 * were framed beforehand. What it reaches, no server that does its work can.
 */
// A write that fails is seen by the driver.
@SuppressWarnings("FutureReturnValueIgnored")
final class ReflectPeer implements Peer {

	@Override
	public String name() {
		return "reflect";
	}

	@Override
	public String version() {
		return NettyServer.version() + ", frames not read";
	}

	@Override
	public RunningPeer start(PeerSettings settings) {
		return NettyServer.start(settings, new ChannelInitializer<Channel>() {

			@Override
			protected void initChannel(Channel channel) {
				channel.pipeline()
					.addLast("lines", new LineBasedFrameDecoder(8192))
					.addLast("text", new StringDecoder(StandardCharsets.ISO_8859_1))
					.addLast(new UpgradeHandler());
			}

		});
	}

	/**
	 * Answers the handshake without looking at more than its key.
	 */
	private static final class UpgradeHandler extends ChannelInboundHandlerAdapter {

		private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");

		private String accept = "";

		@Override
		public void channelRead(ChannelHandlerContext context, Object line) throws Exception {
			Matcher key = KEY.matcher(line.toString());
			if (key.matches()) {
				this.accept = acceptFor(key.group(1));
			}
			else if (line.toString().isEmpty()) {
				upgrade(context);
			}
		}

		private void upgrade(ChannelHandlerContext context) {
			String response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Accept: " + this.accept + "\r\n\r\n";
			context.writeAndFlush(Unpooled.copiedBuffer(response, StandardCharsets.ISO_8859_1));
			context.pipeline().replace(this, null, new ReflectHandler());
			context.pipeline().remove("text");
			context.pipeline().remove("lines");
		}

		private static String acceptFor(String key) throws NoSuchAlgorithmException {
			byte[] digest = MessageDigest.getInstance("SHA-1")
				.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1));
			return Base64.getEncoder().encodeToString(digest);
		}

	}

	/**
	 * Returns as many ready-made replies as whole requests have come.
	 */
	private static final class ReflectHandler extends ChannelInboundHandlerAdapter {

		/** Beyond this many bytes of replies a read is answered in several writes. */
		private static final int REPLIES_BYTES = 1 << 18;

		private ByteBuf first = Unpooled.buffer();

		private ByteBuf replies = Unpooled.EMPTY_BUFFER;

		private int requestBytes;

		private int replyBytes;

		private long pendingBytes;

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ByteBuf bytes = (ByteBuf) message;
			this.pendingBytes += bytes.readableBytes();
			if (this.requestBytes == 0) {
				this.first.writeBytes(bytes);
				learn();
			}
			bytes.release();
			if (this.requestBytes > 0) {
				answer(context);
			}
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

		@Override
		public void handlerRemoved(ChannelHandlerContext context) {
			this.replies.release();
		}

		private void answer(ChannelHandlerContext context) {
			long whole = this.pendingBytes / this.requestBytes;
			this.pendingBytes -= whole * this.requestBytes;
			int most = this.replies.capacity() / this.replyBytes;
			for (; whole > 0; whole -= most) {
				int count = (int) Math.min(most, whole);
				context.write(this.replies.retainedSlice(0, count * this.replyBytes), context.voidPromise());
			}
		}

		/** Reads the first frame (RFC 6455 section 5.2) and frames the answers to it. */
		private void learn() {
			int size = this.first.getByte(1) & 0x7F;
			int lengthBytes = (size < 126) ? 0 : (size == 126) ? Short.BYTES : Long.BYTES;
			int maskAt = 2 + lengthBytes;
			if (this.first.readableBytes() < maskAt + Integer.BYTES) {
				return;
			}
			if (lengthBytes > 0) {
				size = (int) ((lengthBytes == Short.BYTES) ? this.first.getUnsignedShort(2) : this.first.getLong(2));
			}
			if (this.first.readableBytes() < maskAt + Integer.BYTES + size) {
				return;
			}
			ByteBuf reply = Unpooled.buffer(maskAt + size);
			reply.writeByte(this.first.getByte(0)).writeByte(this.first.getByte(1) & 0x7F);
			reply.writeBytes(this.first, 2, lengthBytes);
			for (int i = 0; i < size; i++) {
				reply.writeByte(this.first.getByte(maskAt + Integer.BYTES + i) ^ this.first.getByte(maskAt + i % 4));
			}
			this.replyBytes = reply.readableBytes();
			this.requestBytes = this.replyBytes + Integer.BYTES;
			int copies = Math.max(1, REPLIES_BYTES / this.replyBytes);
			this.replies = Unpooled.directBuffer(copies * this.replyBytes);
			for (int i = 0; i < copies; i++) {
				this.replies.writeBytes(reply, 0, this.replyBytes);
			}
			this.first = Unpooled.EMPTY_BUFFER;
		}

	}

}

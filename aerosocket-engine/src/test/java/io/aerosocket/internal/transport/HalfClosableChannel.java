package io.aerosocket.internal.transport;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;

/**
 * A channel without a network of which one half can be shut, as that of a socket can.
 */
final class HalfClosableChannel extends EmbeddedChannel implements DuplexChannel {

	private boolean outputShutdown;

	@Override
	public boolean isInputShutdown() {
		return false;
	}

	@Override
	public ChannelFuture shutdownInput() {
		return newSucceededFuture();
	}

	@Override
	public ChannelFuture shutdownInput(ChannelPromise promise) {
		return promise.setSuccess();
	}

	@Override
	public boolean isOutputShutdown() {
		return this.outputShutdown;
	}

	@Override
	public ChannelFuture shutdownOutput() {
		return shutdownOutput(newPromise());
	}

	@Override
	public ChannelFuture shutdownOutput(ChannelPromise promise) {
		this.outputShutdown = true;
		return promise.setSuccess();
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public ChannelFuture shutdown() {
		return close();
	}

	@Override
	public ChannelFuture shutdown(ChannelPromise promise) {
		return close(promise);
	}

}

package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;

/**
 * Tells the kernel which of the sockets that share a port gets those who connect from now
 * on: a filter of one instruction (socket(7), {@code SO_ATTACH_REUSEPORT_CBPF}), which
 * any socket of the group can set for all of them. Sockets are numbered in the order in
 * which they began to listen; when one closes, the last takes its number.
 */
final class PortSteering {

	private static final int SOL_SOCKET = 1;

	private static final int SOCK_FPROG_BYTES = 16;

	private static final ChannelOption<ByteBuffer> ATTACH = new RawUnixChannelOption("SO_ATTACH_REUSEPORT_CBPF",
			SOL_SOCKET, 51, SOCK_FPROG_BYTES);

	private static final ChannelOption<Integer> DETACH = new IntegerUnixChannelOption("SO_DETACH_REUSEPORT_BPF",
			SOL_SOCKET, 68);

	/** BPF_RET | BPF_K: the number of the socket is in the instruction. */
	private static final short RETURN_CONSTANT = 0x06;

	private PortSteering() {
	}

	/**
	 * Has all go to one socket.
	 * @param listener any socket of the group
	 * @param number the number of the socket that gets them; with one that there is not,
	 * the kernel distributes as it does without
	 * @throws RuntimeException if the system refuses
	 */
	static void toward(Channel listener, int number) {
		ByteBuffer instruction = direct(Long.BYTES);
		instruction.putShort(RETURN_CONSTANT).putShort((short) 0).putInt(number).flip();
		ByteBuffer program = direct(SOCK_FPROG_BYTES);
		program.putShort((short) 1).position(Long.BYTES);
		program.putLong(Buffer.memoryAddress(instruction)).flip();
		if (!listener.config().setOption(ATTACH, program)) {
			throw new IllegalStateException("The transport cannot steer who connects");
		}
		// The kernel has read the instruction by now, and not before.
		instruction.clear();
	}

	/**
	 * Has the kernel distribute again.
	 * @param listener any socket of the group
	 * @throws RuntimeException if the system refuses
	 */
	static void stop(Channel listener) {
		listener.config().setOption(DETACH, 0);
	}

	private static ByteBuffer direct(int bytes) {
		return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
	}

}

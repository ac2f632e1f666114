package io.aerosocket;

/**
 * How the engine talks to the operating system. All but {@link #NIO} need a native
 * library of Netty's, which is the application's choice.
 */
public enum Transport {

	/** The best that is present. The server says at its start which one that is. */
	AUTO,

	/** Linux's io_uring, with a ring of buffers that the kernel reads into. */
	IO_URING,

	/** Linux's epoll. */
	EPOLL,

	/** The kqueue of macOS and the BSDs. */
	KQUEUE,

	/** The JDK's own selector, everywhere. */
	NIO,

	/**
	 * None of these: channels that a test brought. Cannot be asked for by name.
	 */
	CUSTOM

}

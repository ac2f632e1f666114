package io.aerosocket;

/**
 * How the engine talks to the operating system.
 */
public enum Transport {

	/** The best that is present: epoll on Linux, otherwise NIO. */
	AUTO,

	/** Linux's epoll, through Netty's native library. */
	EPOLL,

	/** The JDK's own selector, everywhere. */
	NIO

}

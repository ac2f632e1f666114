package io.aerosocket.internal.stream;

import java.util.concurrent.Executor;

/**
 * The threads that sources may block.
 *
 * @param reading where they are read
 * @param closing where they are closed, which has to work while all the others read
 */
public record SourceThreads(Executor reading, Executor closing) {

}

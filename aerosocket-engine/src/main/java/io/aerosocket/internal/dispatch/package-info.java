/**
 * Which handler, and on which thread: routes by path, and calls on workers, virtual
 * threads or the event loop.
 */
@NullMarked
package io.aerosocket.internal.dispatch;

import org.jspecify.annotations.NullMarked;

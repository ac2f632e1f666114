/**
 * What the server is doing, told over one of its own WebSockets.
 */
@NullMarked
package io.aerosocket.sample.live;

import org.jspecify.annotations.NullMarked;

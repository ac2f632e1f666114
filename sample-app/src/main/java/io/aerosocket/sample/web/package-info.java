/**
 * What the pages ask over HTTP, and the headers they are served with.
 */
@NullMarked
package io.aerosocket.sample.web;

import org.jspecify.annotations.NullMarked;

/**
 * The audit of security events: what is reported, to whom, and how much of it.
 */
@NullMarked
package io.aerosocket.spring.boot.autoconfigure.audit;

import org.jspecify.annotations.NullMarked;

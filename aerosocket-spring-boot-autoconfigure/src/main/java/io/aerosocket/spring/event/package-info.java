/**
 * What happens to connections, as events of the application. Spring Framework only.
 */
@NullMarked
package io.aerosocket.spring.event;

import org.jspecify.annotations.NullMarked;

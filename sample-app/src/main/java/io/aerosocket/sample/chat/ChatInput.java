package io.aerosocket.sample.chat;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a member says.
 *
 * @param text the words, 1 to 2000 characters
 * @param ref the sender's own mark, which comes back with the message; a message that is
 * sent again with the same mark, because a connection was lost, is not said twice
 */
record ChatInput(@NotBlank @Size(max = 2000) String text, @Size(max = 64) @Nullable String ref) {

}

package io.aerosocket.spring.boot.test.example;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.stereotype.Component;

import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;

/**
 * Refuses whoever says that he is a stranger.
 */
@Component
public class DoorKeeper implements HandshakeInterceptor {

	@Override
	public CompletionStage<HandshakeDecision> intercept(Handshake handshake) {
		return CompletableFuture.completedFuture((handshake.headers().first("X-Stranger") != null)
				? HandshakeDecision.refuse(401, "Who are you?") : HandshakeDecision.accept());
	}

}

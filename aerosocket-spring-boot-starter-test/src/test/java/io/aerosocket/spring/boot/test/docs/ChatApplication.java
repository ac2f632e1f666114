package io.aerosocket.spring.boot.test.docs;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application that {@code docs/testing.md} tests.
 */
@SpringBootApplication
class ChatApplication {

}

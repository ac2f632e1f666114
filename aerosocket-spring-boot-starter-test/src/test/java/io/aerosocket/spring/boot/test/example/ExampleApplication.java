package io.aerosocket.spring.boot.test.example;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with handlers and what does not belong to them.
 */
@SpringBootApplication
public class ExampleApplication {

}

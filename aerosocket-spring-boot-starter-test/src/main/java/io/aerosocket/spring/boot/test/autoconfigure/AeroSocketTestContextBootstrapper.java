package io.aerosocket.spring.boot.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstraps {@link AeroSocketTest}.
 */
final class AeroSocketTestContextBootstrapper extends TestSliceTestContextBootstrapper<AeroSocketTest> {

}

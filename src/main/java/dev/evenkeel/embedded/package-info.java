/**
 * A real PostgreSQL and a real Kafka broker inside the process, on one data folder and on loopback, for
 * a laptop. Production packages leave its libraries out.
 *
 * <p>May use: no other package.
 */
@NullMarked
package dev.evenkeel.embedded;

import org.jspecify.annotations.NullMarked;

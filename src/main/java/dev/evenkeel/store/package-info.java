/**
 * The database by way of Hibernate Reactive: transactions that nobody waits for too long.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.evenkeel.store;

import org.jspecify.annotations.NullMarked;

/**
 * What may be sent where: the operator's credentials with the origins each is bound to, and the guard
 * that decides which URLs and which resolved addresses may be probed at all.
 *
 * <p>May use: measurement.
 */
@NullMarked
package dev.evenkeel.egress;

import org.jspecify.annotations.NullMarked;

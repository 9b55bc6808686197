/**
 * What all resources share: problem details and violations, paging, names, access, body limits.
 *
 * <p>May use: no other package.
 */
@NullMarked
package dev.evenkeel.http;

import org.jspecify.annotations.NullMarked;

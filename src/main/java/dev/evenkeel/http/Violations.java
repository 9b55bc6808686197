package dev.evenkeel.http;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a request, so that the client hears of all of it at once. Not thread-safe. */
public final class Violations {
    private final List<Violation> found = new ArrayList<>();

    public Violations add(String field, String message) {
        found.add(new Violation(field, message));
        return this;
    }

    public Violations addUnless(boolean valid, String field, String message) {
        return valid ? this : add(field, message);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Violation> list() {
        return List.copyOf(found);
    }

    /**
     * Ends the request if anything is wrong with it.
     *
     * @throws ProblemException 422 with all violations
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw ProblemException.invalid(found);
        }
    }
}

package dev.evenkeel.simulator;

import java.util.ArrayDeque;
import java.util.List;

/** The last requests that ended, in the order in which they did. Thread-safe. */
final class RequestLog {
    private final int capacity;
    private final ArrayDeque<ServedRequest> entries = new ArrayDeque<>();

    RequestLog(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(ServedRequest request) {
        if (entries.size() == capacity) {
            entries.removeFirst();
        }
        entries.addLast(request);
    }

    synchronized List<ServedRequest> entries() {
        return List.copyOf(entries);
    }
}

package dev.evenkeel.probe;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process' collections had cost at one instant.
 *
 * @param pauseMs of concurrent collectors only the pauses count
 */
record GcTime(long count, long pauseMs) {
    static GcTime now() {
        long count = 0;
        long pauseMs = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (!bean.getName().endsWith("Cycles")) {
                count += bean.getCollectionCount();
                pauseMs += bean.getCollectionTime();
            }
        }
        return new GcTime(count, pauseMs);
    }
}

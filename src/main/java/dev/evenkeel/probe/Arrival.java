package dev.evenkeel.probe;

import org.jspecify.annotations.Nullable;

/** Which bytes and events of an answer each socket read brought. Reads are told apart by number: two may have the same time. */
final class Arrival {
    private long bytes;
    private int events;
    private long read;
    private int tokenEvents;
    private int tokenEventsOfRead;
    private int readsWithTokens;
    private int tokenEventsInCompany;

    /** Some bytes of the body, the only ones of their read or not. */
    void body(int count, long readNumber) {
        bytes += count;
        if (readNumber != read) {
            read = readNumber;
            tokenEventsOfRead = 0;
        }
    }

    /** An event that the latest bytes completed. */
    void event() {
        events++;
    }

    /** The latest event carries generated text. */
    void token() {
        tokenEvents++;
        tokenEventsOfRead++;
        if (tokenEventsOfRead == 1) {
            readsWithTokens++;
        } else {
            tokenEventsInCompany += tokenEventsOfRead == 2 ? 2 : 1;
        }
    }

    long bytes() {
        return bytes;
    }

    int events() {
        return events;
    }

    boolean tokensInOneRead() {
        return readsWithTokens == 1;
    }

    /** Share of the token-bearing events whose read brought others too; absent where there was none. */
    @Nullable
    Double burstShare() {
        return tokenEvents == 0 ? null : (double) tokenEventsInCompany / tokenEvents;
    }
}

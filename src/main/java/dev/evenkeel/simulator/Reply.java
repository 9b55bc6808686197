package dev.evenkeel.simulator;

/** An answer that takes its time. Confined to the event loop. */
interface Reply {
    void start();

    /** The connection is gone: nothing more is written, and the log is told. */
    void connectionClosed();
}

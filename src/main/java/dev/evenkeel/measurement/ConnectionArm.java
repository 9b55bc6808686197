package dev.evenkeel.measurement;

/** Whether a probe may use a kept-alive connection or must open its own. */
public enum ConnectionArm {
    /** Uses a kept-alive connection where there is one. */
    REUSE,
    /** Always opens a new connection. */
    FRESH
}

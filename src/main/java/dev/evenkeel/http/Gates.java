package dev.evenkeel.http;

/** The order of what every request passes; the highest comes first. */
final class Gates {
    static final int ACCESS = Integer.MAX_VALUE;
    static final int API = Integer.MAX_VALUE - 1;
    static final int BODY = Integer.MAX_VALUE - 2;

    private Gates() {}
}

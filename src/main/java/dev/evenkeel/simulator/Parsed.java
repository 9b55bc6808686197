package dev.evenkeel.simulator;

/** What became of a request's body: a {@link ChatRequest} or a {@link Refusal}. */
sealed interface Parsed permits ChatRequest, Refusal {}

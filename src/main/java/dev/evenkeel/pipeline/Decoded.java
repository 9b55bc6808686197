package dev.evenkeel.pipeline;

import java.util.function.BiFunction;
import java.util.function.Function;

/** What became of a record's bytes: the value they stand for, or why they stand for none. */
sealed interface Decoded<T> {
    <R> R fold(Function<T, R> value, BiFunction<DeadLetterCause, String, R> failure);

    record Value<T>(T value) implements Decoded<T> {
        @Override
        public <R> R fold(Function<T, R> onValue, BiFunction<DeadLetterCause, String, R> onFailure) {
            return onValue.apply(value);
        }
    }

    record Failure<T>(DeadLetterCause cause, String detail) implements Decoded<T> {
        @Override
        public <R> R fold(Function<T, R> onValue, BiFunction<DeadLetterCause, String, R> onFailure) {
            return onFailure.apply(cause, detail);
        }
    }
}

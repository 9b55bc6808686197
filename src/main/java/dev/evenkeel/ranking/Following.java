package dev.evenkeel.ranking;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one client has been told. Its looks come one after the other, on whatever thread. */
final class Following {
    private static final byte[] COMMENT = ": still there\n\n".getBytes(StandardCharsets.UTF_8);

    private final @Nullable Long known;
    private final long heartbeatTicks;
    private volatile @Nullable RankingTag has;
    private volatile long wroteAt = Look.FIRST;

    /**
     * @param known the revision that the client has; absent = none
     * @param heartbeatTicks after so many without anything to tell a comment is sent
     */
    Following(@Nullable Long known, long heartbeatTicks) {
        this.known = known;
        this.heartbeatTicks = heartbeatTicks;
    }

    /** What is new in it for the client, or a comment: with the first look, so that the client hears at once, and now and then. */
    Optional<byte[]> toSend(Look look) {
        boolean first = look.tick() == Look.FIRST;
        if (look.isGone() || isNew(look.answer())) {
            wroteAt = look.tick();
            return Optional.of(look.event());
        }
        if (wroteAt == Look.FIRST && !first) {
            wroteAt = look.tick();
        }
        if (!first && look.tick() - wroteAt < heartbeatTicks) {
            return Optional.empty();
        }
        wroteAt = look.tick();
        return Optional.of(COMMENT);
    }

    private boolean isNew(RankingCache.@Nullable Answer answer) {
        RankingTag before = has;
        if (answer == null || answer.tag().equals(before)) {
            return false;
        }
        has = answer.tag();
        return before != null || known == null || known != answer.revision();
    }
}

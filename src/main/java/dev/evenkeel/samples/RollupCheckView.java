package dev.evenkeel.samples;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.rollup.Difference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a check of rollups found.
 *
 * @param checked how many rollups were compared
 * @param differing how many of them differ from what was computed anew
 * @param repaired how many were put right or counted by another SLO
 * @param differences the first hundred
 */
record RollupCheckView(long checked, long differing, long repaired, List<DifferenceView> differences) {
    static RollupCheckView of(CheckedRollups checked, Map<UUID, TargetRef> targets) {
        return new RollupCheckView(
                checked.checked(),
                checked.differing(),
                checked.repaired(),
                checked.differences().stream()
                        .map(found -> new DifferenceView(
                                targets.get(found.key().targetId()),
                                found.key().resolution().step().toString(),
                                found.key().startsAt(),
                                found.key().specVersion(),
                                found.key().arm().key(),
                                found.what()))
                        .toList());
    }

    /**
     * One rollup that differs.
     *
     * @param target absent where the campaign has no such target
     * @param step ISO-8601 duration of the stretch of time
     * @param what the parts of it that differ
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DifferenceView(
            @Nullable TargetRef target,
            String step,
            Instant startsAt,
            int specVersion,
            String connection,
            List<Difference> what) {}
}

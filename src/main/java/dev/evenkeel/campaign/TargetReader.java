package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignDocument.PriceDocument;
import dev.evenkeel.campaign.CampaignDocument.TargetDocument;
import dev.evenkeel.campaign.CampaignSpec.Target;
import dev.evenkeel.http.CanonicalJson;
import dev.evenkeel.http.FieldReader;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.Price;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.TargetRef;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes targets of the client's document, noting all that is wrong with them. */
final class TargetReader {
    static final int MAX_TARGETS = 100;

    /** All targets travel in one Kafka message, which must stay well under a megabyte. */
    static final int MAX_REQUEST_BYTES = 4 * 1024;

    private static final int MAX_MODEL_LENGTH = 200;
    private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000_000);
    private static final int MAX_PRICE_SCALE = 12;

    /** What every JSON reader keeps exactly. */
    private static final int MAX_PRICE_DIGITS = 15;

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private final Violations violations;
    private final FieldReader fields;

    TargetReader(Violations violations) {
        this.violations = violations;
        this.fields = new FieldReader(violations);
    }

    List<Target> read(@Nullable List<@Nullable TargetDocument> targets) {
        if (targets == null || targets.isEmpty() || targets.size() > MAX_TARGETS) {
            violations.add("targets", "must have 1 to " + MAX_TARGETS + " targets");
            return List.of();
        }
        List<Target> read = new ArrayList<>();
        Set<TargetRef> seen = new HashSet<>();
        for (int i = 0; i < targets.size(); i++) {
            String field = "targets[" + i + "]";
            TargetDocument target = targets.get(i);
            if (target == null) {
                violations.add(field, "must not be null");
                continue;
            }
            Target next = target(target, field);
            violations.addUnless(seen.add(next.ref()), field, "has the provider and model of an earlier target");
            read.add(next);
        }
        return read;
    }

    private Target target(TargetDocument target, String field) {
        String provider = target.provider() == null ? "" : target.provider();
        violations.addUnless(ResourceName.isValid(provider), field + ".provider", "must match " + ResourceName.REGEX);
        String model = fields.text(target.model(), field + ".model", MAX_MODEL_LENGTH);
        Map<String, @Nullable Object> request = target.request() == null ? Map.of() : target.request();
        Price price = target.price() == null ? null : price(target.price(), field + ".price");
        return new Target(new TargetRef(provider, model), request(request, field + ".request"), price);
    }

    private Map<String, @Nullable Object> request(Map<String, @Nullable Object> request, String field) {
        if (!fields.overrides(request, field, ProbeTarget.RESERVED_FIELDS, MAX_REQUEST_BYTES)) {
            return Map.of();
        }
        violations.addUnless(CampaignJson.isStorable(CampaignJson.write(request)), field, "must not contain U+0000");
        return CanonicalJson.of(request);
    }

    private @Nullable Price price(PriceDocument price, String field) {
        BigDecimal input = amount(price.inputPerMillion(), field + ".inputPerMillion");
        BigDecimal output = amount(price.outputPerMillion(), field + ".outputPerMillion");
        String currency = price.currency() == null ? "" : price.currency();
        violations.addUnless(
                CURRENCY.matcher(currency).matches(), field + ".currency", "must be three capital letters such as USD");
        return input == null || output == null ? null : new Price(input, output, currency);
    }

    /** In one form for each value, so that a document that is sent again equals the stored one. */
    private @Nullable BigDecimal amount(@Nullable BigDecimal value, String field) {
        if (value == null) {
            violations.add(field, "is required");
            return null;
        }
        boolean bounded =
                value.signum() >= 0 && value.precision() <= MAX_PRICE_DIGITS && value.compareTo(MAX_PRICE) <= 0;
        if (!bounded) {
            violations.add(field, "must be from 0 to " + MAX_PRICE + ", in at most " + MAX_PRICE_DIGITS + " digits");
            return null;
        }
        if (value.scale() > MAX_PRICE_SCALE || value.scale() < -MAX_PRICE_SCALE) {
            violations.add(field, "must have at most " + MAX_PRICE_SCALE + " decimals");
            return null;
        }
        return CanonicalJson.decimal(value);
    }
}

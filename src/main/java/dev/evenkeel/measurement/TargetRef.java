package dev.evenkeel.measurement;

import java.util.Objects;

/**
 * A target as users name it: a model at a provider. Unique within a campaign.
 *
 * @param provider the provider's name in the catalog
 * @param model the model as that provider calls it
 */
public record TargetRef(String provider, String model) {
    public TargetRef {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
    }

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}

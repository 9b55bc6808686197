package dev.evenkeel.samples;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shape of a page of samples, for the contract: annotations can't say {@code Page<SampleView>}. */
@Schema(name = "PageSampleView", description = "One page of a list.")
record SamplePageDocument(
        @Schema(description = "The items, in the list's order.", required = true)
        List<SampleView> items,

        @Schema(description = "Cursor of the page that follows; absent on the last one.") @Nullable
        String next) {}

package dev.evenkeel.launch;

import dev.evenkeel.measurement.Vantage;
import java.util.Map;

/** Where a prober is: which topic of rounds it reads, in which group. */
final class VantageOfProber {
    static final String VANTAGE = "evenkeel.vantage";
    static final String VANTAGES = "evenkeel.vantages";

    private VantageOfProber() {}

    /**
     * What differs for a process that is not at the default vantage.
     *
     * @throws StartRefusedException for what can't be the name of a vantage
     */
    static Map<String, String> configuration(Settings settings) {
        settings.value(VANTAGES).ifPresent(names -> {
            for (String name : names.split(",", -1)) {
                require(VANTAGES, name.strip());
            }
        });
        String here = settings.value(VANTAGE).orElse(Vantage.DEFAULT);
        require(VANTAGE, here);
        return here.equals(Vantage.DEFAULT)
                ? Map.of()
                : Map.of(
                        "mp.messaging.incoming.rounds-in.topic",
                        "evenkeel.probe-requests." + here,
                        "mp.messaging.incoming.rounds-in.group.id",
                        "evenkeel-prober." + here);
    }

    private static void require(String key, String name) {
        if (!Vantage.isValid(name)) {
            throw new StartRefusedException(
                    key + ": \"" + name + "\" must match " + Vantage.REGEX + " and not be dlq, which is taken");
        }
    }
}

package dev.evenkeel.launch;

import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.pipeline.Vantages;
import java.util.Map;

/** Where a prober is: which topic of rounds it reads, in which group. */
final class VantageOfProber {
    private VantageOfProber() {}

    /**
     * What differs for a process that is not at the default vantage.
     *
     * @throws StartRefusedException for what can't be the name of a vantage
     */
    static Map<String, String> configuration(Settings settings) {
        settings.value(Vantages.NAMES).ifPresent(names -> {
            for (String name : names.split(",", -1)) {
                require(Vantages.NAMES, name.strip());
            }
        });
        String here = settings.value(Vantages.HERE).orElse(Vantage.DEFAULT);
        require(Vantages.HERE, here);
        return Vantages.channelAt(here);
    }

    private static void require(String key, String name) {
        if (!Vantage.isValid(name)) {
            throw new StartRefusedException(key + ": \"" + name + "\" " + Vantage.EXPECTED);
        }
    }
}

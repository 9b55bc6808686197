package dev.evenkeel.launch;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code evenkeel.roles}: one process does everything so far, and a setting that had no effect would mislead. */
final class RolesCheck {
    static final String ROLES = "evenkeel.roles";
    private static final Set<String> ALL = Set.of("api", "scheduler", "prober", "ingest");

    private RolesCheck() {}

    static void check(Settings settings) {
        settings.value(ROLES).ifPresent(RolesCheck::requireAll);
    }

    private static void requireAll(String roles) {
        Set<String> named =
                Arrays.stream(roles.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        if (!named.equals(ALL)) {
            throw new StartRefusedException(ROLES + "=" + roles
                    + " isn't supported: every process has all roles, api,scheduler,prober,ingest. Leave it unset");
        }
    }
}

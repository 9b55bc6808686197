package dev.evenkeel.launch;

import dev.evenkeel.embedded.EmbeddedLibraries;
import dev.evenkeel.embedded.EmbeddedStores;
import dev.evenkeel.embedded.EmbeddedStoresException;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Starts the embedded stores where no external ones are configured, then the application. */
@QuarkusMain
public final class Main {
    private static final int REFUSED = 1;

    private Main() {}

    /** Doesn't return before the application has ended; a start that is refused ends the process with status 1. */
    public static void main(String... args) {
        // Before the first logger: whoever asks for one first decides which log manager the process has.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        // Until the application configures its logging, every record down to the finest would be kept for it.
        Logger.getLogger("").setLevel(Level.INFO);
        try {
            Config config = ConfigUtils.configBuilder().build();
            Settings settings = Settings.from(config);
            StopDeadline.set(config);
            StartPlan plan = StartPlan.of(settings, EmbeddedLibraries.present());
            switch (plan.mode()) {
                case EMBEDDED -> startEmbedded(plan);
                case EXTERNAL -> LaunchConfigSource.provide(plan.defaults());
            }
        } catch (StartRefusedException | EmbeddedStoresException e) {
            System.err.println("Evenkeel doesn't start: " + e.getMessage());
            System.exit(REFUSED);
        }
        Quarkus.run(Welcome.class, args);
    }

    private static void startEmbedded(StartPlan plan) {
        EmbeddedStores stores = EmbeddedStores.start(plan.dataFolder());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopLast(stores), "stop-embedded-stores"));
        LaunchConfigSource.provide(plan.defaultsWith(stores.configuration()));
    }

    /** The application drains into its stores while it stops, so they must outlive it. */
    private static void stopLast(EmbeddedStores stores) {
        @Nullable Application application = Application.currentApplication();
        if (application != null) {
            application.awaitShutdown();
        }
        stores.close();
    }
}

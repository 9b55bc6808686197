package dev.evenkeel;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Use: annotate the class with {@code @QuarkusTest @WithTestResource(EmbeddedStoresResource.class)}; classes that do so
 * (and name no other resource or profile) share one application. A plain JUnit test calls {@link SharedStores}.
 */
public final class EmbeddedStoresResource implements QuarkusTestResourceLifecycleManager {
    /**
     * The stores are held by the system class loader's copy of {@link SharedStores}: each Quarkus application has
     * class loaders of its own, and must not start servers of its own.
     */
    @Override
    @SuppressWarnings("unchecked")
    public Map<String, String> start() {
        try {
            Class<?> shared = ClassLoader.getSystemClassLoader().loadClass(SharedStores.class.getName());
            return (Map<String, String>) shared.getMethod("configuration").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing to do: the stores outlive the application and stop with the JVM. */
    @Override
    public void stop() {}
}

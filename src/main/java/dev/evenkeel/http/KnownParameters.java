package dev.evenkeel.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Refuses query parameters that a request doesn't take: a misspelt one would be answered as if it had not been given. */
@Singleton
final class KnownParameters {
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    /** @throws ProblemException 422 naming each that is not known */
    @ServerRequestFilter
    void requireKnown(ResourceInfo resource, UriInfo uri) {
        Set<String> given = uri.getQueryParameters().keySet();
        if (given.isEmpty()) {
            return;
        }
        Set<String> taken = known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::of);
        Violations violations = new Violations();
        given.forEach(name -> violations.addUnless(taken.contains(name), name, expected(taken)));
        violations.throwIfAny();
    }

    private static String expected(Set<String> taken) {
        return taken.isEmpty()
                ? "must be left out: there are no parameters"
                : "is not a known parameter; known here: " + taken;
    }

    private static Set<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .map(KnownParameters::nameOf)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable String nameOf(Parameter parameter) {
        QueryParam query = parameter.getAnnotation(QueryParam.class);
        return query == null ? null : query.value();
    }
}

package dev.evenkeel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The allowed arrows between packages; their twin for readers is the table in docs/architecture.md. */
class ArchitectureTest {
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("measurement", Set.of()),
            Map.entry("egress", Set.of("measurement")),
            Map.entry("http", Set.of()),
            Map.entry("store", Set.of()),
            Map.entry("catalog", Set.of("store", "egress", "measurement", "http")),
            Map.entry("check", Set.of("catalog", "samples", "pipeline", "measurement", "http")),
            Map.entry("campaign", Set.of("store", "catalog", "samples", "pipeline", "measurement", "http")),
            Map.entry("pipeline", Set.of("measurement")),
            Map.entry("probe", Set.of("egress", "pipeline", "measurement")),
            Map.entry("samples", Set.of("pipeline", "rollup", "measurement", "http")),
            Map.entry("rollup", Set.of("measurement")),
            Map.entry("ranking", Set.of("rollup", "samples", "campaign", "measurement", "http")),
            Map.entry("embedded", Set.of()),
            Map.entry("simulator", Set.of("measurement")));

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.evenkeel");

    @Test
    void packagesUseOnlyWhatTheyMay() {
        var rule = layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        rule = rule.layer("launch").definedBy("dev.evenkeel.launch..");
        for (String name : MAY_USE.keySet()) {
            rule = rule.layer(name).definedBy("dev.evenkeel." + name + "..");
        }
        for (var entry : MAY_USE.entrySet()) {
            String[] allowed = entry.getValue().toArray(String[]::new);
            rule = allowed.length == 0
                    ? rule.whereLayer(entry.getKey()).mayNotAccessAnyLayer()
                    : rule.whereLayer(entry.getKey()).mayOnlyAccessLayers(allowed);
        }
        rule.check(PRODUCTION);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.evenkeel.(*)..").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void everyClassBelongsToAKnownPackage() {
        String[] known = MAY_USE.keySet().stream()
                .map(name -> "dev.evenkeel." + name + "..")
                .toArray(String[]::new);
        classes()
                .should()
                .resideInAnyPackage(known)
                .orShould()
                .resideInAPackage("dev.evenkeel.launch..")
                .check(PRODUCTION);
    }

    @Test
    void theVocabularyIsPureJava() {
        classes()
                .that(resideInAnyPackage("dev.evenkeel.measurement.."))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("dev.evenkeel.measurement..", "java..", "org.jspecify.annotations.."))
                .check(PRODUCTION);
    }
}

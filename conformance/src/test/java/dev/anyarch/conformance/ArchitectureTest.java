package dev.anyarch.conformance;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrows between modules point only downwards, as {@code docs/decisions/0001-modules.md} draws them. */
final class ArchitectureTest {
    /** Fewer classes than this means that the scan missed a module. */
    private static final int FEWEST_CLASSES = 400;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            .importPackages("dev.anyarch");

    @Test
    void everyModuleIsSeen() {
        assertThat(CLASSES.size()).isGreaterThan(FEWEST_CLASSES);
        assertThat(List.of("model", "content", "store", "client", "storage", "operations", "runtime", "executables",
                "builder", "bake", "server", "cli"))
                .allSatisfy(module -> assertThat(CLASSES.stream().anyMatch(inModule(module))).as(module).isTrue());
    }

    @Test
    void arrowsPointDownwards() {
        layeredArchitecture().consideringOnlyDependenciesInAnyPackage("dev.anyarch..")
                .layer("model")
                .definedBy("dev.anyarch.model..")
                .layer("content")
                .definedBy("dev.anyarch.content..")
                .layer("store")
                .definedBy("dev.anyarch.store..")
                .layer("client")
                .definedBy("dev.anyarch.client..")
                .layer("storage")
                .definedBy("dev.anyarch.storage..")
                .layer("operations")
                .definedBy("dev.anyarch.operations..")
                .layer("runtime")
                .definedBy("dev.anyarch.runtime..")
                .layer("executables")
                .definedBy("dev.anyarch.executables..")
                .layer("builder")
                .definedBy("dev.anyarch.builder..")
                .layer("bake")
                .definedBy("dev.anyarch.bake..")
                .layer("server")
                .definedBy("dev.anyarch.server..")
                .layer("cli")
                .definedBy("dev.anyarch.cli..")
                .layer("testkit")
                .definedBy("dev.anyarch.testkit..")
                .whereLayer("model")
                .mayNotAccessAnyLayer()
                .whereLayer("content")
                .mayOnlyAccessLayers("model")
                .whereLayer("store")
                .mayOnlyAccessLayers("model", "content")
                .whereLayer("client")
                .mayOnlyAccessLayers("model", "content", "store")
                .whereLayer("storage")
                .mayOnlyAccessLayers("model", "content", "store")
                .whereLayer("operations")
                .mayOnlyAccessLayers("model", "content", "store")
                .whereLayer("executables")
                .mayOnlyAccessLayers("model", "content", "store")
                .whereLayer("builder")
                .mayOnlyAccessLayers("model", "content", "store", "operations", "runtime", "executables")
                .whereLayer("runtime")
                .mayOnlyAccessLayers("model", "content")
                .whereLayer("bake")
                .mayOnlyAccessLayers("model")
                .whereLayer("server")
                .mayOnlyAccessLayers("model", "content", "store", "storage")
                .whereLayer("testkit")
                .mayOnlyAccessLayers("model", "content")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.anyarch.(*)..").should().beFreeOfCycles().check(CLASSES);
        List.of("store", "client", "operations", "builder", "bake")
                .forEach(module -> slices().matching("dev.anyarch." + module + ".(*)..")
                        .should()
                        .beFreeOfCycles()
                        .check(CLASSES));
    }

    @Test
    void onlyTheCommandLinePrintsReadsTheEnvironmentAndExits() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages("dev.anyarch.cli..", "dev.anyarch.testkit..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }

    @Test
    void namesSayWhatAThingIs() {
        // "credential helper" is the field's word for a program that keeps credentials
        ArchRuleDefinition.noClasses()
                .that()
                .haveSimpleNameNotEndingWith("CredentialHelper")
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> inModule(String module) {
        return JavaClass.Predicates.resideInAPackage("dev.anyarch." + module + "..");
    }
}

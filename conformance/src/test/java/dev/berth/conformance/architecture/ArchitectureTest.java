package dev.berth.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which: docs/architecture.md in a form that fails. */
@AnalyzeClasses(
        packages = "dev.berth",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    /** In a packaged build the tests of other modules come as jars, which {@link DoNotIncludeTests} does not know. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String LINUX = "dev.berth.linux..";
    private static final String PLUGIN = "dev.berth.plugin..";
    private static final String BRIDGE = "dev.berth.bridge..";
    private static final String DNS = "dev.berth.dns..";
    private static final String VOLUME = "dev.berth.volume..";
    private static final String RUNTIME = "dev.berth.runtime..";

    @ArchTest
    static final ArchRule linuxKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage(LINUX)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PLUGIN, BRIDGE, DNS, VOLUME, RUNTIME);

    @ArchTest
    static final ArchRule pluginApiKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage(PLUGIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LINUX, BRIDGE, DNS, VOLUME, RUNTIME);

    @ArchTest
    static final ArchRule bridgeKnowsNoOtherDriver = noClasses()
            .that()
            .resideInAPackage(BRIDGE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DNS, VOLUME, RUNTIME);

    @ArchTest
    static final ArchRule dnsKnowsNoOtherDriver = noClasses()
            .that()
            .resideInAPackage(DNS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BRIDGE, VOLUME, RUNTIME);

    @ArchTest
    static final ArchRule volumeKnowsNoOtherDriver = noClasses()
            .that()
            .resideInAPackage(VOLUME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BRIDGE, DNS, RUNTIME);

    @ArchTest
    static final ArchRule driversAreKnownByTheCompositionAlone = noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .and()
            .resideOutsideOfPackages("dev.berth.runtime.app..", "dev.berth.runtime.serve..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BRIDGE, DNS, VOLUME);

    @ArchTest
    static final ArchRule ofADriverTheCompositionKnowsItsModule = classes()
            .that()
            .resideInAnyPackage(BRIDGE, DNS, VOLUME)
            .and(new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("are not a Dagger module") {
                @Override
                public boolean test(JavaClass type) {
                    return !type.getName().matches(".*Module(_.*|\\$.*)?");
                }
            })
            .should()
            .onlyBeAccessed()
            .byClassesThat(
                    new com.tngtech.archunit.base.DescribedPredicate<JavaClass>(
                            "are of a driver, or written by Dagger") {
                        @Override
                        public boolean test(JavaClass type) {
                            return !type.getPackageName().startsWith("dev.berth.runtime")
                                    || type.getSimpleName().startsWith("Dagger")
                                    || type.getName().contains(".Dagger");
                        }
                    });

    @ArchTest
    static final ArchRule contractsKnowNeitherNettyNorJackson = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.berth.plugin",
                    "dev.berth.plugin.network..",
                    "dev.berth.plugin.ipam..",
                    "dev.berth.plugin.volume..",
                    "dev.berth.plugin.name..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule systemCallsAreMadeInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("dev.berth.linux.sys..", "dev.berth.linux.nft..", "dev.berth.linux.seccomp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule programsAreStartedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("dev.berth.runtime.cli.demo..", "dev.berth.runtime.cli.doctor..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);

    @ArchTest
    static final ArchRule linuxHasNoCycles =
            slices().matching("dev.berth.linux.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule pluginApiHasNoCycles =
            slices().matching("dev.berth.plugin.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule bridgeHasNoCycles = slices().matching("dev.berth.bridge.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule runtimeHasNoCycles =
            slices().matching("dev.berth.runtime.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCommandLineStandsApartFromTheEngine = noClasses()
            .that()
            .resideInAPackage("dev.berth.runtime.cli..")
            .and()
            // The doctor asks the engine itself which OCI runtime it would take, and why.
            .resideOutsideOfPackage("dev.berth.runtime.cli.doctor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.berth.runtime.container..",
                    "dev.berth.runtime.image..",
                    "dev.berth.runtime.api..",
                    "dev.berth.runtime.state..",
                    "io.netty..",
                    "dagger..",
                    "org.sqlite..");
}

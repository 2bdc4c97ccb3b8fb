package spool.tools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The directions of dependency that the design names.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("spool");

  @Test
  void toolsUseTheKernelAndTheKernelTheEmulator() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("emulator")
        .definedBy("spool.emulator..")
        .layer("kernel")
        .definedBy("spool.kernel..")
        .layer("userland")
        .definedBy("spool.userland..")
        .layer("tools")
        .definedBy("spool.tools..")
        .whereLayer("tools")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("userland")
        .mayOnlyBeAccessedByLayers("tools")
        .whereLayer("kernel")
        .mayOnlyBeAccessedByLayers("tools", "userland")
        .check(CLASSES);
  }

  @Test
  void noCycleBetweenPackages() {
    slices().matching("spool.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void devicesSeeOnlyMemory() {
    noClasses()
        .that()
        .resideInAPackage("spool.emulator.device..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "spool.emulator.isa..",
            "spool.emulator.hart..",
            "spool.emulator.exec..",
            "spool.emulator.machine..",
            "spool.emulator.image..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void policiesSeeOnlyTaskViews() {
    noClasses()
        .that()
        .resideInAPackage("spool.kernel.sched..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("spool.kernel.process..", "spool.kernel.trap..", "spool.emulator..")
        .check(CLASSES);
  }
}

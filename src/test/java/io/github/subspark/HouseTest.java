/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rooms of the house and the order in which data flows through them. */
class HouseTest {
  private static final String ROOT = "io.github.subspark.";

  /** From upstream to downstream: a room may use those before it, never those after. */
  private static final List<String> ROOMS =
      List.of(
          "linalg",
          "images",
          "devices",
          "network",
          "training",
          "affinity",
          "clustering",
          "scores",
          "sweep",
          "commit",
          "tables",
          "steps",
          "memory",
          "publishing",
          "job",
          "report",
          "cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.subspark");

  @TestFactory
  Stream<DynamicTest> noRoomUsesOneDownstream() {
    return ROOMS.stream()
        .limit(ROOMS.size() - 1L)
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room,
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(ROOT + room + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(
                                ROOMS.stream()
                                    .skip(ROOMS.indexOf(room) + 1L)
                                    .map(later -> ROOT + later + "..")
                                    .toArray(String[]::new))
                            .because("data flows one way through the rooms")
                            .allowEmptyShould(true)
                            .check(CLASSES)));
  }

  @Test
  void roomsFormNoCircle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyClassStandsInARoom() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            Stream.concat(
                    Stream.of("io.github.subspark"), ROOMS.stream().map(room -> ROOT + room + ".."))
                .toArray(String[]::new))
        .should()
        .haveNameMatching(".*")
        .allowEmptyShould(true)
        .because("a new room needs its place in the order")
        .check(CLASSES);
  }

  @Test
  void sparkIsSeenWhereItIsSpokenToOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            Stream.of("tables", "steps", "memory", "job", "cli")
                .map(room -> ROOT + room + "..")
                .toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.spark..")
        .because("a cell is trained, clustered and scored in a plain unit test")
        .check(CLASSES);
  }

  @Test
  void scoresKnowNoOtherRoom() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "scores..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOMS.stream()
                .filter(room -> !room.equals("scores"))
                .map(room -> ROOT + room + "..")
                .toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void nothingReadBecomesAJavaObjectByItsOwnWill() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.ObjectInput.*|java\\.beans\\.XML.*|.*\\.SerializationUtils"
                + "|.*\\.ModelSerializer|us\\.hebi\\..*JavaObject"
                + "|.*\\.JsonTypeInfo|.*\\.PolymorphicTypeValidator|.*\\.DefaultTyping")
        .orShould()
        .callMethodWhere(
            target(nameMatching("(enable|activate|set)DefaultTyping.*|instantiateObject")))
        .because("files and run directories come from anywhere")
        .check(CLASSES);
  }
}

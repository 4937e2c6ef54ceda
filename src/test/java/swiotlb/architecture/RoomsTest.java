package swiotlb.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The house: which room may use which, ground floor first. The table is held against the code both
 * ways: no import that it does not permit, and no permission that nothing uses.
 */
class RoomsTest {
  /** A room uses rooms of its own floor or of those below it, and only these of them. */
  private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

  private static void room(String name, String... mayUse) {
    MAY_USE.put(name, Set.of(mayUse));
  }

  static {
    room("input");
    room("kernel.slot", "input");
    room("kernel.page", "kernel.slot");
    room("kernel.text", "input", "kernel.slot", "kernel.page");
    room("kernel.policy");
    room("kernel.bare", "kernel.slot", "kernel.page");
    room("time");
    room("figures");
    room("explore", "time");

    room("workload", "input", "kernel.slot", "kernel.page", "kernel.text");
    room("trace.store", "input");
    room("trace.record", "input", "time", "trace.store");
    room("trace.life", "trace.store");
    room("trace.show", "input", "trace.store", "trace.life");

    room(
        "scenario",
        "input",
        "kernel.slot",
        "kernel.page",
        "kernel.text",
        "kernel.policy",
        "workload");
    room("report", "input", "figures");

    room("actor.memory", "kernel.slot", "kernel.page", "kernel.text", "time", "workload");
    room(
        "actor.pool",
        "kernel.slot",
        "kernel.page",
        "kernel.policy",
        "time",
        "figures",
        "actor.memory");
    room(
        "actor.device",
        "kernel.slot",
        "kernel.page",
        "kernel.text",
        "kernel.policy",
        "time",
        "figures",
        "workload",
        "actor.memory",
        "actor.pool");
    room(
        "actor.machine",
        "kernel.slot",
        "kernel.page",
        "kernel.policy",
        "time",
        "workload",
        "actor.memory",
        "actor.pool",
        "actor.device");

    room(
        "study.run",
        "kernel.slot",
        "kernel.page",
        "kernel.text",
        "time",
        "figures",
        "workload",
        "trace.record",
        "scenario",
        "actor.memory",
        "actor.pool",
        "actor.device",
        "actor.machine");
    room(
        "study.conform",
        "input",
        "kernel.slot",
        "kernel.page",
        "kernel.text",
        "kernel.bare",
        "time",
        "figures",
        "workload",
        "scenario",
        "study.run",
        "actor.memory",
        "actor.pool",
        "actor.device",
        "actor.machine");
    room("study.size", "input", "kernel.slot", "kernel.page", "kernel.text", "workload", "report");
    room("study.vary", "input", "scenario");
    room("study.work", "input", "scenario", "study.run");
    room(
        "study.explore",
        "input",
        "kernel.slot",
        "time",
        "figures",
        "explore",
        "workload",
        "scenario",
        "study.run",
        "study.work",
        "actor.memory",
        "actor.pool",
        "actor.device");
    room(
        "study.measure",
        "input",
        "figures",
        "workload",
        "scenario",
        "study.run",
        "study.vary",
        "study.work");
    room(
        "study.explain",
        "input",
        "kernel.slot",
        "kernel.page",
        "kernel.text",
        "kernel.bare",
        "report");
    room(
        "study.advise",
        "input",
        "kernel.slot",
        "kernel.page",
        "kernel.text",
        "kernel.bare",
        "figures",
        "workload",
        "scenario",
        "study.run",
        "study.work");
    room(
        "study.fleet",
        "input",
        "kernel.slot",
        "kernel.page",
        "kernel.text",
        "kernel.bare",
        "workload",
        "study.run",
        "study.size",
        "study.advise",
        "study.work");
    room("study.bench", "kernel.slot", "time", "figures", "scenario", "study.run");
    room("study.cluster", "input", "time", "study.run", "study.work");
    room(
        "study.sweep",
        "input",
        "figures",
        "workload",
        "trace.store",
        "scenario",
        "report",
        "study.run",
        "study.work",
        "study.vary");
    room("api", "input", "time", "figures", "trace.store", "trace.record", "scenario", "study.run");
    room(
        "cli",
        "input",
        "kernel.slot",
        "kernel.text",
        "kernel.policy",
        "time",
        "figures",
        "workload",
        "trace.store",
        "trace.record",
        "trace.life",
        "trace.show",
        "scenario",
        "report",
        "actor.pool",
        "actor.device",
        "study.run",
        "study.conform",
        "study.measure",
        "study.explain",
        "explore",
        "study.explore",
        "study.advise",
        "study.fleet",
        "study.bench",
        "study.size",
        "study.work",
        "study.cluster",
        "study.sweep",
        "study.vary");
  }

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("swiotlb");

  static Stream<String> rooms() {
    return MAY_USE.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomUsesWhatTheTablePermits(String room) {
    assertThat(offences(room, MAY_USE.get(room))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void noPermissionIsUnused(String room) {
    assertThat(unused(room, MAY_USE.get(room))).isEmpty();
  }

  @Test
  void everyPackageIsInARoom() {
    assertThat(CODE.stream().filter(c -> roomOf(c) == null).map(JavaClass::getName)).isEmpty();
  }

  /** Floors: no room uses one that stands above it in the table. */
  @Test
  void roomsRestOnRoomsBelowThem() {
    var below = new ArrayList<String>();
    MAY_USE.forEach(
        (room, used) -> {
          assertThat(below).as("below " + room).containsAll(used);
          below.add(room);
        });
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("swiotlb.(**)").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void onlyWhereActorsLiveAkkaIsKnown() {
    classes()
        .that()
        .resideOutsideOfPackages(
            "swiotlb.time..",
            "swiotlb.actor..",
            "swiotlb.study.run..",
            "swiotlb.study.conform..",
            "swiotlb.study.cluster..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("akka..", "scala..")
        .check(CODE);
  }

  @Test
  void onlyTheCommandLineExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage("swiotlb.cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .check(CODE);
  }

  // The checkers themselves.

  @Test
  void anImportThatIsNotPermittedIsFound() {
    assertThat(offences("workload", Set.of("input")))
        .anyMatch(offence -> offence.contains("kernel.slot"));
  }

  @Test
  void aPermissionThatNothingUsesIsFound() {
    assertThat(unused("workload", Set.of("input", "report"))).containsExactly("report");
  }

  private static List<String> offences(String room, Set<String> permitted) {
    return inRoom(room)
        .flatMap(
            c ->
                usedBy(c)
                    .filter(used -> !room.equals(roomOf(used)))
                    .filter(used -> !permitted.contains(String.valueOf(roomOf(used))))
                    .map(used -> c.getName() + " uses " + roomOf(used) + ": " + used.getName()))
        .distinct()
        .sorted()
        .toList();
  }

  private static Set<String> unused(String room, Set<String> permitted) {
    var unused = new TreeSet<>(permitted);
    inRoom(room).flatMap(RoomsTest::usedBy).map(RoomsTest::roomOf).forEach(unused::remove);
    return unused;
  }

  private static Stream<JavaClass> inRoom(String room) {
    var lives =
        DescribedPredicate.describe("lives in " + room, (JavaClass c) -> room.equals(roomOf(c)));
    return CODE.that(lives).stream();
  }

  private static Stream<JavaClass> usedBy(JavaClass c) {
    return c.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(used -> used.getPackageName().startsWith("swiotlb."));
  }

  /** The room of a class, or null. */
  private static String roomOf(JavaClass c) {
    var name = c.getPackageName() + ".";
    return MAY_USE.keySet().stream()
        .filter(room -> name.startsWith("swiotlb." + room + "."))
        .findFirst()
        .orElse(null);
  }
}

package swiotlb.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which room of the house may use which: the table, held against the code. */
class RoomsTest {
  private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("slot", List.of());
    MAY_USE.put("metrics", List.of());
    MAY_USE.put("time", List.of());
    MAY_USE.put("trace", List.of("time"));
    MAY_USE.put("memory", List.of("slot", "time"));
    MAY_USE.put("pool", List.of("slot", "metrics", "time", "memory"));
    MAY_USE.put("workload", List.of("slot"));
    MAY_USE.put("device", List.of("slot", "metrics", "time", "pool", "workload"));
    MAY_USE.put("scenario", List.of("slot", "workload"));
    MAY_USE.put(
        "experiment",
        List.of(
            "slot",
            "metrics",
            "time",
            "trace",
            "memory",
            "pool",
            "workload",
            "device",
            "scenario"));
    MAY_USE.put("report", List.of("metrics", "scenario", "trace"));
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
  void aRoomUsesOnlyTheRoomsBelowIt(String room) {
    ruleFor(room, MAY_USE.get(room)).check(CODE);
  }

  @Test
  void everyPackageIsARoomOfTheTable() {
    var names =
        CODE.stream()
            .map(c -> c.getPackageName().replaceFirst("^swiotlb\\.", "").replaceFirst("\\..*", ""))
            .filter(name -> !"cli".equals(name))
            .distinct();
    assertThat(names).isSubsetOf(MAY_USE.keySet());
  }

  @Test
  void decisionsKnowNothingOfActors() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "swiotlb.slot..",
            "swiotlb.metrics..",
            "swiotlb.workload..",
            "swiotlb.scenario..",
            "swiotlb.report..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("akka..", "scala..")
        .allowEmptyShould(true)
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

  @Test
  void theTableCatchesAnImportThatItForbids() {
    var withoutSlot = ruleFor("workload", List.of());
    assertThatThrownBy(() -> withoutSlot.check(CODE)).isInstanceOf(AssertionError.class);
  }

  private static ArchRule ruleFor(String room, List<String> allowed) {
    return noClasses()
        .that()
        .resideInAPackage("swiotlb." + room + "..")
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<JavaClass>("live in rooms other than " + allowed) {
              @Override
              public boolean test(JavaClass used) {
                var name = used.getPackageName();
                return name.startsWith("swiotlb.")
                    && Stream.concat(Stream.of(room), allowed.stream())
                        .noneMatch(
                            r ->
                                name.equals("swiotlb." + r)
                                    || name.startsWith("swiotlb." + r + "."));
              }
            })
        .allowEmptyShould(true);
  }
}

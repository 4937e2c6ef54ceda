package swiotlb.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.StashBuffer;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import swiotlb.actor.device.BounceUser;
import swiotlb.actor.device.Device;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.SlotOwner;
import swiotlb.kernel.slot.AreaSlots;

/** What holds for every behaviour. */
class ActorRulesTest {
  private static final String[] BEHAVIOURS = {
    "swiotlb.actor.memory..", "swiotlb.actor.pool..", "swiotlb.actor.device.."
  };

  /** Behaviours that stand among what is none. */
  private static final String OF_CLUSTERS =
      "swiotlb\\.study\\.cluster\\.(Coordinator|NodeSession|Worker)(\\$.*)?";

  /** The edges of a cluster, which wait for the end of their actor systems. */
  private static final String EDGES = "swiotlb\\.study\\.cluster\\.(ClusterCrew|Node)";

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("swiotlb");

  private static void onlyUsedBy(String used, String... users) {
    assertThat(CODE.contain(used)).as(used).isTrue();
    noClasses()
        .that()
        .resideInAnyPackage(BEHAVIOURS)
        .and()
        .doNotHaveFullyQualifiedName(used)
        .and(not(nameMatching(String.join("|", users))))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(used)
        .check(CODE);
  }

  @Test
  void onlyWhoOwnsTheSlotsOfAnAreaHoldsThem() {
    onlyUsedBy(AreaSlots.class.getName(), "swiotlb\\.actor\\.pool\\.OwnedSlots");
  }

  @Test
  void onlyAnAreaOwnsSlots() {
    onlyUsedBy("swiotlb.actor.pool.OwnedSlots", "swiotlb\\.actor\\.pool\\.(Transient)?Area");
  }

  /**
   * They let a copy be seen from outside; an actor that looked at another would share its state.
   */
  @Test
  void onlyThePageLooksAtActors() {
    noClasses()
        .that()
        .resideOutsideOfPackage("swiotlb.cli.live")
        .should()
        .callMethod(SlotOwner.class, "use")
        .orShould()
        .callMethod(Area.class, "use")
        .orShould()
        .callMethod(BounceUser.class, "mappings")
        .orShould()
        .callMethod(Device.class, "mappings")
        .check(CODE);
  }

  @Test
  void noBehaviourReadsAClockOrAnUnseededRandom() {
    noClasses()
        .that()
        .resideInAnyPackage(BEHAVIOURS)
        .or()
        .resideInAPackage("swiotlb.kernel..")
        .or()
        .resideInAPackage("swiotlb.workload..")
        .or()
        .haveNameMatching(OF_CLUSTERS)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Random.class, ThreadLocalRandom.class, Instant.class, Clock.class)
        .check(CODE);
  }

  @Test
  void noBehaviourAsksOrWaitsForAFuture() {
    noClasses()
        .that()
        .resideInAnyPackage(BEHAVIOURS)
        .or()
        .resideInAPackage("swiotlb.study..")
        .and()
        .haveNameNotMatching(EDGES)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(CompletableFuture.class)
        .orShould()
        .callMethod(
            ActorContext.class,
            "pipeToSelf",
            CompletionStage.class,
            akka.japi.function.Function2.class)
        .orShould()
        .callMethod(
            ActorContext.class,
            "ask",
            Class.class,
            akka.actor.typed.RecipientRef.class,
            Duration.class,
            akka.japi.function.Function.class,
            akka.japi.function.Function2.class)
        .check(CODE);
  }

  /** What a stash hands out passes the mailbox by, so that a trace would miss whose turn it is. */
  @Test
  void noBehaviourStashes() {
    noClasses().should().dependOnClassesThat().belongToAnyOf(StashBuffer.class).check(CODE);
  }

  @Test
  void messagesHoldNoFloatingPointNumbers() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(BEHAVIOURS)
        .or()
        .areDeclaredInClassesThat()
        .haveNameMatching(OF_CLUSTERS)
        .and()
        .areDeclaredInClassesThat()
        .areRecords()
        .and()
        .areDeclaredInClassesThat()
        .haveSimpleNameNotEndingWith("Costs")
        .should()
        .haveRawType(double.class)
        .check(CODE);
  }
}

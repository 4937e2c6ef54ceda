package swiotlb.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.explore.TwoPhaseCommit.Mistake;
import swiotlb.time.Choices;
import swiotlb.time.VirtualTime;

/** All participants of a transaction commit or none does, in whatever order messages come. */
class TwoPhaseCommitTest {
  private static final int MOST = 100_000;

  private final VirtualTime time = new VirtualTime();

  @AfterEach
  void end() {
    time.close();
  }

  /** Whether all have ended, and alike. */
  private boolean isAtomic(Choices choices, int participants, boolean allSayYes, Mistake mistake) {
    var ends =
        TwoPhaseCommit.commit(time, participants, allSayYes, mistake, choices, Strategy.NOTHING);
    return ends.size() == participants && Set.copyOf(ends.values()).size() == 1;
  }

  private Exploration<Set<Boolean>> exploration(
      Strategy strategy, int participants, boolean allSayYes, Mistake mistake) {
    return new Exploration<>(
        strategy,
        (choices, sink) -> {
          var ends =
              TwoPhaseCommit.commit(
                  time, participants, allSayYes, mistake, new AnyOrder(choices), sink);
          assertThat(ends).hasSize(participants);
          return Set.copyOf(ends.values());
        });
  }

  @Test
  void inOrderItIsCommittedAndOneNoAbortsIt() {
    assertThat(
            TwoPhaseCommit.commit(time, 3, true, Mistake.NONE, Choices.inOrder(), Strategy.NOTHING))
        .doesNotContainValue(false)
        .hasSize(3);
    assertThat(
            TwoPhaseCommit.commit(
                time, 3, false, Mistake.NONE, Choices.inOrder(), Strategy.NOTHING))
        .doesNotContainValue(true)
        .hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void inEveryOrderOfTwoNoneIsLeftAlone(boolean allSayYes) {
    var strategy = ExhaustiveStrategy.byContents(field -> true);
    var exploration = exploration(strategy, 2, allSayYes, Mistake.NONE);
    var outcomes = new HashSet<Set<Boolean>>();
    for (var run = 0; run < MOST && !exploration.isDone(); run++) {
      var outcome = exploration.next().outcome();
      if (outcome != null) {
        outcomes.add(outcome);
      }
    }
    assertThat(exploration.isDone()).isTrue();
    assertThat(strategy.states()).isGreaterThan(10);
    // Time may be up before the votes come, so that both ends are possible if all say yes.
    assertThat(outcomes)
        .isEqualTo(allSayYes ? Set.of(Set.of(true), Set.of(false)) : Set.of(Set.of(false)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMistakeIsFoundAndMadeSmallAndGivenAgain(Mistake mistake) {
    var allSayYes = mistake == Mistake.GIVES_UP_AFTER_YES;
    assertThat(isAtomic(Choices.inOrder(), 3, allSayYes, mistake)).as("in order").isTrue();
    var exploration =
        exploration(new RandomStrategy(7, new Lateness(100_000)), 3, allSayYes, mistake);
    var run = exploration.next();
    for (var runs = 1; runs < 1_000 && Set.of(true, false).size() > sizeOf(run); runs++) {
      run = exploration.next();
    }
    assertThat(sizeOf(run)).as("ends").isEqualTo(2);
    var fewest =
        new Deviations(
            Fewest.of(
                run.made().deviations().all(),
                some -> !repeats(new Deviations(some), allSayYes, mistake)));
    assertThat(fewest.size()).isBetween(1, 6);
    assertThat(repeats(fewest, allSayYes, mistake)).isFalse();
    assertThat(repeats(fewest, allSayYes, Mistake.NONE)).as("without the mistake").isTrue();
  }

  private static int sizeOf(Exploration.Run<Set<Boolean>> run) {
    var outcome = run.outcome();
    return outcome == null ? 0 : outcome.size();
  }

  private boolean repeats(Deviations deviations, boolean allSayYes, Mistake mistake) {
    return isAtomic(new AnyOrder(new GivenDeviations(deviations)), 3, allSayYes, mistake);
  }
}

package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotCountersTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 20_000;

  static Stream<SlotCounters> both() {
    return Stream.of(SlotCounters.plain(), SlotCounters.atomic());
  }

  @ParameterizedTest
  @MethodSource("both")
  void beginAtNothing(SlotCounters counters) {
    assertThat(counters.used()).isZero();
    assertThat(counters.hiwater()).isZero();
    assertThat(counters.transientSlots()).isZero();
    assertThat(counters.lastingSlots()).isZero();
  }

  @ParameterizedTest
  @MethodSource("both")
  void whatIsGivenBackIsUsedNoLonger(SlotCounters counters) {
    counters.take(5);
    counters.take(3);
    counters.giveBack(5);
    assertThat(counters.used()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("both")
  void theHighWaterMarkStaysWhereUseWasHighest(SlotCounters counters) {
    counters.take(5);
    counters.giveBack(5);
    counters.take(3);
    assertThat(counters.hiwater()).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("both")
  void theHighWaterMarkBeginsAnewWithTheNextUse(SlotCounters counters) {
    counters.take(5);
    counters.resetHiwater();
    assertThat(counters.hiwater()).isZero();
    counters.take(1);
    assertThat(counters.hiwater()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKernelThatDoesNotTrackUseAddsUpItsAreas(boolean hasManyThreads) {
    var counters = SlotCounters.of(hasManyThreads, false);
    counters.addLasting(128);
    counters.take(5);
    counters.take(2);
    counters.addTransient(2);
    assertThat(counters.shownUsed()).isEqualTo(5);
    assertThat(counters.shownHiwater()).isZero();
    counters.addDisabled(123);
    assertThat(counters.shownUsed()).isEqualTo(128);
  }

  @ParameterizedTest
  @MethodSource("both")
  void aKernelThatTracksUseShowsAllOfItAndNothingElse(SlotCounters counters) {
    counters.take(5);
    counters.take(2);
    counters.addTransient(2);
    counters.addDisabled(123);
    counters.giveBack(5);
    assertThat(counters.shownUsed()).isEqualTo(2);
    assertThat(counters.shownHiwater()).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("both")
  void transientPoolsComeAndGo(SlotCounters counters) {
    counters.addTransient(32);
    counters.addTransient(64);
    counters.addTransient(-32);
    assertThat(counters.transientSlots()).isEqualTo(64);
  }

  @ParameterizedTest
  @MethodSource("both")
  void lastingPoolsAddUp(SlotCounters counters) {
    counters.addLasting(512);
    counters.addLasting(512);
    assertThat(counters.lastingSlots()).isEqualTo(1024);
  }

  @Test
  void ofManyThreadsNoSlotIsLost() throws Exception {
    var counters = SlotCounters.atomic();
    inAllThreads(
        () -> {
          for (var i = 0; i < ROUNDS; i++) {
            counters.take(3);
            counters.addTransient(2);
            counters.addLasting(1);
            counters.giveBack(2);
          }
          return null;
        });
    assertThat(counters.used()).isEqualTo(THREADS * ROUNDS);
    assertThat(counters.transientSlots()).isEqualTo(2L * THREADS * ROUNDS);
    assertThat(counters.lastingSlots()).isEqualTo(THREADS * ROUNDS);
  }

  @Test
  void ofManyThreadsTheHighWaterMarkIsTheHighestUse() throws Exception {
    var counters = SlotCounters.atomic();
    inAllThreads(
        () -> {
          for (var i = 0; i < ROUNDS; i++) {
            counters.take(1);
          }
          return null;
        });
    counters.giveBack(THREADS * ROUNDS);
    assertThat(counters.hiwater()).isEqualTo(THREADS * ROUNDS);
  }

  private static void inAllThreads(Callable<Void> work) throws Exception {
    var threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (var done : threads.invokeAll(IntStream.range(0, THREADS).mapToObj(i -> work).toList())) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}

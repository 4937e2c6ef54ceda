package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.study.conform.replay.PlaceTrials.Assumed;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.RecordingReader;

class PlaceTrialsTest {
  private static final ReplayFacts MACHINE = Recordings.smallMachine(Map.of());

  private static List<Assumed> around(long start) {
    return LongStream.rangeClosed(-6, 6)
        .mapToObj(pages -> new Assumed(start + pages * 4096, false, List.of()))
        .toList();
  }

  private static long followedToTheEnd(List<RecordedMapping> mappings, Assumed place) {
    var facts = MACHINE.at(place.start(), place.isFromBoot());
    try (var target = new DirectTarget(facts)) {
      var score = new ReplayDriver(mappings, List.of(), facts, target).run();
      return score.equal() - score.learned();
    }
  }

  @Test
  void theBestAreThoseOfFollowingEachToItsEnd() {
    var mappings = Recordings.read("ahci-16deep-growing", false).mappings().subList(0, 900);
    var places = around(Recordings.POOL);
    var most = places.stream().mapToLong(p -> followedToTheEnd(mappings, p)).max().orElseThrow();
    var expected = new ArrayList<PlaceTrials.Followed>();
    for (var place : places) {
      if (followedToTheEnd(mappings, place) == most) {
        expected.add(new PlaceTrials.Followed(place, most));
      }
    }
    var trials = new PlaceTrials(mappings, MACHINE, SearchWatch.none());
    assertThat(trials.best(places, 0)).isEqualTo(expected);
    assertThat(trials.best(places, most)).isEqualTo(expected);
    assertThat(trials.best(places, most + 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 12, 20, 100, 300})
  void theyAreInWhateverOrderThePlacesCome(int length) {
    var mappings = Recordings.read("ahci-16deep-growing", false).mappings().subList(0, length);
    var places = new ArrayList<>(around(Recordings.POOL));
    var most = places.stream().mapToLong(p -> followedToTheEnd(mappings, p)).max().orElseThrow();
    for (var seed = 0; seed < 20; seed++) {
      Collections.shuffle(places, new Random(seed));
      var best = places.stream().filter(p -> followedToTheEnd(mappings, p) == most).toList();
      var trials = new PlaceTrials(mappings, MACHINE, SearchWatch.none());
      assertThat(trials.best(places, 0)).extracting(PlaceTrials.Followed::of).isEqualTo(best);
      assertThat(trials.best(places, most + 1)).isEmpty();
    }
  }

  @Test
  void whoeverWatchesEndsThem() {
    var watch = new SearchWatch(() -> false);
    var trials = new PlaceTrials(Recordings.pagesAt(0, 2, 4), MACHINE, watch);
    assertThatThrownBy(() -> trials.best(around(Recordings.POOL), 0))
        .isInstanceOf(SearchWatch.Ended.class);
  }

  @Test
  void aSearchThatIsEndedTellsWhatFittedBest() {
    var recording =
        RecordingReader.read(
            Path.of("src/test/resources/cases/reports/r15-trace-late-start.txt"), true);
    var looks = new AtomicInteger();
    var whole = Replay.machineOf(recording, "", () -> looks.incrementAndGet() > 0);
    assertThat(whole).isInstanceOf(Replay.Ready.class);
    var least = looks.get();
    var ended = (Replay.Ended) Replay.machineOf(recording, "", () -> looks.decrementAndGet() > 0);
    assertThat(least).isPositive();
    assertThat(ended.soFar().defaultPool().start()).isEqualTo(0x7850_0000L);
    assertThat(ended.soFar().defaultPool().slots()).isEqualTo(512);
    assertThat(Replay.machineOf(recording, "", () -> false)).isEqualTo(new Replay.Ended(null));
  }
}

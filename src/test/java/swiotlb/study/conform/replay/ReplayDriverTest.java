package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.conform.replay.Recordings.DISK;
import static swiotlb.study.conform.replay.Recordings.POOL;
import static swiotlb.study.conform.replay.Recordings.page;
import static swiotlb.study.conform.replay.Recordings.pagesAt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;

class ReplayDriverTest {
  private static final ReplayFacts MACHINE = Recordings.smallMachine(Map.of());

  private static ReplayScore follow(List<RecordedMapping> mappings, GrowthRecord... growths) {
    try (var target = new DirectTarget(MACHINE)) {
      return new ReplayDriver(mappings, List.of(growths), MACHINE, target).run();
    }
  }

  private static RecordedMapping released(RecordedMapping m, long position) {
    return new RecordedMapping(
        m.index(),
        m.cpu(),
        m.device(),
        m.originalAddress(),
        m.sizeBytes(),
        m.interrupt(),
        m.start(),
        m.end(),
        position,
        m.address(),
        m.requestNs(),
        m.requestNs());
  }

  @ParameterizedTest
  @CsvSource({
    "ahci-16deep-growing,true",
    "ahci-xdeep-growing,false",
    "virtio-16deep-growing,true",
    "virtio-16deep-growing,false"
  })
  void actorsAndBareStateMachinesScoreAlike(String name, boolean usesProbes) {
    var recording = Recordings.read(name, usesProbes);
    var growths = Recordings.followed(name, usesProbes).growths();
    var mappings = recording.mappings();
    var facts = RecordedMachine.of(recording, recording.cmdline(), SearchWatch.none()).facts();
    var devices = mappings.stream().map(RecordedMapping::device).distinct().toList();
    try (var actors = new ActorTarget(facts, devices);
        var direct = new DirectTarget(facts)) {
      assertThat(new ReplayDriver(mappings, growths, facts, actors).run())
          .isEqualTo(new ReplayDriver(mappings, growths, facts, direct).run());
    }
  }

  @Test
  void pagesThatLieOneBehindTheOtherAgree() {
    assertThat(follow(pagesAt(0, 2, 4, 6)).equalAtOnce()).isEqualTo(4);
  }

  @Test
  void aSwappedPairOfLinesDoesNotSpoilTheRest() {
    var score = follow(pagesAt(0, 4, 2, 6, 8, 10));
    assertThat(score.equal()).isEqualTo(4);
    assertThat(score.adopted().notPossible()).isZero();
  }

  @Test
  void anOutcomeThatIsTakenOverIsNotSimulated() {
    var mappings = new ArrayList<>(pagesAt(0));
    mappings.add(page(1, RecordedMapping.FAILED));
    mappings.add(page(2, 1L << 40));
    var score = follow(mappings);
    assertThat(score.failedMaps()).isZero();
    assertThat(score.transientMaps()).isZero();
    assertThat(score.adopted()).isEqualTo(new Replay.Adopted(0, 1, 1, 0));
  }

  @Test
  void aFailureThatWasDecidedButNotRecordedIsSimulated() {
    var grown = 0x7cb0_0000L;
    var known = new GrowthRecord(RecordedMapping.NEVER, 600, MACHINE.growthAt(grown), 1_000_000);
    var mappings =
        IntStream.range(0, 257).mapToObj(i -> page(i, i < 256 ? POOL + i * 4096L : POOL)).toList();
    var score = follow(mappings, known);
    assertThat(score.transientMaps()).isEqualTo(1);
    assertThat(score.adopted().inPools()).isEqualTo(1);
  }

  @Test
  void whoeverWatchesCanEndIt() {
    var mappings = pagesAt(IntStream.range(0, 200).map(i -> 2 * i).toArray());
    try (var target = new DirectTarget(MACHINE)) {
      var score = new ReplayDriver(mappings, List.of(), MACHINE, target).run(done -> done == 0);
      assertThat(score.compared()).isEqualTo(128);
    }
  }

  @Test
  void theFirstDivergenceIsKept() {
    var mappings = pagesAt(0, 4, 2, 6);
    assertThat(follow(mappings).first())
        .isEqualTo(
            new ReplayDivergence(
                mappings.get(1),
                "slot 4 of area 0 of the pool at 0x78500000",
                "slot 2 of area 0 of the pool at 0x78500000"));
  }

  @Test
  void aRequestWhoseSlotsCameFreeBeforeItsEndIsDecidedAnew() {
    var mappings = new ArrayList<>(pagesAt(IntStream.range(0, 64).map(i -> 2 * i).toArray()));
    mappings.set(0, released(mappings.get(0), 130));
    mappings.add(new RecordedMapping(64, 0, DISK, 0x1000, 4096, true, 129, 131, -1, POOL, 0, -1));
    var score = follow(mappings);
    assertThat(score.equalAtOnce()).isEqualTo(64);
    assertThat(score.equalLater()).isEqualTo(1);
  }

  @Test
  void aFullPoolGivesTransientOnes() {
    var mappings =
        IntStream.range(0, 257)
            .mapToObj(i -> page(i, i < 256 ? POOL + i * 4096L : 1L << 40))
            .toList();
    var score = follow(mappings);
    assertThat(score.transientMaps()).isEqualTo(1);
    assertThat(score.equal()).isEqualTo(257);
  }

  @Test
  void aRecordedFailureIsNoTransientPool() {
    var mappings =
        IntStream.range(0, 257)
            .mapToObj(i -> page(i, i < 256 ? POOL + i * 4096L : RecordedMapping.FAILED))
            .toList();
    var score = follow(mappings);
    assertThat(score.failedMaps()).isEqualTo(1);
    assertThat(score.equal()).isEqualTo(257);
  }

  @Test
  void aPoolIsSearchedOnceItIsPublished() {
    var grown = MACHINE.growthAt(0x7cb0_0000L);
    var mappings =
        IntStream.range(0, 258)
            .mapToObj(
                i -> page(i, i < 256 ? POOL + i * 4096L : i == 256 ? 1L << 40 : grown.start()))
            .toList();
    var score = follow(mappings, new GrowthRecord(RecordedMapping.NEVER, 514.5, grown, 1_000_000));
    assertThat(score.equal()).isEqualTo(258);
    assertThat(score.counters().growths()).isEqualTo(1);
    assertThat(score.counters().growthsAsIfUnasked()).isZero();
  }

  @Test
  void aGrowthThatNobodyAskedForIsCountedAsSuch() {
    var growth =
        new GrowthRecord(RecordedMapping.NEVER, 0.5, MACHINE.growthAt(0x7cb0_0000L), 1_000_000);
    assertThat(follow(pagesAt(0), growth).counters().growthsAsIfUnasked()).isEqualTo(1);
  }
}

package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.conform.replay.Recordings.POOL;
import static swiotlb.study.conform.replay.Recordings.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;

class GrowthSearchTest {
  private static final ReplayFacts MACHINE = Recordings.smallMachine(Map.of());
  private static final long GROWN = 0x7cb0_0000L;

  @ParameterizedTest
  @ValueSource(strings = {"ahci-small-growing", "ahci-16deep-growing", "ahci-xdeep-growing"})
  void thePoolsThatProbesSawAreFoundWithoutThem(String name) {
    assertThat(Recordings.followed(name, false).growths())
        .extracting(GrowthRecord::pool)
        .containsExactlyElementsOf(
            Recordings.followed(name, true).growths().stream().map(GrowthRecord::pool).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ahci-small-growing",
        "ahci-16deep-growing",
        "ahci-xdeep-growing",
        "virtio-16deep-growing",
        "virtio-big-default"
      })
  void trialsThatBranchOffFindWhatFollowingTheWholeRecordingFinds(String name) {
    var recording = Recordings.read(name, false);
    var facts = RecordedMachine.of(recording, recording.cmdline(), SearchWatch.none()).facts();
    assertThat(new GrowthSearch(recording.mappings(), facts, SearchWatch.none()).search())
        .isEqualTo(new ExhaustiveGrowthSearch(recording.mappings(), facts).search());
  }

  /** Each trial by itself, so that a gain which another one hides is compared too. */
  @ParameterizedTest
  @ValueSource(strings = {"ahci-16deep-growing", "virtio-16deep-growing"})
  void aTrialGainsWhatFollowingTheWholeRecordingGains(String name) {
    var recording = Recordings.read(name, false);
    var facts = RecordedMachine.of(recording, recording.cmdline(), SearchWatch.none()).facts();
    var search = new GrowthSearch(recording.mappings(), facts, SearchWatch.none());
    var births = search.firstBirths();
    var trials =
        new BirthTrials(new ReplayScript(recording.mappings(), facts), facts, SearchWatch.none());
    var before = trials.score(search.growths(births));
    for (var change : search.changes(births)) {
      var whole = trials.score(change.growths());
      var better = trials.better(search.growths(births), before, List.of(change));
      assertThat(better == null ? before : better.score()).isEqualTo(Math.max(before, whole));
    }
  }

  @Test
  void nothingBesideTheDefaultPoolIsNoGrowth() {
    assertThat(new GrowthSearch(Recordings.pagesAt(0, 2, 4), MACHINE, SearchWatch.none()).search())
        .isEmpty();
  }

  @Test
  void aPlaceUsedOnceIsATransientPool() {
    assertThat(new GrowthSearch(withPagesAt(GROWN), MACHINE, SearchWatch.none()).search())
        .isEmpty();
  }

  @Test
  void placesUsedOverAndOverAreAPoolFromTheirFirstUse() {
    var twiceAround = LongStream.range(0, 128).map(i -> GROWN + i % 64 * 4096).toArray();
    var growths = new GrowthSearch(withPagesAt(twiceAround), MACHINE, SearchWatch.none()).search();
    assertThat(growths)
        .containsExactly(
            new GrowthRecord(
                RecordedMapping.NEVER, 512.5, MACHINE.growthAt(GROWN), RecordedMapping.NEVER));
  }

  @Test
  void aBufferOffItsPageOrderLiesInAPool() {
    var growths =
        new GrowthSearch(withPagesAt(GROWN, GROWN + 2048), MACHINE, SearchWatch.none()).search();
    assertThat(growths).hasSize(1);
  }

  /** Pages that fill the default pool, then pages elsewhere, each given back before the next. */
  private static List<RecordedMapping> withPagesAt(long... addresses) {
    var mappings = new ArrayList<RecordedMapping>();
    for (var i = 0; i < 256; i++) {
      mappings.add(page(i, POOL + i * 4096L));
    }
    for (var address : addresses) {
      var page = page(mappings.size(), address);
      mappings.add(
          new RecordedMapping(
              page.index(),
              page.cpu(),
              page.device(),
              page.originalAddress(),
              page.sizeBytes(),
              page.interrupt(),
              page.start(),
              page.end(),
              page.end(),
              page.address(),
              page.requestNs(),
              page.requestNs()));
    }
    return mappings;
  }
}

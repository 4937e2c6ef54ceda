package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;
import swiotlb.workload.ftrace.RecordedMapping;

/** Recordings of real kernels, followed through the actors. */
class ReplayTest {

  @ParameterizedTest
  @CsvSource({
    "ahci-small-growing,true,5003",
    "ahci-small-growing,false,5003",
    "ahci-16deep-growing,true,8011",
    "ahci-16deep-growing,false,8011",
    "ahci-xdeep-growing,true,12669",
    "ahci-xdeep-growing,false,12669",
    "virtio-big-default,true,15204",
    "virtio-big-default,false,15204"
  })
  void everyMappingLiesWhereItWasRecorded(String name, boolean usesProbes, long maps) {
    var result = Recordings.followed(name, usesProbes);
    assertThat(result.first()).isNull();
    assertThat(result.score().equal()).isEqualTo(maps);
    assertThat(result.score().compared()).isEqualTo(maps);
  }

  @Test
  void whereLinesStandInAnotherOrderThanLocksWereTakenNearlyEveryMappingAgrees() {
    var result = Recordings.followed("virtio-16deep-growing", true);
    assertThat(result.score().compared()).isEqualTo(7742);
    assertThat(result.score().equal()).isGreaterThanOrEqualTo(7720);
  }

  @Test
  void withoutProbesNinetyEightOfAHundredAgreeThere() {
    var result = Recordings.followed("virtio-16deep-growing", false);
    assertThat(result.score().compared()).isEqualTo(7742);
    assertThat(result.score().equal()).isGreaterThanOrEqualTo(7742 * 98 / 100);
  }

  @ParameterizedTest
  @CsvSource({
    "ahci-small-growing,0,0,0,512,2",
    "ahci-16deep-growing,51,51,2,1536,1056",
    "ahci-xdeep-growing,11,11,3,2048,1536",
    "virtio-16deep-growing,304,305,6,3584,3161",
    "virtio-big-default,0,0,0,32768,35"
  })
  void theCountersAreThoseOfTheKernel(
      String name, long transientMaps, long decided, long growths, long nslabs, long hiwater) {
    var kernel = new Replay.Counts(transientMaps, 0, growths, nslabs, hiwater, growths);
    var result = Recordings.followed(name, true);
    assertThat(result.recorded()).isEqualTo(kernel);
    assertThat(result.simulated())
        .isEqualTo(new Replay.Counts(decided, 0, growths, nslabs, hiwater, growths));
    assertThat(decided - transientMaps).isLessThanOrEqualTo(result.score().adopted().all());
  }

  @ParameterizedTest
  @CsvSource({
    "ahci-small-growing,0,0,512,2",
    "ahci-16deep-growing,51,2,1536,1056",
    "ahci-xdeep-growing,11,3,2048,1536",
    "virtio-big-default,0,0,32768,35"
  })
  void theCountersFollowFromTheStandardEventsToo(
      String name, long transientMaps, long growths, long nslabs, long hiwater) {
    var simulated = Recordings.followed(name, false).simulated();
    assertThat(simulated.transientMaps()).isEqualTo(transientMaps);
    assertThat(simulated.growths()).isEqualTo(growths);
    assertThat(simulated.nslabs()).isEqualTo(nslabs);
    assertThat(simulated.hiwater()).isEqualTo(hiwater);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ahci-16deep-growing", "ahci-xdeep-growing", "virtio-16deep-growing"})
  void everyGrowthWasAskedFor(String name) {
    assertThat(Recordings.followed(name, true).score().growthsAsIfUnasked()).isZero();
  }

  @Test
  void withoutProbesTheRecordingSaysNothingOfTheWork() {
    var recorded = Recordings.followed("ahci-xdeep-growing", false).recorded();
    assertThat(recorded.growths()).isEqualTo(-1);
    assertThat(recorded.workQueued()).isEqualTo(-1);
  }

  @Test
  void theDefaultPoolIsWhereItWas() {
    for (var usesProbes : List.of(true, false)) {
      assertThat(Recordings.followed("ahci-small-growing", usesProbes).machine().place().start())
          .isEqualTo(0x7850_0000L);
    }
  }

  @Test
  void aMappingWhoseAddressIsUnknownIsNotCompared() {
    var recording =
        Recordings.recording(
            List.of(
                Recordings.page(0, Recordings.POOL), Recordings.page(1, RecordedMapping.UNKNOWN)),
            List.of());
    var result = Replay.follow(recording, recording.cmdline());
    assertThat(result.maps()).isEqualTo(2);
    assertThat(result.score().compared()).isEqualTo(1);
    assertThat(result.score().divergences()).isZero();
  }

  @Test
  void aRecordingWithoutAnyAddressCannotBeFollowed() {
    var recording =
        Recordings.recording(List.of(Recordings.page(0, RecordedMapping.UNKNOWN)), List.of());
    assertThatThrownBy(() -> Replay.follow(recording, ""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tells no address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"swiotlb=noforce", "swiotlb=99999999999"})
  void aCommandLineThatCannotHaveBeenTheRecordedOneIsNamed(String cmdline) {
    var recording = Recordings.recording(Recordings.pagesAt(0), List.of());
    assertThatThrownBy(() -> Replay.follow(recording, cmdline))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--cmdline: ");
  }
}

package swiotlb.study.advise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundsTest {
  @Test
  void allThreadsHoldAllTheyMay() {
    var bounds =
        bounds(
            "cpus = 4\ndevices.d.jobs.j { cpus = all, depth = 17, block = 64 KiB, count = 100 }");
    assertThat(bounds.inFlightSlots()).isEqualTo(4 * 17 * 32);
    assertThat(bounds.largestSlots()).isEqualTo(32);
    assertThat(bounds.sufficientSlots()).isGreaterThanOrEqualTo(bounds.inFlightSlots());
  }

  @Test
  void aQueueLetsNoMoreIn() {
    var bounds =
        bounds(
            "devices.d { queue-depth = 8, jobs.j { depth = 100, block = 64 KiB, count = 100 } }");
    assertThat(bounds.inFlightSlots()).isEqualTo(8 * 32);
  }

  @Test
  void paddingForAlignmentCounts() {
    var bounds =
        bounds(
            "devices.d { min-align = 4 KiB, jobs.j { depth = 2, block = 4 KiB, buffer-align = 512, count = 9 } }");
    assertThat(bounds.inFlightSlots()).isEqualTo(2 * 3);
  }

  @Test
  void smallOnesMaySpoilSlotSetsForLargeOnes() {
    var bounds =
        bounds(
            """
            devices.d.jobs {
              small { depth = 100, block = 4 KiB, count = 100 }
              large { depth = 1, block = 256 KiB, count = 100 }
            }
            """);
    assertThat(bounds.inFlightSlots()).isEqualTo(100 * 2 + 128);
    assertThat(bounds.sufficientSlots()).isEqualTo((100 + 1) * 128);
  }

  @Test
  void devicesWithPoolsOfTheirOwnDoNotCount() {
    var bounds =
        bounds("arch = arm64\ndevices.d { restricted-pool = 2 MiB, jobs.j { count = 10 } }");
    assertThat(bounds).isEqualTo(new Bounds(0, 0, 0));
  }

  private static Bounds bounds(String text) {
    return Bounds.of(Workloads.unsized("kernel = \"swiotlb=force\"\n" + text));
  }
}

package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swiotlb.kernel.slot.Slots;

/** Copies into bounce buffers that are still in the caches of the CPU that copies. */
class WarmCopyTest {
  private static final long COLD_NS = 10 + 4 * 100;
  private static final long WARM_NS = 10 + 4 * 40;
  private static final long AREA_BYTES = Slots.toBytes(DeviceKit.POOL.areaSlots());

  private static long copyInNs(long warmAreaBytes, int leastAreas, boolean isTransient) {
    var kit = new DeviceKit();
    kit.costs =
        new DeviceCosts(
            100,
            10,
            0,
            0,
            0,
            0,
            new DeviceCosts.WarmCosts(warmAreaBytes, leastAreas, 40),
            ServiceTimes.CONSTANT);
    kit.readPercent = 100;
    kit.beginWithPool().startRun(1);
    var mapping = kit.request().request().mapping();
    if (isTransient) {
      kit.serveByTransientPool(mapping);
    } else {
      kit.serve(mapping);
    }
    kit.playToArea();
    var unmap = kit.unmap();
    assertThat(unmap.copyBackNs())
        .as("what the device has written is never warm")
        .isEqualTo(COLD_NS);
    return unmap.copyInNs();
  }

  @Test
  void areFasterIfAllOfTheAreaFits() {
    assertThat(copyInNs(AREA_BYTES, 1, false)).isEqualTo(WARM_NS);
  }

  @Test
  void areAsSlowAsOthersIfTheAreaIsLarger() {
    assertThat(copyInNs(AREA_BYTES - 1, 1, false)).isEqualTo(COLD_NS);
  }

  @Test
  void areAsSlowAsOthersIfSeveralCpusShareTheArea() {
    assertThat(copyInNs(AREA_BYTES, 2, false)).isEqualTo(COLD_NS);
  }

  @Test
  void areAsSlowAsOthersInFreshMemoryOfATransientPool() {
    assertThat(copyInNs(AREA_BYTES, 1, true)).isEqualTo(COLD_NS);
  }

  @Test
  void areAsSlowAsOthersWhereNothingIsWarm() {
    assertThat(copyInNs(0, 0, false)).isEqualTo(COLD_NS);
  }
}

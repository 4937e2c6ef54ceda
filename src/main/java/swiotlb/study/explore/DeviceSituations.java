package swiotlb.study.explore;

import java.util.HashMap;
import java.util.Map;
import swiotlb.actor.device.Device;
import swiotlb.actor.pool.MapClient;
import swiotlb.time.Sent;

/** Situations of devices and their drivers. */
final class DeviceSituations {
  private static final long NOT_RESET = -1;

  private DeviceSituations() {}

  /** When a copy ends the device knows, and its message says it: so it is known afterwards. */
  static Situation.Seeing resetDuringCopy() {
    return new Situation.Seeing() {
      /** By device and mapping that has its slots: the reset that came last since then. */
      private final Map<String, Map<Long, Long>> resets = new HashMap<>();

      @Override
      public boolean sees(Sent sent, long atNs) {
        var message = sent.message();
        if (message instanceof MapClient.Mapped mapped) {
          of(sent.to()).put(mapped.mapping(), NOT_RESET);
        } else if (message instanceof MapClient.Unmapped unmapped) {
          of(sent.to()).remove(unmapped.mapping());
        } else if (message instanceof Device.Reset) {
          of(sent.to()).replaceAll((mapping, before) -> atNs);
        } else if (message instanceof Device.TransferDone done) {
          var resetNs = of(sent.to()).getOrDefault(done.mapping(), NOT_RESET);
          return resetNs != NOT_RESET && resetNs < done.beganNs();
        }
        return false;
      }

      private Map<Long, Long> of(String device) {
        return resets.computeIfAbsent(device, path -> new HashMap<>());
      }
    };
  }
}

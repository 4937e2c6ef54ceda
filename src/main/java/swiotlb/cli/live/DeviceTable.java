package swiotlb.cli.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.record.Paths;

/** What each device has of buffers. Not thread-safe. */
final class DeviceTable {
  private static final int SOONEST = 4;

  private static final class Counted {
    private long maps;
    private long live;
    private long failed;
  }

  private final Map<String, Counted> devices = new HashMap<>();
  private final @Nullable String[] paths = new String[SOONEST];
  private final Counted[] firsts = new Counted[SOONEST];

  /** A machine has few devices, each with one path, so that looking through them is soonest. */
  @SuppressWarnings("ReferenceEquality")
  private Counted of(String path) {
    for (var i = 0; i < SOONEST; i++) {
      if (paths[i] == path) {
        return firsts[i];
      }
    }
    var device = devices.computeIfAbsent(path, unknown -> new Counted());
    if (devices.size() <= SOONEST) {
      paths[devices.size() - 1] = path;
      firsts[devices.size() - 1] = device;
    }
    return device;
  }

  void mapped(String path) {
    var device = of(path);
    device.maps++;
    device.live++;
  }

  void unmapped(String path) {
    of(path).live--;
  }

  void failed(String path) {
    of(path).failed++;
  }

  /** All that have had a buffer or wanted one. */
  List<Machine.Device> seen() {
    return devices.entrySet().stream()
        .map(
            entry ->
                new Machine.Device(
                    Paths.shown(entry.getKey()),
                    entry.getValue().maps,
                    entry.getValue().live,
                    entry.getValue().failed))
        .toList();
  }
}

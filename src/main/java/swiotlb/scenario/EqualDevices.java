package swiotlb.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Devices that are alike but for their names, written as one with a count. */
final class EqualDevices {
  private static final int MOST = 1000;
  private static final Pattern NUMBERED = Pattern.compile("(.*?)([0-9]{0,6})");

  private EqualDevices() {}

  /**
   * Their names: {@code nvme0} and a count of 3 are nvme0, nvme1 and nvme2; {@code d00} begins with
   * d00 and d01.
   */
  static List<String> names(Settings.Named device) {
    var count = device.settings().integer("count", 1, MOST);
    var name = NUMBERED.matcher(device.name());
    if (count == 1 || !name.matches()) {
      return List.of(device.name());
    }
    var first = name.group(2).isEmpty() ? 0 : Integer.parseInt(name.group(2));
    var digits = Math.max(1, name.group(2).length());
    return IntStream.range(first, first + count)
        .mapToObj(i -> name.group(1) + String.format(Locale.ROOT, "%0" + digits + "d", i))
        .toList();
  }

  /** A name that two devices have. */
  static Optional<String> twice(List<Scenario.Device> devices) {
    var seen = new HashSet<String>();
    return devices.stream().map(Scenario.Device::name).filter(name -> !seen.add(name)).findFirst();
  }
}

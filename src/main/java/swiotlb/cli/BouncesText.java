package swiotlb.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.ftrace.RecordedBounce;
import swiotlb.workload.ftrace.Recording;

/** Who bounces, how much and how often, of a recording that shows no more. */
final class BouncesText {
  private static final int SLOT_SET_BYTES = (int) Slots.toBytes(Slots.SLOT_SET_SLOTS);

  private BouncesText() {}

  /**
   * The bounces of a device.
   *
   * @param forced those of a kernel that forces them
   * @param bytes in all
   * @param sizes how many have each size
   */
  record OfDevice(long bounces, long forced, long bytes, SortedMap<Long, Long> sizes) {}

  static SortedMap<String, OfDevice> byDevice(Recording recording) {
    var byDevice = new TreeMap<String, List<RecordedBounce>>();
    for (var bounce : recording.bounces()) {
      byDevice.computeIfAbsent(bounce.device(), d -> new ArrayList<>()).add(bounce);
    }
    var summed = new TreeMap<String, OfDevice>();
    byDevice.forEach(
        (device, own) -> {
          var sizes = new TreeMap<Long, Long>();
          own.forEach(b -> sizes.merge(b.bytes(), 1L, Long::sum));
          summed.put(
              device,
              new OfDevice(
                  own.size(),
                  own.stream().filter(RecordedBounce::forced).count(),
                  own.stream().mapToLong(RecordedBounce::bytes).sum(),
                  sizes));
        });
    return summed;
  }

  static void print(Recording recording, PrintWriter out) {
    out.println(
        "No mapping is in the recording, only that something bounced: kernels before 6.12 have no other"
            + " event, and later ones tell by dma:*.");
    out.println(
        "So slots, failures, lifetimes and the use of the pool cannot be known, and nothing is compared.");
    out.println();
    var seconds = seconds(recording);
    var table =
        new TextTable(
            out::println,
            0,
            List.of(
                Column.left(16).after(0),
                Column.right(10).after(1),
                Column.right(10).after(1),
                Column.right(10).after(1),
                Column.right(12).after(1),
                Column.right(12).after(1),
                Column.right(12).after(1),
                Column.right(12).after(1)));
    table.row(
        List.of("device", "bounces", "FORCE", "NORMAL", "bytes", "smallest", "median", "largest"));
    byDevice(recording)
        .forEach(
            (device, of) ->
                table.row(
                    List.of(
                        Text.printable(device),
                        Long.toString(of.bounces()),
                        Long.toString(of.forced()),
                        Long.toString(of.bounces() - of.forced()),
                        Long.toString(of.bytes()),
                        Long.toString(of.sizes().firstKey()),
                        Long.toString(median(of)),
                        Long.toString(of.sizes().lastKey()))));
    out.println();
    if (seconds > 0) {
      out.printf(
          Locale.ROOT,
          "over %.3f s: %.0f bounces/s, %.3f MiB/s%n",
          seconds,
          recording.bounces().size() / seconds,
          recording.bounces().stream().mapToLong(RecordedBounce::bytes).sum()
              / seconds
              / (1 << 20));
    }
    var tooLarge = recording.bounces().stream().filter(b -> b.bytes() > SLOT_SET_BYTES).count();
    if (tooLarge > 0) {
      out.printf(
          "%d of them are larger than 256 KiB, which no size of the pool serves%n", tooLarge);
    }
  }

  private static long median(OfDevice of) {
    var passed = 0L;
    for (var size : of.sizes().entrySet()) {
      passed += size.getValue();
      if (passed * 2 >= of.bounces()) {
        return size.getKey();
      }
    }
    return of.sizes().lastKey();
  }

  /** From the first to the last; 0 if the clock counts no time. */
  private static double seconds(Recording recording) {
    var bounces = recording.bounces();
    return recording.reading().hasSeconds()
        ? (bounces.get(bounces.size() - 1).timeNs() - bounces.get(0).timeNs()) / 1e9
        : 0;
  }
}

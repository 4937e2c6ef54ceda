package swiotlb.actor.device;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.text.KernelLog;
import swiotlb.kernel.text.LogLimit;

/**
 * The mappings of a machine that failed: what its kernel logs of them, and of the first bounce, as
 * often as it says the same, and how many there were of each kind. All devices share it, as they
 * share the call sites of the kernel, whose limits hold for all of them; it may be used from many
 * threads.
 */
public final class FailureLog {
  private static final int MOST_LINES = 1000;
  private static final int MOST_KINDS = 1000;

  private final boolean isEncrypted;
  private final Set<KernelLog> saidOnce = EnumSet.noneOf(KernelLog.class);
  private final Map<KernelLog, LogLimit> limits = new EnumMap<>(KernelLog.class);
  private List<Line> lines = new ArrayList<>();
  private Map<Kind, Seen> kinds = new LinkedHashMap<>();
  private long unlogged;
  private long ofOtherKinds;

  /**
   * Nothing has failed.
   *
   * @param isEncrypted whether memory is, of which the kernel tells at the first bounce
   */
  public FailureLog(boolean isEncrypted) {
    this.isEncrypted = isEncrypted;
  }

  /** A line of the kernel's log. */
  public record Line(long timeNs, String text) {}

  /** What failures have in common. */
  public record Kind(String device, long bytes, FailureReason reason) {}

  /** How many there were, and when. */
  public record Seen(long count, long firstNs, long lastNs) {
    private Seen and(Seen later) {
      return new Seen(
          count + later.count, Math.min(firstNs, later.firstNs), Math.max(lastNs, later.lastNs));
    }
  }

  /**
   * What came since it was asked for last.
   *
   * @param lines in the order in which they came
   * @param unlogged failures of which no line tells, though the kernel has one for them
   * @param kinds in the order in which they came
   * @param ofOtherKinds failures of kinds beyond those
   */
  public record Taken(List<Line> lines, long unlogged, Map<Kind, Seen> kinds, long ofOtherKinds) {}

  /** A buffer is to bounce. */
  synchronized void bounces(long nowNs) {
    if (isEncrypted && saidOnce.add(KernelLog.MEMORY_ENCRYPTED)) {
      write(new Line(nowNs, KernelLog.MEMORY_ENCRYPTED.line()));
    }
  }

  /** A mapping failed. */
  synchronized void failed(
      Mapping mapping, DeviceSpec device, MapClient.MapFailed failure, long nowNs) {
    count(
        new Kind(device.name(), mapping.demand().sizeBytes(), failure.reason()),
        new Seen(1, nowNs, nowNs));
    FailureLine.kind(mapping, device, failure.reason())
        .filter(line -> !line.isSaidOnce() || saidOnce.add(line))
        .ifPresent(
            line -> {
              if (isWritten(line, nowNs)) {
                var text = FailureLine.of(line, mapping, device, failure);
                write(new Line(nowNs, prefix(line, device) + text));
              } else {
                unlogged++;
              }
            });
  }

  /** What is not said of a device names none before it. */
  private static String prefix(KernelLog line, DeviceSpec device) {
    return line == KernelLog.COHERENT_EXHAUSTED || line == KernelLog.NO_PAGES
        ? ""
        : device.name() + ": ";
  }

  private void count(Kind kind, Seen seen) {
    if (kinds.size() < MOST_KINDS || kinds.containsKey(kind)) {
      kinds.merge(kind, seen, Seen::and);
    } else {
      ofOtherKinds++;
    }
  }

  /** Says what was left out before, where it is told. */
  private boolean isWritten(KernelLog line, long nowNs) {
    var limit = limitOf(line);
    if (limit.isEmpty()) {
      return true;
    }
    var leftOut = limit.get().leftOutBefore(nowNs);
    if (line != KernelLog.NO_PAGES && leftOut.isPresent() && lines.size() < MOST_LINES) {
      lines.add(new Line(nowNs, KernelLog.SUPPRESSED.line(leftOut.getAsLong())));
    }
    return limit.get().writes();
  }

  /** Warnings of a boot and those with a dump of registers have none. */
  private Optional<LogLimit> limitOf(KernelLog line) {
    return switch (line) {
      case FULL, NO_POOL -> Optional.of(limits.computeIfAbsent(line, any -> new LogLimit()));
      case NO_PAGES ->
          Optional.of(limits.computeIfAbsent(line, any -> new LogLimit(1, 10_000_000_000L)));
      default -> Optional.empty();
    };
  }

  private void write(Line line) {
    if (lines.size() < MOST_LINES) {
      lines.add(line);
    } else {
      unlogged++;
    }
  }

  /** What came since the last time; the limits of the kernel go on. */
  public synchronized Taken take() {
    var taken = new Taken(lines, unlogged, kinds, ofOtherKinds);
    lines = new ArrayList<>();
    kinds = new LinkedHashMap<>();
    unlogged = 0;
    ofOtherKinds = 0;
    return taken;
  }
}

package swiotlb.study.conform.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.BootSizing;
import swiotlb.kernel.text.SwiotlbParameter;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedHost;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/** Recordings of real kernels, read and followed once; and small ones made up. */
final class Recordings {
  static final String DISK = "0000:00:1f.2";
  static final long POOL = 0x7850_0000L;

  private static final Map<String, Recording> READ = new ConcurrentHashMap<>();
  private static final Map<String, Replay.Result> FOLLOWED = new ConcurrentHashMap<>();

  private Recordings() {}

  static Path folder(String name) {
    return Path.of("simulations/recordings").resolve(name);
  }

  static Recording read(String name, boolean usesProbes) {
    return READ.computeIfAbsent(
        name + usesProbes, k -> RecordingReader.read(folder(name), usesProbes));
  }

  static Replay.Result followed(String name, boolean usesProbes) {
    var recording = read(name, usesProbes);
    return FOLLOWED.computeIfAbsent(
        name + usesProbes, k -> Replay.follow(recording, recording.cmdline()));
  }

  /** A machine of four CPUs booted with a pool of 512 slots at {@link #POOL}. */
  static ReplayFacts smallMachine(Map<String, Long> minAlignMasks) {
    var boot = BootSizing.atBoot(SwiotlbParameter.parse("512,force"), 4, 0, Long.MAX_VALUE);
    return new ReplayFacts(
        boot, false, new PoolGeometry(POOL, 512, 4), minAlignMasks, true, List.of());
  }

  /** A mapping of a page on CPU 0, one line after the other, never given back. */
  static RecordedMapping page(int index, long address) {
    return mapping(index, DISK, 0x10_0000L + index * 0x1000L, address);
  }

  static RecordedMapping mapping(int index, String device, long original, long address) {
    return new RecordedMapping(
        index,
        0,
        device,
        original,
        4096,
        true,
        2L * index + 1,
        2L * index + 2,
        RecordedMapping.NEVER,
        address,
        1000L * index,
        RecordedMapping.NEVER);
  }

  /** Pages of CPU 0 at these slots of the default pool. */
  static List<RecordedMapping> pagesAt(int... slots) {
    var mappings = new ArrayList<RecordedMapping>();
    for (var slot : slots) {
      mappings.add(page(mappings.size(), POOL + slot * 2048L));
    }
    return mappings;
  }

  static Recording recording(List<RecordedMapping> mappings, List<GrowthRecord> growths) {
    return new Recording(
        true,
        RecordedHost.of(4, "swiotlb=512,force"),
        mappings,
        List.of(),
        Recording.Earlier.NOTHING,
        OptionalLong.of(POOL),
        new Recording.Growth(true, growths, growths.size()),
        List.of(),
        new Recording.Reading(
            mappings.size(),
            0,
            "",
            0,
            0,
            0,
            new Recording.Lost(0, false, false, 0, 0),
            Recording.Order.KEPT,
            new Recording.LineCpus(0, 1, 1, 4),
            true,
            true));
  }
}

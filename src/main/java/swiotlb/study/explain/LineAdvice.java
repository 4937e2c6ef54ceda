package swiotlb.study.explain;

import static swiotlb.study.explain.Said.bytes;
import static swiotlb.study.explain.Said.formatted;

import java.util.regex.Pattern;
import swiotlb.input.Program;
import swiotlb.kernel.slot.Slots;
import swiotlb.study.explain.Explanation.Advice;

/** What helps where no size of a pool does. */
final class LineAdvice {
  private static final long MOST_COHERENT_BEGIN_KIB = 4 << 10;
  private static final Pattern DISK =
      Pattern.compile(
          "(?i)nvme|ahci|ata|sd[a-z]|scsi|sas|virtio[-_]blk|virtblk|mmc|sdhci|usb-storage|uas|raid|piix|ide");
  private static final Pattern NETWORK =
      Pattern.compile(
          "(?i)^(eth|en[ops]|wlan|wl)|e1000|igb|ixgbe|mlx|virtio[-_]net|r8169|ath|iwl|net");
  private static final Pattern PICTURES =
      Pattern.compile(
          "(?i)gpu|drm|vga|qxl|ast|udl|i915|nouveau|camera|video|vi$|imgu|fcp|isp|codec");

  private final MachineWords machine;

  LineAdvice(MachineWords machine) {
    this.machine = machine;
  }

  /** Smaller mappings for a device, by what its name says it is. */
  Advice segment(String device) {
    var most = bytes(Slots.MAX_MAPPING_BYTES);
    var name = device.isEmpty() ? "its driver" : "the driver of " + device;
    var kib = Slots.MAX_MAPPING_BYTES >> 10;
    if (DISK.matcher(device).find()) {
      return new Advice(
          Fix.LIMIT_SEGMENT,
          formatted(
              "No swiotlb= helps. Let %s map at most %s at a time: drivers that ask dma_max_mapping_size() do so by themselves; for a disk a smaller max_sectors_kb makes requests smaller (as root, for each disk), which helps where segments are as long as requests.",
              name, most),
          formatted("echo %d > /sys/block/DISK/queue/max_sectors_kb", kib));
    }
    if (NETWORK.matcher(device).find()) {
      return new Advice(
          Fix.LIMIT_SEGMENT,
          formatted(
              "No swiotlb= helps. Let %s map at most %s at a time: smaller buffers of its rings, or no segments above 64 KiB.",
              name, most),
          formatted("ip link set dev INTERFACE gso_max_size %d", 1 << 16));
    }
    return new Advice(
        Fix.LIMIT_SEGMENT,
        formatted(
            "No swiotlb= helps. Let %s map at most %s at a time: %s",
            name,
            most,
            PICTURES.matcher(device).find()
                ? "buffers of pictures must go in pieces (dma_set_max_seg_size() with at most that), or the device must reach all memory (its DMA mask, an IOMMU), so that nothing bounces."
                : "it should ask dma_max_mapping_size(), and set its segments by dma_set_max_seg_size(); a newer driver may. Or the device must reach all memory, so that nothing bounces."),
        "");
  }

  /** A longer run, or a smaller wish. */
  Advice run(FullLine line, PoolAdvice pool) {
    var larger = pool.more(line.total());
    return new Advice(
        Fix.LARGER_POOL,
        formatted(
            "Boot with %s, so that more slot sets stay empty; or let the driver map less at a time (limit-segment): a mapping needs one run within a slot set of %s. More areas do not help.",
            machine.parameter(larger), bytes(Slots.MAX_MAPPING_BYTES)),
        machine.parameter(larger));
  }

  /** Where much is free, and pieces can hardly be the reason. */
  Advice peaks() {
    return new Advice(
        Fix.LOOK_FURTHER,
        "A larger pool helps only if the pool was full a moment before, which the high-water mark tells: where it is"
            + " far below the total, the device asks for more than slots (alignment, boundaries), and its driver must map"
            + " less at a time. From 7.3 on the mark needs track_hiwater on the command line; 6.1 has none.",
        "sudo grep . /sys/kernel/debug/swiotlb/io_tlb_*");
  }

  Advice leak() {
    return new Advice(
        Fix.MEND_DRIVER,
        "No size helps: a larger pool only lasts longer. Find out who does not unmap: record the machine, and"
            + " replay tells which device holds what. Until then reload the driver, or boot again.",
        "%1$s recorder > rec.sh && sudo sh rec.sh -s 60 && %1$s replay swiotlb-recording"
            .formatted(Program.name()));
  }

  Advice driver(String what) {
    return new Advice(Fix.MEND_DRIVER, what, "");
  }

  Advice sharing() {
    return new Advice(
        Fix.ALLOW_SHARING,
        "Let the hypervisor convert that much memory: its log says why it refused (a limit of shared memory, a"
            + " time-out). A smaller pool needs less of it."
            + (machine.grows().orElse(false) ? " Pools that are added later work." : ""),
        "");
  }

  /**
   * A larger coherent pool.
   *
   * @param saidKib that the line says there is; 0: it does not
   */
  Advice coherent(long saidKib) {
    var presentKib = saidKib > 0 ? saidKib : machine.coherentKib();
    var kib = presentKib > 0 ? Slots.roundUpToPowerOfTwo(presentKib * 2) : MOST_COHERENT_BEGIN_KIB;
    var isGrown = saidKib == 0;
    return new Advice(
        Fix.LARGER_COHERENT_POOL,
        formatted(
                "Boot with coherent_pool=%dK; no swiotlb= helps. %s%s Or let the driver ask where it may wait.",
                kib,
                presentKib > 0 ? "That is twice what there was, a first step. " : "",
                isGrown
                    ? kib > MOST_COHERENT_BEGIN_KIB
                        ? "No pool begins with more than 4 MiB; it grows until so much is free, but only after a request that was served."
                        : "From 5.8 on 4 MiB is the most that a pool begins with; it grows by itself, but only after a request that was served."
                    : "")
            .replace("  ", " "),
        formatted("coherent_pool=%dK", kib));
  }

  Advice further(String what) {
    return new Advice(Fix.LOOK_FURTHER, what, "");
  }
}

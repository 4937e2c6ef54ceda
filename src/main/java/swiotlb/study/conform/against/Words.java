package swiotlb.study.conform.against;

import org.jspecify.annotations.Nullable;
import swiotlb.study.conform.golden.GoldenCheck;
import swiotlb.workload.golden.GoldenOp;

/** What an operation asks for, in words. */
final class Words {
  private Words() {}

  static String of(GoldenOp op) {
    if (op instanceof GoldenOp.Map map) {
      return "map %d of %d bytes at 0x%x%s on CPU %d%s%s"
          .formatted(
              map.id(),
              map.sizeBytes(),
              map.originalAddress(),
              device(map.device()),
              map.cpu(),
              map.allocAlignMask() == 0
                  ? ""
                  : ", alloc_align_mask 0x%x".formatted(map.allocAlignMask()),
              map.viaDma() ? ", with the check of the device's reach" : "");
    }
    if (op instanceof GoldenOp.Alloc alloc) {
      return "allocation %d of pages for %d bytes%s on CPU %d"
          .formatted(alloc.id(), alloc.sizeBytes(), device(alloc.device()), alloc.cpu());
    }
    if (op instanceof GoldenOp.Unmap unmap) {
      return "unmap of " + unmap.id();
    }
    if (op instanceof GoldenOp.Grow) {
      return "a run of the growth work";
    }
    if (op instanceof GoldenOp.Rcu) {
      return "the end of a grace period";
    }
    if (op instanceof GoldenOp.Stat stat) {
      return "counters" + (stat.allocator() == null ? "" : " of " + stat.allocator());
    }
    return op instanceof GoldenOp.Areas ? "use and hints of areas" : GoldenCheck.describe(op);
  }

  private static String device(@Nullable String device) {
    return device == null ? "" : " for " + device;
  }
}

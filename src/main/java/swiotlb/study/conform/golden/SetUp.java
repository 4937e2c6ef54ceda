package swiotlb.study.conform.golden;

import java.util.Optional;
import swiotlb.kernel.text.BootSizing;
import swiotlb.workload.golden.GoldenHeader;

/**
 * What a header says that follows from its inputs: the pool that set-up makes, and the largest
 * mapping of each device. Restricted pools and addresses are given.
 */
public final class SetUp {

  /**
   * An outcome of set-up that differs.
   *
   * @param isBoot the pool itself, else the largest mapping of a device
   * @param what it is of, in words
   */
  public record Difference(boolean isBoot, String what, String recorded, String got) {}

  private SetUp() {}

  /** The first outcome that differs. */
  public static Optional<Difference> difference(GoldenHeader header) {
    var machine = header.machine();
    if (machine == null) {
      return Optional.empty();
    }
    var pool = machine.defaultPool();
    var recorded =
        new BootSizing(
            pool == null ? 0 : pool.slots(),
            pool == null ? 0 : pool.areas(),
            machine.defaultSlots(),
            machine.defaultAreas());
    var got = GoldenLabels.sizing(machine.boot());
    if (!got.equals(recorded)) {
      return Optional.of(new Difference(true, "set-up", recorded.toString(), got.toString()));
    }
    return header.devices().values().stream()
        .filter(d -> d.limits().maxMappingBytes() != d.maxMapping())
        .findFirst()
        .map(
            d ->
                new Difference(
                    false,
                    "largest mapping of device " + d.id(),
                    Long.toString(d.maxMapping()),
                    Long.toString(d.limits().maxMappingBytes())));
  }
}

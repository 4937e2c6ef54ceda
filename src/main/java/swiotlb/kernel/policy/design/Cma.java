package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.GrowthPolicy;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;

/**
 * Pools lie in a region for contiguous allocations: as large as the default pool, and as large as
 * an area for each CPU needs, while they fit; then they are blocks of the page allocator. Future
 * work of the announcement of the dynamic design.
 */
public final class Cma implements Design {
  private record Region(Source source) implements GrowthPolicy {
    @Override
    public int wishSlots(int defaultSlots, long presentSlots) {
      return defaultSlots;
    }

    /** An area for each CPU, however few the default pool has. */
    @Override
    public Pool pool(Pool ofKernel, int cpus, int setSlots) {
      var areas = Math.max(ofKernel.areas(), powerOfTwoFrom(cpus));
      return new Pool(Math.max(ofKernel.slots(), areas * setSlots), areas);
    }

    private static int powerOfTwoFrom(int cpus) {
      return 1 << (Integer.SIZE - Integer.numberOfLeadingZeros(cpus - 1));
    }
  }

  @Override
  public Kind<GrowthPolicy> kind() {
    return Kind.GROWTH;
  }

  @Override
  public String name() {
    return "cma";
  }

  @Override
  public String words() {
    return "pools of a region for contiguous allocations (pages.cma): as large as the default pool, with an area for each CPU";
  }

  @Override
  public String discussed() {
    return "named as future work by the announcement of the dynamic design (August 2023)";
  }

  @Override
  public GrowthPolicy make(PolicySettings settings) {
    return new Region(new GrowthPolicy.Source(true, settings.nanos("migration-per-mib", 0)));
  }
}

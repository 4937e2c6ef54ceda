package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PlacementPolicy;
import swiotlb.kernel.policy.PolicySettings;

/**
 * One huge pool, whose free pages are lent to others and migrated back when they are wanted, as
 * contiguous allocations do it. Rejected by the announcement of the dynamic design: migration takes
 * time, may fail, and cannot be waited for in interrupt context.
 */
public final class Lending implements Design {
  @Override
  public Kind<PlacementPolicy> kind() {
    return Kind.PLACEMENT;
  }

  @Override
  public String name() {
    return "lending";
  }

  @Override
  public String words() {
    return "slots of pools, whose free pages are lent to others and migrated back when wanted";
  }

  @Override
  public String discussed() {
    return "rejected by the announcement of the dynamic design (August 2023)";
  }

  @Override
  public PlacementPolicy make(PolicySettings settings) {
    return new PlacementPolicy.Lending(
        settings.integer("lent-percent", 0, 100),
        settings.nanos("migration-per-page", 0),
        settings.integer("failing-per-mille", 0, 1000));
  }
}

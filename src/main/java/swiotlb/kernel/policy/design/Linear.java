package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;
import swiotlb.kernel.policy.SearchPolicy;

/** The pool of an address is looked for from the newest one on: its cost grows with the pools. */
public final class Linear implements Design {
  @Override
  public Kind<SearchPolicy> kind() {
    return Kind.SEARCH;
  }

  @Override
  public String name() {
    return "list";
  }

  @Override
  public String words() {
    return "from the newest pool on, one after the other, as the kernel does";
  }

  @Override
  public String discussed() {
    return "the dynamic design as it was merged (6.6)";
  }

  @Override
  public SearchPolicy make(PolicySettings settings) {
    return SearchPolicy.LIST;
  }
}

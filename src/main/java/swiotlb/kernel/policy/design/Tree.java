package swiotlb.kernel.policy.design;

import swiotlb.kernel.policy.Design;
import swiotlb.kernel.policy.Kind;
import swiotlb.kernel.policy.PolicySettings;
import swiotlb.kernel.policy.SearchPolicy;

/**
 * The pool of an address is looked for in a balanced tree: its cost grows with the logarithm of the
 * number of pools.
 */
public final class Tree implements Design {
  /** Comparisons on the way to the deepest of so many pools. */
  private static int depth(int position, int pools) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(pools);
  }

  @Override
  public Kind<SearchPolicy> kind() {
    return Kind.SEARCH;
  }

  @Override
  public String name() {
    return "tree";
  }

  @Override
  public String words() {
    return "a balanced tree of pools by address";
  }

  @Override
  public String discussed() {
    return "discussed with the dynamic design (a maple tree), and left out for the sake of its locks";
  }

  @Override
  public SearchPolicy make(PolicySettings settings) {
    return Tree::depth;
  }
}

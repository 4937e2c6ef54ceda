package swiotlb.kernel.policy;

/**
 * A design that a scenario can choose by name. Those in the class path are found as services: one
 * class and its line in {@code META-INF/services/swiotlb.kernel.policy.Design} add another. Its
 * settings stand below its name, and have their defaults in a {@code reference.conf}, at {@code
 * swiotlb.scenario.design.NAME}.
 */
public interface Design {

  /** Which question it answers. */
  Kind<?> kind();

  /** Small letters, digits and dashes; no two designs share one. */
  String name();

  /** What it does, in words that could follow its name, without a full stop. */
  String words();

  /** Where it was discussed, without a full stop. */
  String discussed();

  /**
   * Makes it.
   *
   * @param settings below its name
   * @return of the type that its kind names
   */
  Object make(PolicySettings settings);
}

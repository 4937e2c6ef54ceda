package swiotlb.actor.pool;

/**
 * Which allocator is meant: the default one, or that of a restricted pool. Paths of actors and
 * reports take their words from here.
 *
 * @param restricted what a restricted allocator is known by, such as its device; empty for the
 *     default one
 */
public record AllocatorName(String restricted) {
  /** The allocator of devices that have none of their own. */
  public static final AllocatorName DEFAULT = new AllocatorName("");

  private static final String PATH_OF_DEFAULT = "allocator";
  private static final String RESTRICTED = "restricted-";

  /** The allocator whose actor has a name. */
  public static AllocatorName ofActor(String name) {
    return name.startsWith(RESTRICTED)
        ? new AllocatorName(name.substring(RESTRICTED.length()))
        : DEFAULT;
  }

  /** Whether it is the default one. */
  public boolean isDefault() {
    return restricted.isEmpty();
  }

  /** The name of its actor. */
  public String actor() {
    return isDefault() ? PATH_OF_DEFAULT : RESTRICTED + restricted;
  }
}

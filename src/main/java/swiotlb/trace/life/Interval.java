package swiotlb.trace.life;

/**
 * Time that something took in the model, read off the fields of messages.
 *
 * @param actor that spent it, by its path
 * @param mapping for which, or {@link swiotlb.trace.store.TraceMessage#UNKNOWN}
 * @param message that told of it
 */
public record Interval(
    Kind kind, String actor, long mapping, long startNs, long endNs, long message) {

  /** What takes time. */
  public enum Kind {
    LOCK_WAIT("lock wait"),
    SEARCH("search"),
    RELEASE("release"),
    POOL_WAIT("wait for a pool"),
    THROTTLE_WAIT("wait for the throttle"),
    TRANSIENT("make transient pool"),
    COPY_IN("copy in"),
    TRANSFER("transfer"),
    LOOK_UP("look up pool"),
    COPY_BACK("copy back"),
    GROWTH_QUEUED("growth queued"),
    GROWTH("growth"),
    PAGE_STATE("page state change"),
    GRACE_PERIOD("grace period");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** As people read it. */
    public String title() {
      return title;
    }
  }

  /** How long it was. */
  public long ns() {
    return endNs - startNs;
  }
}

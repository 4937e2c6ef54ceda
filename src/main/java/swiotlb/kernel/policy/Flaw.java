package swiotlb.kernel.policy;

/**
 * A mistake that a machine can be made with on purpose, to see that it is found. No kernel has it.
 * Each is one that the design of the allocator has to avoid somewhere, and that shows in some
 * orders of events only.
 */
public enum Flaw {
  /** An unmap looks for its pool in a list that may be old. */
  STALE_LOOK_UP(
      "stale-look-up",
      "a new list of pools is seen late, and an unmap that does not find its pool in the old one takes the buffer for one that never bounced"),
  /** A request for growth is dropped while the worker runs. */
  LOST_REQUEUE("lost-requeue", "a request for growth that comes while the worker runs is dropped"),
  /** The flag of the growth work is cleared when it has ended. */
  FLAG_CLEARED_LATE(
      "flag-cleared-late",
      "the growth work counts as queued until it has ended, so that a request in between does not queue it"),
  /** A request of the throttle goes to sleep after a wake-up. */
  LOST_WAKE_UP(
      "lost-wake-up",
      "a throttled request first sees that the semaphore is taken and then goes to sleep, whatever came between"),
  /** The semaphore of the throttle is given back twice. */
  DOUBLE_RELEASE("double-release", "the semaphore of the throttle is given back twice"),
  /** A counter is read, and written later. */
  UNLOCKED_COUNTER(
      "unlocked-counter",
      "an unmap reads the slots in use before it has the lock, and writes them when it has it"),
  /** Slots are found, and taken later. */
  FIND_THEN_TAKE(
      "find-then-take", "a search finds slots, gives up the lock, and takes them without a look"),
  /** Slots are free before they are copied back. */
  FREE_BEFORE_COPY(
      "free-before-copy",
      "slots are given back when the device says that it is done, and copied out of afterwards"),
  /** Nobody waits for those who still search by an older list. */
  NO_GRACE_PERIOD(
      "no-grace-period",
      "an idle pool is taken away although those who search by an older list still get slots in it"),
  /** A transient pool is freed before it is synced. */
  FREED_BEFORE_SYNC(
      "freed-before-sync", "the memory of a transient pool is released by the sync of its buffer"),
  /** A pool is published before its memory is shared. */
  PUBLISHED_WHILE_PRIVATE(
      "published-while-private",
      "a new pool is used while the hypervisor still has to share its memory"),
  /** The work that expands the coherent pools is forgotten. */
  FORGOTTEN_EXPANSION(
      "forgotten-expansion",
      "the order to expand a coherent pool is overwritten by the next request for its memory"),
  /** An unmap is answered before its slots are free. */
  EARLY_ANSWER("early-answer", "an unmap is answered before its slots are free");

  private final String word;
  private final String words;

  Flaw(String word, String words) {
    this.word = word;
    this.words = words;
  }

  /** By which a scenario plants it: small letters and hyphens. */
  public String word() {
    return word;
  }

  /**
   * Whether it can be planted in a machine on real threads, too: it keeps nothing that two actors
   * change.
   */
  public boolean isForThreads() {
    return this == UNLOCKED_COUNTER || this == EARLY_ANSWER;
  }

  /** What is wrong, in words. */
  public String words() {
    return words;
  }
}

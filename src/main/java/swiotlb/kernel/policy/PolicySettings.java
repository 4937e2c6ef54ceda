package swiotlb.kernel.policy;

/** What is said of a policy where it is chosen: each design asks for the settings that it has. */
public interface PolicySettings {

  /**
   * A time in nanoseconds.
   *
   * @param least what is less is told as wrong, and this is taken
   */
  long nanos(String key, long least);

  /** A whole number; what is beyond its bounds is told as wrong, and the least is taken. */
  int integer(String key, int least, int most);
}

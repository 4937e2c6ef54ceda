package swiotlb.kernel.policy;

/**
 * What is said of a design: each asks for the settings that it has. What is beyond its bounds is
 * told as wrong, and the least is taken.
 */
public interface PolicySettings {

  /** A time in nanoseconds. */
  long nanos(String key, long least);

  /** A whole number. */
  int integer(String key, int least, int most);

  /** A size in bytes. */
  long bytes(String key, long least, long most);
}

package swiotlb.study.work;

import org.jspecify.annotations.Nullable;

/**
 * What became of a piece of work.
 *
 * @param result null if there is trouble
 * @param trouble why there is no result, or null
 * @param by who did it, as people know them; empty: a thread of this process
 */
public record Done<T>(@Nullable T result, @Nullable Throwable trouble, String by) {
  /**
   * What came of it.
   *
   * @throws RuntimeException or an error: what there was instead
   */
  public T get() {
    if (trouble instanceof Error error) {
      throw error;
    }
    if (trouble instanceof RuntimeException why) {
      throw why;
    }
    if (trouble != null || result == null) {
      throw new IllegalStateException("nothing came of a piece of work", trouble);
    }
    return result;
  }
}

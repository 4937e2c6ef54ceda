package swiotlb.workload.block;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Block I/Os in the order of time, read one by one: a file of any length takes no more memory than
 * a line of it. Not thread-safe.
 */
public interface BlockStream extends AutoCloseable {
  /**
   * The next one.
   *
   * @return null at the end
   * @throws swiotlb.input.InputException if the file is cut off, or holds what cannot be read
   */
  @Nullable BlockIo next();

  /** What was passed over or taken differently than it stands there; complete at the end. */
  List<String> remarks();

  @Override
  void close();
}

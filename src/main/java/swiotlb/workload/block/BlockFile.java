package swiotlb.workload.block;

import java.nio.file.Path;

/** A file of block I/Os, to be read as often as wanted. Immutable. */
public interface BlockFile {
  /** Where it lies. */
  Path path();

  /** What it is, such as "text of blkparse". */
  String format();

  /** Whether its times say when its I/Os came; else only their order is known. */
  boolean hasTimes();

  /**
   * Reads it from its first I/O on.
   *
   * @throws swiotlb.input.InputException if it cannot be read
   */
  BlockStream open();
}

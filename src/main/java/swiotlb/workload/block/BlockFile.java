package swiotlb.workload.block;

import java.nio.file.Path;
import java.util.List;

/** A file of block I/Os, to be read as often as wanted. Immutable. */
public interface BlockFile {
  /** Where it lies. */
  Path path();

  /** All the files that it consists of. */
  default List<Path> files() {
    return List.of(path());
  }

  /** What it is, such as "text of blkparse". */
  String format();

  /** Whether its times say when its I/Os came; else only their order is known. */
  boolean hasTimes();

  /** Whether all that it tells of is of one device, however many files it names. */
  boolean isOfOneDevice();

  /**
   * Reads it from its first I/O on.
   *
   * @throws swiotlb.input.InputException if it cannot be read
   */
  BlockStream open();
}

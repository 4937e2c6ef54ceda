package swiotlb.workload.machine;

import java.util.List;
import swiotlb.input.InputException;

/** A kind of file that tells of a machine. */
interface Format {
  /** What it is, in words such as "a device tree source". */
  String name();

  /** Whether a file is of this kind, by its content. */
  boolean recognises(MachineText text);

  /**
   * Reads it.
   *
   * @throws InputException if it is broken, with its line where that is known
   */
  List<Fact> read(MachineText text);
}

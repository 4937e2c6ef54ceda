package swiotlb.workload.machine;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one file tells of a machine.
 *
 * @param file its name
 * @param format what it was recognised as
 */
public record Told(String file, String format, List<Fact> facts) {
  /** Immutable from the start. */
  public Told {
    facts = List.copyOf(facts);
  }

  /** Its name without its folder. */
  public String name() {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** Whether it is a kernel's log. */
  public boolean isLog() {
    return format.equals(KernelMessages.NAME);
  }

  /** Whether it is a device tree, as boards have. */
  public boolean isDeviceTree() {
    return format.equals(DeviceTree.NAME);
  }

  /** Its facts of a kind, in the order of the file. */
  public <F extends Fact> Stream<F> facts(Class<F> kind) {
    return facts.stream().filter(kind::isInstance).map(kind::cast);
  }
}

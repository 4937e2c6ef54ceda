package swiotlb.study.size;

import java.util.List;
import swiotlb.workload.machine.Fact;
import swiotlb.workload.machine.Told;

/**
 * A machine as it was described, and how well.
 *
 * @param machine with what was assumed
 * @param told what each file told
 * @param assumed what was not said and had to be taken as something, in sentences without ends
 * @param remarks what the reader should know besides, in sentences without ends
 */
public record Described(
    Machine machine, List<Told> told, List<String> assumed, List<String> remarks) {
  /** Immutable from the start. */
  public Described {
    told = List.copyOf(told);
    assumed = List.copyOf(assumed);
    remarks = List.copyOf(remarks);
  }

  /** Pools that are set aside for devices of their own. */
  public List<Fact.Restricted> restricted() {
    return facts(Fact.Restricted.class);
  }

  /** PCI devices that files list. */
  public List<Fact.Device> devices() {
    return facts(Fact.Device.class);
  }

  /** Regions for contiguous allocations. */
  public List<Fact.Contiguous> contiguous() {
    return facts(Fact.Contiguous.class);
  }

  private <F extends Fact> List<F> facts(Class<F> kind) {
    return told.stream().flatMap(file -> file.facts(kind)).toList();
  }

  /** Of the machine, as told or inferred. */
  public long memoryBytes() {
    return machine.memory().bytes();
  }
}

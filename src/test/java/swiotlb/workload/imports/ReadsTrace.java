package swiotlb.workload.imports;

import java.nio.file.Path;
import java.util.Optional;
import swiotlb.workload.block.BlockProfile;

/** Reads a trace to its end in a machine of its own, and prints what it is asked to do. */
public final class ReadsTrace {
  private ReadsTrace() {}

  /** Prints requests and bytes of all devices, then events a second. */
  public static void main(String[] args) {
    var beganNs = System.nanoTime();
    var all = BlockProfile.of(BlockFiles.find(Path.of(args[0]))).of(Optional.empty());
    var seconds = (System.nanoTime() - beganNs) / 1e9;
    System.out.println(all.requests() + " " + all.bytes());
    System.out.printf(
        "%.0f events a second%n", all.requests() * LargeBlkparse.EVENTS_EACH / seconds);
  }
}

package swiotlb.workload.blktrace;

import java.util.ArrayList;
import java.util.List;
import swiotlb.workload.block.BlockIo;

/** What the letters of blkparse say that is done: F before R, W or N is a flush before it. */
final class Rwbs {
  private Rwbs() {}

  /** What is done to the blocks; N does nothing to them. */
  static BlockIo.Kind kind(String letters) {
    for (var i = 0; i < letters.length(); i++) {
      switch (letters.charAt(i)) {
        case 'D' -> {
          return BlockIo.Kind.DISCARD;
        }
        case 'R' -> {
          return BlockIo.Kind.READ;
        }
        case 'W' -> {
          return BlockIo.Kind.WRITE;
        }
        default -> {}
      }
    }
    return BlockIo.Kind.FLUSH;
  }

  /** That arrivals were not recorded, if they were not. */
  static List<String> nothingQueued(long events, long queued) {
    return events == 0 || queued > 0
        ? List.of()
        : List.of(
            "of its %d events none says that something was queued (Q): record them, too, with blktrace -a queue"
                .formatted(events));
  }

  /** What became of requests between their arrival and the device. */
  static List<String> remarks(long passthrough, long merged, long split) {
    var remarks = new ArrayList<String>();
    if (passthrough > 0) {
      remarks.add(passthrough + " passthrough commands come when they were issued");
    }
    if (merged > 0) {
      remarks.add(
          merged
              + " were merged into others before the device had them; here each is a request of its own");
    }
    if (split > 0) {
      remarks.add(
          split
              + " were split by the block layer; here each is a request, cut where the device wants it");
    }
    return remarks;
  }
}

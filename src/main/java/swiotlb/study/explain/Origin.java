package swiotlb.study.explain;

/**
 * Who wrote a line.
 *
 * @param host as a journal or syslog names it; empty where none does
 * @param boot how many kernels of the log had begun before; lines of one number are of one boot
 * @param isForeign whether somebody else than the kernel says it, as a journal tells
 */
public record Origin(String host, int boot, boolean isForeign) {
  /** The same in another boot. */
  Origin inBoot(int other) {
    return new Origin(host, other, isForeign);
  }
}

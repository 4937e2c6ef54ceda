package swiotlb.study.conform.golden;

import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenOp;

/** An allocator under test: plays operations and answers what it decided. */
public interface GoldenPlayer extends AutoCloseable {

  /**
   * Plays the next operation. Of what the trace expects only the addresses of pages may be used.
   */
  GoldenAnswer play(GoldenOp op);

  /** The state of the areas that an operation concerns, in words, for a report of a divergence. */
  String state(GoldenOp op);

  @Override
  void close();
}

package swiotlb.study.conform.against;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.study.conform.golden.DirectPlayer;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/**
 * Plays a trace so that each operation is decided from the recorded state: where the simulator
 * would have decided otherwise it then does as recorded. Not thread-safe.
 */
final class FollowingRun {

  /**
   * One operation.
   *
   * @param got what the simulator decides
   * @param before the allocators before it; null where the answers agree
   * @param unfollowed why the recorded decision cannot be followed, or null
   */
  record Step(GoldenAnswer got, @Nullable DirectPlayer before, @Nullable String unfollowed) {}

  /** Copies are dear, playing is cheap: so far back a state is played again from a copy. */
  private static final int COPIED_EVERY = 64;

  private DirectPlayer player;
  private DirectPlayer copied;
  private final List<GoldenOp> sinceCopied = new ArrayList<>();

  FollowingRun(GoldenHeader header) {
    this.player = new DirectPlayer(header);
    this.copied = player.copy();
  }

  /** The allocators as they are now. */
  DirectPlayer player() {
    return player;
  }

  /** Plays the next operation. */
  Step step(GoldenOp op) {
    var got = player.play(op);
    if (got.equals(op.expected())) {
      sinceCopied.add(op);
      if (sinceCopied.size() == COPIED_EVERY) {
        copy();
      }
      return new Step(got, null, null);
    }
    var before = before();
    try {
      follow(op, before);
      return new Step(got, before, null);
    } catch (IllegalArgumentException e) {
      return new Step(got, before, String.valueOf(e.getMessage()));
    }
  }

  /** Answers that differ leave a copy, so that all since then agree. */
  private DirectPlayer before() {
    var before = copied.copy();
    sinceCopied.forEach(before::play);
    return before;
  }

  private void follow(GoldenOp op, DirectPlayer before) {
    if (op instanceof GoldenOp.Map || op instanceof GoldenOp.Alloc || op instanceof GoldenOp.Grow) {
      player = before.copy();
      player.follow(op);
    } else if (op instanceof GoldenOp.Areas || op instanceof GoldenOp.Stat) {
      player.follow(op);
    }
    copy();
  }

  private void copy() {
    copied = player.copy();
    sinceCopied.clear();
  }
}

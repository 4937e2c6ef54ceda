package swiotlb.trace.show.page;

import java.util.List;
import swiotlb.trace.life.Life;

/** Says in sentences what became of a mapping, of which the page holds every message. */
@FunctionalInterface
public interface Explainer {
  /**
   * The sentences on a mapping; empty if there is nothing to say.
   *
   * @param isWhole whether the trace was recorded whole
   */
  List<String> explain(Life life, boolean isWhole);
}

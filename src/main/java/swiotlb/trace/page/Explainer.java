package swiotlb.trace.page;

import java.util.List;
import swiotlb.trace.life.Life;

/** Says in sentences what became of a mapping, of which the page holds every message. */
@FunctionalInterface
public interface Explainer {
  /** The sentences on a mapping; empty if there is nothing to say. */
  List<String> explain(Life life);
}

package swiotlb.trace.page;

import java.util.List;
import swiotlb.trace.file.TraceMessage;

/** Says in sentences what became of a mapping. */
@FunctionalInterface
public interface Explainer {
  /**
   * The sentences on a mapping; empty if there is nothing to say.
   *
   * @param messages of the page that are about the mapping, in the order of the trace
   */
  List<String> explain(long mapping, List<TraceMessage> messages);
}

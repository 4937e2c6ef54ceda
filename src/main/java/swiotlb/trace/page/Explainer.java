package swiotlb.trace.page;

import java.util.List;
import swiotlb.trace.file.TraceMessage;

/** Says in sentences what became of a mapping. */
public interface Explainer {
  /** Explains nothing: a page then shows the messages of a mapping alone. */
  Explainer NONE =
      new Explainer() {
        @Override
        public void read(TraceMessage message) {
          // Nothing to remember.
        }

        @Override
        public List<String> explain(long mapping) {
          return List.of();
        }
      };

  /** The next message of the page. */
  void read(TraceMessage message);

  /**
   * The sentences on a mapping of which messages were read; empty if there is nothing to say. Asked
   * once for each mapping, after the last message.
   */
  List<String> explain(long mapping);
}

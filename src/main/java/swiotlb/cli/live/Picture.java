package swiotlb.cli.live;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a page shows at one moment. Immutable, so that any thread may describe it. */
@FunctionalInterface
interface Picture {
  /** Says it as the page reads it. */
  void describe(ObjectNode to);
}

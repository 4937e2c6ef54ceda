/** What the messages of a trace tell of mappings: where their time went, and why. */
@NullMarked
package swiotlb.trace.life;

import org.jspecify.annotations.NullMarked;

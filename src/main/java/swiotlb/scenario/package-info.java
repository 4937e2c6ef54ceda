/** Scenarios: from HOCON to validated records, every error with its file and line. */
@NullMarked
package swiotlb.scenario;

import org.jspecify.annotations.NullMarked;

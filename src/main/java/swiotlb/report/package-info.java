/** What a simulation came to, for people and programs: tables, JSON, CSV. */
@NullMarked
package swiotlb.report;

import org.jspecify.annotations.NullMarked;

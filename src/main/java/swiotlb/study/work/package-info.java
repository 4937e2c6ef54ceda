/**
 * Work that may be done anywhere: on a thread here, or in a process elsewhere that is told it as
 * text and answers with bytes. Whoever has work asks a {@link swiotlb.study.work.Crew}; what comes
 * of it does not depend on who did it.
 */
@NullMarked
package swiotlb.study.work;

import org.jspecify.annotations.NullMarked;

/**
 * What lines of a kernel's log mean that tell of the software IO TLB: of releases from 4.x on, as
 * they come from dmesg, a journal or a console. {@link swiotlb.study.explain.LogReading} takes
 * lines one by one and keeps those that are about it, {@link swiotlb.study.explain.Explainer} says
 * of each the likely cause, what speaks for it, how sure that is, and what helps.
 */
@NullMarked
package swiotlb.study.explain;

import org.jspecify.annotations.NullMarked;

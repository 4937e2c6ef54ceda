/**
 * Designs side by side, measured so that it holds. A <em>replication</em> is a machine from its
 * boot; a <em>run</em> is what is measured in it without a reboot. {@link
 * swiotlb.study.measure.Measuring} gives every configuration the same replications, with the same
 * seeds, on all cores; {@link swiotlb.study.measure.Outcome} says what they support, with the words
 * and numbers of {@link swiotlb.figures.statistics}.
 */
@NullMarked
package swiotlb.study.measure;

import org.jspecify.annotations.NullMarked;

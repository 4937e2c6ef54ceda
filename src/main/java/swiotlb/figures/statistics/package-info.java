/**
 * What measurements of several replications support. A <em>replication</em> is a machine from its
 * boot; a <em>run</em> is what is measured in it without a reboot. Replications are independent of
 * each other, runs of one replication are not, so that all here counts replications.
 *
 * <p>Designs are compared in pairs: both have the same random numbers in each replication, and what
 * the replication does to both of them is no difference. {@link
 * swiotlb.figures.statistics.PairedComparison} is one such comparison, {@link
 * swiotlb.figures.statistics.Comparisons} several, corrected by {@link
 * swiotlb.figures.statistics.Holm}. {@link swiotlb.figures.statistics.Mser} finds where a warm-up
 * ends, {@link swiotlb.figures.statistics.StoppingRule} how many replications it takes.
 *
 * <p>Distributions, tests, moments and random numbers are those of Commons Statistics and Commons
 * RNG. What they answer with NaN (one value, values that are all equal) is looked for first and has
 * a name here. Their quantiles reorder the array that they are given unless told not to, which
 * would part the pairs; their sources are seeded with a {@code long} throughout, since an {@code
 * int} of the same value need not agree.
 */
@NullMarked
package swiotlb.figures.statistics;

import org.jspecify.annotations.NullMarked;

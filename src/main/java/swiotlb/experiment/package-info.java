/** Runs of a scenario and replays of recorded decisions. */
@NullMarked
package swiotlb.experiment;

import org.jspecify.annotations.NullMarked;

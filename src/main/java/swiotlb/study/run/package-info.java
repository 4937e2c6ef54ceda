/** Runs of a scenario and replays of recorded decisions. */
@NullMarked
package swiotlb.study.run;

import org.jspecify.annotations.NullMarked;

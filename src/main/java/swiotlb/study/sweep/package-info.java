/**
 * Many runs of one scenario: which settings vary, which points of them are run, where results go
 * while they come, and what they say together.
 */
@NullMarked
package swiotlb.study.sweep;

import org.jspecify.annotations.NullMarked;

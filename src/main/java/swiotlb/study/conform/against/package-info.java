/**
 * Golden traces of another kernel compared as a whole: which decisions differ from the simulator's
 * or from a third kernel's, which rule of the specification each touches, and the smallest case.
 */
@NullMarked
package swiotlb.study.conform.against;

import org.jspecify.annotations.NullMarked;

/**
 * Is a machine free of races? Its scenario is run in many orders, what goes wrong is told, made as
 * small as it can be, and kept so that it can be repeated.
 */
@NullMarked
package swiotlb.study.explore;

import org.jspecify.annotations.NullMarked;

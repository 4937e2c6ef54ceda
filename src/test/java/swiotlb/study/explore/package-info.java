@NullMarked
package swiotlb.study.explore;

import org.jspecify.annotations.NullMarked;

/** What {@code --vary} says: a setting and the values that it takes, the same for every study. */
@NullMarked
package swiotlb.study.vary;

import org.jspecify.annotations.NullMarked;

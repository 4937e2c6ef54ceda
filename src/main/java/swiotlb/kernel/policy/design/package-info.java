/**
 * The designs of this program, a class for each; {@code META-INF/services} lists them. What each
 * one is and where it was discussed is said by the design itself.
 */
@NullMarked
package swiotlb.kernel.policy.design;

import org.jspecify.annotations.NullMarked;

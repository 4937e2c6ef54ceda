/**
 * The guides that are written by the code itself: what a scenario can say, what actors tell each
 * other; and whether the links of all guides lead somewhere.
 */
package swiotlb.guide;

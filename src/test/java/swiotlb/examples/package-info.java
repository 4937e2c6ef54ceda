/**
 * What other programs can do with the library, in a page each. They use its API and nothing else.
 */
package swiotlb.examples;

package swiotlb.input;

/**
 * A part of a record that is nearly always the same. Where it is, traces leave it out, so that they
 * tell what is different.
 */
public interface Usual {
  /** Whether it is as nearly always. */
  boolean isUsual();
}

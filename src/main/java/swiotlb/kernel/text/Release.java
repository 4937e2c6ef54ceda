package swiotlb.kernel.text;

import java.util.regex.Pattern;

/**
 * A release of the kernel, as far as its version decides what the software IO TLB does.
 *
 * @param major such as 6
 * @param minor such as 12
 */
public record Release(int major, int minor) implements Comparable<Release> {
  /** The one that the specification describes. */
  public static final Release DEFAULT = new Release(6, 12);

  /** The first with the search and the dynamic pools that are simulated. */
  public static final Release OLDEST = new Release(6, 6);

  /** The last that was looked at. */
  public static final Release NEWEST = new Release(7, 3);

  /** The first major number of kernels with a software IO TLB. */
  private static final int OLDEST_MAJOR = 2;

  /** More than any major number has seen. */
  private static final int MOST_MINOR = 39;

  private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(?:[.+~-].*)?");

  /**
   * Reads a release as {@code uname -r} prints it, or its first two numbers.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  public static Release parse(String text) {
    var match = FORM.matcher(text.trim());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          text + " is no release such as 6.12, 7.3 or 6.12.117-amd64");
    }
    return new Release(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
  }

  /**
   * Refuses what is not simulated.
   *
   * @throws IllegalArgumentException saying what is
   */
  public Release simulated() {
    if (compareTo(OLDEST) < 0) {
      throw new IllegalArgumentException(
          this
              + " searches its pool in another way, which is not simulated; the releases from "
              + OLDEST
              + " to "
              + NEWEST
              + " are");
    }
    if (compareTo(NEWEST) > 0) {
      throw new IllegalArgumentException(
          this + " is not known yet; the releases from " + OLDEST + " to " + NEWEST + " are");
    }
    return this;
  }

  /**
   * Refuses what no kernel is called; a release that is newer than all that are known may come.
   *
   * @throws IllegalArgumentException saying what would be right
   */
  public Release existing() {
    if (major < OLDEST_MAJOR || major > NEWEST.major + 1 || minor > MOST_MINOR) {
      throw new IllegalArgumentException(
          "there is no kernel "
              + this
              + "; the releases from "
              + OLDEST
              + " to "
              + NEWEST
              + " are known, older ones are read, and newer ones are taken to be like "
              + NEWEST);
    }
    return this;
  }

  /** Whether it is newer than all that are known, and so is treated like the newest of them. */
  public boolean isUnknown() {
    return compareTo(NEWEST) > 0;
  }

  /** Whether it is another one or a later one. */
  public boolean isFrom(int otherMajor, int otherMinor) {
    return compareTo(new Release(otherMajor, otherMinor)) >= 0;
  }

  @Override
  public int compareTo(Release other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}

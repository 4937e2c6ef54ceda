package swiotlb.figures;

import org.jspecify.annotations.Nullable;

/**
 * Something that is measured. It is declared once, by its {@link Catalogue}; whoever measures or
 * shows it does so by this constant.
 *
 * @param <T> what a value of it is: a number, {@link Latencies}, a word, or {@link Measured} parts
 */
public final class Figure<T> {
  private final String key;
  private final Unit unit;
  private final String label;
  private final Catalogue.Place place;

  Figure(String key, Unit unit, String label, Catalogue.Place place) {
    this.key = key;
    this.unit = unit;
    this.label = label;
    this.place = place;
  }

  /** Its name for programs; the kernel's, where the kernel has one. */
  public String key() {
    return key;
  }

  /** What it counts. */
  public Unit unit() {
    return unit;
  }

  /** Its name for people; empty where no table has a place for it. */
  public String label() {
    return label;
  }

  /** Where it is measured. */
  public Catalogue scope() {
    return place.scope();
  }

  /** The figure before which a table shows it, or null. */
  @Nullable Figure<?> ahead() {
    return place.ahead();
  }

  /** The figure of which it is a part, shown below it; or null. */
  public @Nullable Figure<?> whole() {
    return place.whole();
  }

  /** What was put for this figure, which a builder takes only if it is of this type. */
  @SuppressWarnings("unchecked")
  T of(Object value) {
    return (T) value;
  }

  @Override
  public String toString() {
    return place.scope().name() + "." + key;
  }
}

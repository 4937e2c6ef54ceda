package swiotlb.figures;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value for every figure of a catalogue. Immutable, if its values are left alone. */
public final class Measured {
  private final Catalogue catalogue;
  private final Map<Figure<?>, Object> values;

  private Measured(Catalogue catalogue, Map<Figure<?>, Object> values) {
    this.catalogue = catalogue;
    this.values = values;
  }

  /** What it is a measurement of. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * What was measured.
   *
   * @throws IllegalArgumentException if the figure is of another catalogue
   */
  public <T> T get(Figure<T> figure) {
    var value = values.get(figure);
    if (value == null) {
      throw new IllegalArgumentException(figure + " is no figure of a " + catalogue.name());
    }
    return figure.of(value);
  }

  /** The same with another value of one figure. */
  public <T> Measured with(Figure<T> figure, T value) {
    get(figure);
    var others = new HashMap<>(values);
    others.put(figure, value);
    return new Measured(catalogue, others);
  }

  @Override
  public String toString() {
    return catalogue.figures().stream()
        .map(figure -> figure.key() + "=" + values.get(figure))
        .collect(Collectors.joining(", ", catalogue.name() + "{", "}"));
  }

  /** Takes one value for each figure. */
  public static final class Builder {
    private final Catalogue catalogue;
    private final Map<Figure<?>, Object> values = new HashMap<>();

    Builder(Catalogue catalogue) {
      this.catalogue = catalogue;
    }

    /**
     * The value of a figure.
     *
     * @throws IllegalArgumentException if it has one, or is of another catalogue
     */
    public <T> Builder put(Figure<T> figure, T value) {
      if (figure.scope() != catalogue) {
        throw new IllegalArgumentException(figure + " is no figure of a " + catalogue.name());
      }
      if (values.putIfAbsent(figure, value) != null) {
        throw new IllegalArgumentException(figure + " is measured twice");
      }
      return this;
    }

    /**
     * All of them.
     *
     * @throws IllegalStateException if one has no value, with those that have none
     */
    public Measured build() {
      var missing = missing();
      if (!missing.isEmpty()) {
        throw new IllegalStateException("nobody measured " + missing);
      }
      return new Measured(catalogue, new HashMap<>(values));
    }

    private List<Figure<?>> missing() {
      return catalogue.figures().stream().filter(f -> !values.containsKey(f)).toList();
    }
  }
}

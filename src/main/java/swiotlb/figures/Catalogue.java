package swiotlb.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one scope: of a whole run, a device, an area. They are declared while the class
 * that holds them is loaded; once they have been looked at, no more can be.
 */
public final class Catalogue {
  private final String name;
  private final Map<String, Figure<?>> figures = new LinkedHashMap<>();
  private boolean isComplete;

  /**
   * Where a table shows a figure that is declared next.
   *
   * @param ahead before this one, or null
   * @param whole below this one, as a part of it, or null
   */
  record Place(Catalogue scope, @Nullable Figure<?> ahead, @Nullable Figure<?> whole) {}

  /** Declares figures that a table does not show where they are declared. */
  public static final class Elsewhere {
    private final Place place;

    private Elsewhere(Place place) {
      this.place = place;
    }

    /** As {@link Catalogue#declare}. */
    public <T> Figure<T> declare(String key, Unit unit, String label) {
      return place.scope().add(new Figure<>(key, unit, label, place));
    }
  }

  /** None yet. */
  public Catalogue(String name) {
    this.name = name;
  }

  /** What it is a catalogue of, in a word. */
  public String name() {
    return name;
  }

  /**
   * Declares a figure. Programs read figures in this order; tables too, unless it is declared by
   * {@link #ahead} or {@link #under}.
   *
   * @param label for people; empty where no table has a place for it
   * @throws IllegalStateException if the key is taken or the catalogue has been looked at
   */
  public <T> Figure<T> declare(String key, Unit unit, String label) {
    return add(new Figure<>(key, unit, label, new Place(this, null, null)));
  }

  /** Declares a figure as another scope does: the same thing, measured elsewhere. */
  public <T> Figure<T> like(Figure<T> other) {
    return declare(other.key(), other.unit(), other.label());
  }

  /** Declares a figure that tables show before another one. */
  public Elsewhere ahead(Figure<?> other) {
    return new Elsewhere(new Place(this, other, null));
  }

  /** Declares a figure that tables show below another one, as a part of it. */
  public Elsewhere under(Figure<?> whole) {
    return new Elsewhere(new Place(this, null, whole));
  }

  private synchronized <T> Figure<T> add(Figure<T> figure) {
    if (isComplete) {
      throw new IllegalStateException(
          figure + " is declared too late; declare it beside the other figures of a " + name);
    }
    if (figures.putIfAbsent(figure.key(), figure) != null) {
      throw new IllegalStateException(figure + " is declared twice; give it a key of its own");
    }
    return figure;
  }

  /** All figures, in the order in which they are declared. */
  public synchronized List<Figure<?>> figures() {
    isComplete = true;
    return List.copyOf(figures.values());
  }

  /** Those that have a label, in the order in which tables show them. */
  public List<Figure<?>> rows() {
    var rows = new ArrayList<Figure<?>>();
    for (var figure : figures()) {
      if (figure.ahead() == null && figure.whole() == null) {
        place(figure, rows);
      }
    }
    rows.removeIf(figure -> figure.label().isEmpty());
    return List.copyOf(rows);
  }

  private void place(Figure<?> figure, List<Figure<?>> rows) {
    figures().stream().filter(f -> f.ahead() == figure).forEach(f -> place(f, rows));
    rows.add(figure);
    figures().stream().filter(f -> f.whole() == figure).forEach(f -> place(f, rows));
  }

  /** Begins a measurement of all of them. */
  public Measured.Builder measure() {
    return new Measured.Builder(this);
  }
}

package swiotlb.trace.show.diagram;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * An actor of a diagram.
 *
 * @param path of the actor
 * @param label by which the diagram calls it, within its group
 * @param group of actors that stand side by side
 */
record Participant(String path, String label, Group group) implements Comparable<Participant> {

  /** Actors that belong together; groups stand in the order of their places. */
  record Group(int place, String name) {}

  private static final Pattern POOL = Pattern.compile("(/[^/]+)/(pool-\\d+)(/.*)?");
  private static final Comparator<Participant> ORDER =
      Comparator.<Participant>comparingInt(p -> p.group.place)
          .thenComparing(p -> p.group.name, Natural.ORDER)
          .thenComparing(Participant::path, Natural.ORDER);

  static Participant of(String path) {
    var pool = POOL.matcher(path);
    if (pool.matches()) {
      var allocator = pool.group(1);
      var name = pool.group(2);
      var group = "/allocator".equals(allocator) ? name : allocator.substring(1) + " " + name;
      var rest = pool.group(3);
      return new Participant(path, rest == null ? name : rest.substring(1), new Group(2, group));
    }
    var label = path.length() > 1 ? path.substring(path.lastIndexOf('/') + 1) : path;
    return new Participant(path, label, groupOf(path));
  }

  private static Group groupOf(String path) {
    if (path.startsWith("/device-") || path.startsWith("/cpu-")) {
      return new Group(0, "devices");
    }
    if (path.contains("/transient-")) {
      return new Group(3, "transient pools");
    }
    return switch (path) {
      case "/page-allocator", "/atomic-pool", "/encryption" -> new Group(4, "memory");
      case "/", "/lost-messages" -> new Group(5, "simulation");
      default -> {
        var top = path.split("/", 3).length > 1 ? path.split("/", 3)[1] : path;
        yield top.equals("allocator") || top.equals("throttle") || top.startsWith("restricted-")
            ? new Group(1, top)
            : new Group(5, "simulation");
      }
    };
  }

  /** What stands for it in a text, where its group is not shown: {@code pool-0/area-3}. */
  String nameInText() {
    return group.place == 2 && !label.equals(group.name) ? group.name + "/" + label : label;
  }

  @Override
  public int compareTo(Participant other) {
    return ORDER.compare(this, other);
  }
}

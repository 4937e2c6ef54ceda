package swiotlb.kernel.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;

/** The designs that there are: those of this program, and those of other jars in the class path. */
public final class Designs {
  private static final String NAME = "[a-z][a-z0-9-]{0,30}";

  private Designs() {}

  /**
   * Those that the class loader of this thread knows: what the kernel does comes first, the others
   * by name.
   *
   * @throws IllegalStateException if two share a name, or one cannot be loaded; says which
   */
  public static List<Design> of(Kind<?> kind) {
    return all().stream()
        .filter(design -> design.kind().setting().equals(kind.setting()))
        .sorted(
            Comparator.comparing((Design design) -> !design.name().equals(kind.ofKernel()))
                .thenComparing(Design::name))
        .toList();
  }

  /**
   * All of them, in no order.
   *
   * @throws IllegalStateException if two share a name, or one cannot be loaded; says which
   */
  public static List<Design> all() {
    var found = new ArrayList<Design>();
    var names = new HashSet<String>();
    for (var provider : ServiceLoader.load(Design.class).stream().toList()) {
      var design = provider.get();
      if (!design.name().matches(NAME)) {
        throw new IllegalStateException(
            "the design %s is named \"%s\"; use small letters, digits and dashes, a letter first"
                .formatted(provider.type().getName(), design.name()));
      }
      if (!names.add(design.name())) {
        throw new IllegalStateException(
            "two designs are named %s, one of them %s; give that another name"
                .formatted(design.name(), provider.type().getName()));
      }
      found.add(design);
    }
    return found;
  }
}

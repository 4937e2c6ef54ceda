package swiotlb.trace.life;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The records that actors send each other, by the names that traces give them. */
public final class Protocols {
  private static final List<Class<?>> RECORDS = records();

  private Protocols() {}

  private static List<Class<?>> records() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("swiotlb.actor", "swiotlb.time")
            .stream()
            .filter(JavaClass::isRecord)
            .<Class<?>>map(JavaClass::reflect)
            .toList();
  }

  /** What is wrong with the name of a type of message; empty if nothing. */
  public static Optional<String> flaw(String type) {
    var records = RECORDS.stream().filter(r -> nameOf(r).equals(type)).toList();
    return records.size() == 1
        ? Optional.empty()
        : Optional.of(type + ": " + records.size() + " records have this name, not one");
  }

  /** What is wrong with a path of a field in a type of message; empty if nothing. */
  public static Optional<String> flaw(String type, String path) {
    return typeAt(type, path).isPresent()
        ? Optional.empty()
        : Optional.of(type + " has no field " + path);
  }

  /** The type of a field. */
  public static Optional<Class<?>> typeAt(String type, String path) {
    Optional<Class<?>> at = RECORDS.stream().filter(r -> nameOf(r).equals(type)).findFirst();
    for (var part : path.split("\\.", -1)) {
      at = at.flatMap(record -> component(record, part));
    }
    return at;
  }

  /** The names of all fields of all messages, at any depth. */
  public static Set<String> fieldNames() {
    var names = new TreeSet<String>();
    var seen = new HashSet<Class<?>>(RECORDS);
    var ahead = new ArrayDeque<>(RECORDS);
    while (!ahead.isEmpty()) {
      for (var component : ahead.remove().getRecordComponents()) {
        names.add(component.getName());
        var type = raw(component.getGenericType());
        if (type.isRecord() && seen.add(type)) {
          ahead.add(type);
        }
      }
    }
    return names;
  }

  private static Optional<Class<?>> component(Class<?> type, String name) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents())
            .filter(c -> c.getName().equals(name))
            .<Class<?>>map(c -> raw(c.getGenericType()))
            .findFirst()
        : Optional.empty();
  }

  /** What an optional is of. */
  private static Class<?> raw(Type type) {
    if (type instanceof ParameterizedType of) {
      return of.getRawType() == Optional.class
          ? raw(of.getActualTypeArguments()[0])
          : raw(of.getRawType());
    }
    return type instanceof Class<?> c ? c : Object.class;
  }

  private static String nameOf(Class<?> type) {
    var outer = type.getEnclosingClass();
    return (outer == null ? "" : nameOf(outer) + ".") + type.getSimpleName();
  }
}

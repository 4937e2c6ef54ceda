package swiotlb.trace.record;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Usual;
import swiotlb.time.ActorPaths;

/**
 * The fields of messages as JSON: records by their components, actors by their paths, enums by
 * their names, other objects by what they say of themselves; but for what is {@link Usual}. Not
 * thread-safe.
 */
final class MessageFields {
  private static final int REMEMBERED_ACTORS = 4096;

  /** How to read one component of a record. */
  private record Component(String key, Kind kind, MethodHandle read) {}

  /** What a component is, as far as it decides how it is written. */
  private enum Kind {
    INTEGER,
    USUAL,
    OTHER
  }

  private record Shape(String type, List<Component> components) {}

  /** Costs less than a map where the same classes are looked up again and again. */
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return shapeOf(type);
        }
      };

  private final Map<Object, String> paths = new HashMap<>();

  /** The name of a message's type, with the behaviour that it belongs to. */
  static String typeOf(Object message) {
    return shape(message.getClass()).type;
  }

  void write(Object message, JsonText text) {
    var shape = shape(message.getClass());
    if (message instanceof Record) {
      record(message, shape, text);
    } else {
      text.raw("{\"text\":").quoted(message.toString()).raw("}");
    }
  }

  private void record(Object record, Shape shape, JsonText text) {
    text.raw("{");
    var separator = "";
    for (var component : shape.components) {
      if (component.kind == Kind.INTEGER) {
        text.raw(separator).raw(component.key).number(readInteger(component, record));
      } else {
        var value = read(component, record);
        if (component.kind == Kind.USUAL && value instanceof Usual part && part.isUsual()) {
          continue;
        }
        text.raw(separator).raw(component.key);
        value(value, text);
      }
      separator = ",";
    }
    text.raw("}");
  }

  private void value(@Nullable Object value, JsonText text) {
    if (value == null) {
      text.raw("null");
    } else if (value instanceof Long || value instanceof Integer) {
      text.number(((Number) value).longValue());
    } else if (value instanceof Boolean) {
      text.raw(value.toString());
    } else if (value instanceof Optional<?> optional) {
      value(optional.orElse(null), text);
    } else if (value instanceof Iterable<?> values) {
      text.raw("[");
      var separator = "";
      for (var v : values) {
        text.raw(separator);
        value(v, text);
        separator = ",";
      }
      text.raw("]");
    } else if (value instanceof Map<?, ?> map) {
      map(map, text);
    } else if (value instanceof Record) {
      record(value, shape(value.getClass()), text);
    } else if (value instanceof Double || value instanceof Float) {
      throw new IllegalArgumentException(
          "a trace holds integers only; give " + value + " as a number of a smaller unit");
    } else {
      text.quoted(word(value));
    }
  }

  private String word(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    var known = paths.get(value);
    if (known != null) {
      return known;
    }
    var path = ActorPaths.pathOf(value);
    return path == null ? value.toString() : remembered(value, path);
  }

  /** By key, since the order of some maps differs from one JVM to the next. */
  private void map(Map<?, ?> map, JsonText text) {
    text.raw("{");
    var byKey = new TreeMap<String, @Nullable Object>();
    map.forEach((key, value) -> byKey.put(word(key), value));
    var separator = "";
    for (var entry : byKey.entrySet()) {
      text.raw(separator).quoted(entry.getKey()).raw(":");
      value(entry.getValue(), text);
      separator = ",";
    }
    text.raw("}");
  }

  private String remembered(Object actor, String path) {
    if (paths.size() >= REMEMBERED_ACTORS) {
      paths.clear();
    }
    var shown = Paths.shown(path);
    paths.put(actor, shown);
    return shown;
  }

  private static Shape shape(Class<?> type) {
    return SHAPES.get(type);
  }

  private static Shape shapeOf(Class<?> type) {
    var components =
        type.isRecord()
            ? Arrays.stream(type.getRecordComponents()).map(MessageFields::component).toList()
            : List.<Component>of();
    return new Shape(nameOf(type), components);
  }

  private static Component component(RecordComponent component) {
    var accessor = component.getAccessor();
    accessor.setAccessible(true);
    var isInteger = component.getType() == long.class || component.getType() == int.class;
    var isUsual = Usual.class.isAssignableFrom(component.getType());
    try {
      return new Component(
          "\"" + component.getName() + "\":",
          isInteger ? Kind.INTEGER : isUsual ? Kind.USUAL : Kind.OTHER,
          MethodHandles.lookup()
              .unreflect(accessor)
              .asType(methodType(isInteger ? long.class : Object.class, Object.class)));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a record that cannot be read: " + accessor, e);
    }
  }

  /** Most fields are integers, which then need no box. */
  private static long readInteger(Component component, Object record) {
    try {
      return (long) component.read.invokeExact(record);
    } catch (Throwable e) {
      throw unreadable(component, e);
    }
  }

  private static @Nullable Object read(Component component, Object record) {
    try {
      return component.read.invokeExact(record);
    } catch (Throwable e) {
      throw unreadable(component, e);
    }
  }

  private static IllegalStateException unreadable(Component component, Throwable cause) {
    return new IllegalStateException("a record that cannot be read: " + component.key, cause);
  }

  private static String nameOf(Class<?> type) {
    var outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : nameOf(outer) + "." + type.getSimpleName();
  }
}

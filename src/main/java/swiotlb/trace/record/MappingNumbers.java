package swiotlb.trace.record;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The mapping that a message names: its component {@code mapping}, or that of its {@code request}.
 */
final class MappingNumbers {
  private static final String MAPPING = "mapping";
  private static final String REQUEST = "request";

  /** How to read the number off messages of a class; holds null where they name none. */
  private record Way(@Nullable MethodHandle read) {}

  private static final ClassValue<Way> WAYS =
      new ClassValue<>() {
        @Override
        protected Way computeValue(Class<?> type) {
          var read = wayThrough(type);
          return new Way(read == null ? null : read.asType(methodType(long.class, Object.class)));
        }
      };

  private MappingNumbers() {}

  /** The number, or another one if the message names none. */
  static long of(Object message, long otherwise) {
    var read = WAYS.get(message.getClass()).read;
    if (read == null) {
      return otherwise;
    }
    try {
      return (long) read.invokeExact(message);
    } catch (Throwable e) {
      throw new IllegalStateException("a record that cannot be read: " + message.getClass(), e);
    }
  }

  private static @Nullable MethodHandle wayThrough(Class<?> type) {
    var own = component(type, MAPPING);
    if (own != null && own.getType() == long.class) {
      return accessor(own);
    }
    var request = component(type, REQUEST);
    var within = request == null ? null : component(request.getType(), MAPPING);
    return request == null || within == null
        ? null
        : MethodHandles.filterReturnValue(accessor(request), accessor(within));
  }

  private static @Nullable RecordComponent component(Class<?> type, String name) {
    return type.isRecord()
        ? Stream.of(type.getRecordComponents())
            .filter(component -> component.getName().equals(name))
            .findFirst()
            .orElse(null)
        : null;
  }

  private static MethodHandle accessor(RecordComponent component) {
    var accessor = component.getAccessor();
    accessor.setAccessible(true);
    try {
      return MethodHandles.lookup().unreflect(accessor);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a record that cannot be read: " + accessor, e);
    }
  }
}

package swiotlb.explore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import swiotlb.time.ActorObjects;

/**
 * Tells what objects hold, however they came to it: a number of 64 bits for all that can be reached
 * from one, through fields, arrays and collections. Two that hold the like have the same number;
 * two that do not have another one, but for a chance of 2^-64.
 *
 * <p>What actors get from outside says nothing: contexts, timers, loggers, timelines. Neither does
 * a generator of random numbers, which cannot be looked into: who draws from one must keep count.
 * An actor is known by its path. Not thread-safe.
 */
final class Contents {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** What is reached from itself is known by how far up it began. */
  private static final long ITSELF = 0x5E1F;

  /** Known, and how far up what it holds reaches. */
  private record Part(long number, int highest) {}

  /** How a class is looked into. */
  private record Inside(long name, List<Field> fields) {}

  private final Predicate<Field> isState;
  private final ClassValue<Inside> insides =
      new ClassValue<>() {
        @Override
        protected Inside computeValue(Class<?> type) {
          return insideOf(type);
        }
      };

  /** Those that can be reached from themselves only through themselves, so known everywhere. */
  private final IdentityHashMap<Object, Long> whole = new IdentityHashMap<>();

  /** Those that hold what is still looked at: known until that is done. */
  private final IdentityHashMap<Object, Part> parts = new IdentityHashMap<>();

  private final IdentityHashMap<Object, Integer> path = new IdentityHashMap<>();

  /** How far up the highest is that was reached from itself, since this was last set. */
  private int highest = Integer.MAX_VALUE;

  /**
   * Nothing looked at yet.
   *
   * @param isState whether what happens next can depend on a field
   */
  Contents(Predicate<Field> isState) {
    this.isState = isState;
  }

  /** Forgets what was looked at: it may change. */
  void forget() {
    whole.clear();
  }

  /**
   * A number for what an object holds.
   *
   * @throws IllegalArgumentException if something that can be reached from it does not let itself
   *     be looked into
   */
  long of(@Nullable Object object) {
    parts.clear();
    return any(object);
  }

  private long any(@Nullable Object object) {
    if (object == null) {
      return 1;
    }
    if (object instanceof Number || object instanceof String || object instanceof Enum<?>) {
      return ofValue(object);
    }
    var known = whole.get(object);
    if (known != null) {
      return known;
    }
    var actor = ActorObjects.pathOf(object);
    if (actor != null) {
      var number = mixed(MessageOrder.ofText(actor) + 13L);
      whole.put(object, number);
      return number;
    }
    var above = path.get(object);
    if (above != null) {
      highest = Math.min(highest, above);
      return mixed(ITSELF + path.size() - above);
    }
    var part = parts.get(object);
    if (part == null) {
      return lookInto(object);
    }
    highest = Math.min(highest, part.highest);
    return part.number;
  }

  private static long ofValue(Object value) {
    if (value instanceof String text) {
      return mixed(MessageOrder.ofText(text));
    }
    if (value instanceof Enum<?> constant) {
      return mixed(name(constant.getDeclaringClass()) + MessageOrder.ofText(constant.name()));
    }
    // Equal numbers of different classes are told apart by what holds them.
    return value instanceof Double || value instanceof Float
        ? mixed(Double.doubleToLongBits(((Number) value).doubleValue()))
        : value instanceof java.math.BigInteger || value instanceof java.math.BigDecimal
            ? mixed(MessageOrder.ofText(value.toString()))
            : mixed(((Number) value).longValue());
  }

  private long lookInto(Object object) {
    var depth = path.size();
    var highestBefore = highest;
    highest = Integer.MAX_VALUE;
    path.put(object, depth);
    var number = inside(object);
    path.remove(object);
    if (highest < depth) {
      parts.put(object, new Part(number, highest));
      highest = Math.min(highest, highestBefore);
    } else {
      whole.put(object, number);
      highest = highestBefore;
    }
    return number;
  }

  private long inside(Object object) {
    if (object.getClass().isArray()) {
      return array(object);
    }
    if (object instanceof Map<?, ?> map) {
      return map(map);
    }
    if (object instanceof Collection<?> collection) {
      return collection(collection);
    }
    if (object instanceof Optional<?> optional) {
      return next(23, any(optional.orElse(null)));
    }
    if (object instanceof BitSet bits) {
      return array(bits.toLongArray());
    }
    if (object instanceof AtomicReference<?> reference) {
      return next(29, any(reference.get()));
    }
    if (object instanceof Boolean || object instanceof Character || object instanceof Class<?>) {
      return mixed(MessageOrder.ofText(object.toString()));
    }
    var inside = insides.get(object.getClass());
    var number = inside.name;
    for (var field : inside.fields) {
      number = next(number, value(field, object));
    }
    return number;
  }

  private long value(Field field, Object object) {
    try {
      var type = field.getType();
      if (type == long.class || type == int.class) {
        return field.getLong(object);
      }
      return type == boolean.class ? field.getBoolean(object) ? 1 : 0 : any(field.get(object));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Eight at a time: memory has many, and is looked at after each message. */
  private static long bytes(long before, byte[] bytes) {
    var number = before;
    var at = 0;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      number = next(number, (long) EIGHT_BYTES.get(bytes, at));
    }
    for (; at < bytes.length; at++) {
      number = next(number, bytes[at]);
    }
    return number;
  }

  private long array(Object array) {
    var number = 31L;
    if (array instanceof long[] longs) {
      for (var value : longs) {
        number = next(number, value);
      }
    } else if (array instanceof int[] ints) {
      for (var value : ints) {
        number = next(number, value);
      }
    } else if (array instanceof byte[] bytes) {
      number = bytes(next(number, bytes.length), bytes);
    } else if (array instanceof Object[] objects) {
      for (var value : objects) {
        number = next(number, any(value));
      }
    } else {
      for (var i = 0; i < Array.getLength(array); i++) {
        number = next(number, any(Array.get(array, i)));
      }
    }
    return number;
  }

  private long map(Map<?, ?> map) {
    var isOrdered = map instanceof LinkedHashMap;
    var number = 17L;
    for (var entry : map.entrySet()) {
      var one = next(any(entry.getKey()), any(entry.getValue()));
      number = isOrdered ? next(number, one) : number + mixed(one);
    }
    return number;
  }

  private long collection(Collection<?> collection) {
    var isOrdered = !(collection instanceof Set) || collection instanceof LinkedHashSet;
    var number = 19L;
    for (var element : collection) {
      var one = any(element);
      number = isOrdered ? next(number, one) : number + mixed(one);
    }
    return number;
  }

  private Inside insideOf(Class<?> type) {
    var fields = new ArrayList<Field>();
    if (!ActorObjects.areOutside(type) && !RandomGenerator.class.isAssignableFrom(type)) {
      for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
        for (var field : at.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && isState.test(field)) {
            fields.add(opened(field));
          }
        }
      }
    }
    return new Inside(name(type), fields);
  }

  private static Field opened(Field field) {
    try {
      field.setAccessible(true);
      return field;
    } catch (InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "%s does not let its %s be looked at, so states cannot be told apart by what there is"
              .formatted(field.getDeclaringClass().getName(), field.getName()),
          e);
    }
  }

  private static long name(Class<?> type) {
    return mixed(MessageOrder.ofText(type.getName()));
  }

  private static long mixed(long bits) {
    return MessageOrder.mixed(bits);
  }

  private static long next(long before, long value) {
    return MessageOrder.mixed(before * MessageOrder.GOLDEN + MessageOrder.mixed(value));
  }
}

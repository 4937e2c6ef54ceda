package swiotlb.architecture;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.typed.Behavior;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sealed protocols, held against the actors that receive them. */
public final class Protocols {
  private Protocols() {}

  /** Messages that an actor does not handle: a new actor is told one of each. */
  public static List<Class<?>> unhandled(
      Supplier<? extends Behavior<?>> behavior, List<Class<?>> protocol) {
    return protocol.stream()
        .flatMap(Protocols::messages)
        .<Class<?>>map(type -> type)
        .filter(type -> !handles(behavior.get(), blank(type)))
        .toList();
  }

  /** The records at the leaves of a sealed hierarchy. */
  public static Stream<Class<?>> messages(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(Protocols::messages)
        : Stream.of(type);
  }

  /** A handler may well fail on a blank message: then there is one. */
  @SuppressWarnings("unchecked")
  private static boolean handles(Behavior<?> behavior, Object message) {
    var kit = BehaviorTestKit.create((Behavior<Object>) behavior);
    try {
      kit.run(message);
    } catch (RuntimeException failureOfTheHandler) {
      return true;
    }
    return !Behavior.isUnhandled(kit.returnedBehavior());
  }

  /** A message of zeros and nulls. */
  private static Object blank(Class<?> type) {
    var components = type.getRecordComponents();
    try {
      var constructor =
          type.getDeclaredConstructor(
              Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(Stream.of(components).map(c -> zero(c.getType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no blank " + type.getName() + " can be made", e);
    }
  }

  /** What an element of a new array of the type is. */
  private static Object zero(Class<?> type) {
    return Array.get(Array.newInstance(type, 1), 0);
  }
}

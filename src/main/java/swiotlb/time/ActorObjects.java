package swiotlb.time;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Which of the objects that actors hold are not their own. */
public final class ActorObjects {
  private static final List<Class<?>> OUTSIDE =
      List.of(
          ActorSystem.class,
          TypedActorContext.class,
          TimerScheduler.class,
          Logger.class,
          Timeline.class);

  private ActorObjects() {}

  /** The path of an actor that is referred to; null if the object is no such reference. */
  public static @Nullable String pathOf(Object object) {
    return object instanceof ActorRef<?> actor ? actor.path().toStringWithoutAddress() : null;
  }

  /** Whether actors get such objects from outside: contexts, timers, loggers, timelines. */
  public static boolean areOutside(Class<?> type) {
    return OUTSIDE.stream().anyMatch(outside -> outside.isAssignableFrom(type));
  }
}

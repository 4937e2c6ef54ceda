package swiotlb.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swiotlb.actor.device.CommandedDevice;
import swiotlb.time.Choices;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.time.VirtualTime;
import swiotlb.trace.record.TraceStore;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.store.TimeText;
import swiotlb.trace.store.TraceHeader;

/**
 * The course of a story: a machine, what has happened on it before, and what happens when. It is
 * played in virtual time, with the real actors, when its trace is asked for.
 */
final class Script {
  private static final Path DIRECTORY = Path.of("target", "stories");

  private enum Begins {
    NOW,
    LATER,
    AT_REST
  }

  private record Scene(Begins begins, long afterNs, List<Step> steps) {
    @Override
    public String toString() {
      var what = steps.stream().map(Step::text).collect(Collectors.joining(", "));
      return switch (begins) {
        case NOW -> "when " + what;
        case LATER -> "after " + TimeText.of(afterNs) + " " + what;
        case AT_REST -> "then, at rest, " + what;
      };
    }
  }

  private final Machine machine;
  private final List<Step> before;
  private final List<Scene> scenes;

  private Script(Machine machine, List<Step> before, List<Scene> scenes) {
    this.machine = machine;
    this.before = before;
    this.scenes = scenes;
  }

  static Script given(Machine machine, Step... before) {
    return new Script(machine, List.of(before), List.of());
  }

  /** Before the trace begins these have happened too, each after the last has come to rest. */
  Script where(Step... steps) {
    return new Script(machine, Stream.concat(before.stream(), Stream.of(steps)).toList(), scenes);
  }

  /** These things happen at one instant, in this order. */
  Script when(Step... steps) {
    return with(new Scene(Begins.NOW, 0, List.of(steps)));
  }

  /** These happen so much after the last ones. */
  Script andAfter(long ns, Step... steps) {
    return with(new Scene(Begins.LATER, ns, List.of(steps)));
  }

  /** These happen when all that came of the last ones has come to rest. */
  Script andAtRest(Step... steps) {
    return with(new Scene(Begins.AT_REST, 0, List.of(steps)));
  }

  private Script with(Scene scene) {
    return new Script(machine, before, Stream.concat(scenes.stream(), Stream.of(scene)).toList());
  }

  /** Plays it to its end; its trace also stays as a file below {@code target/stories}. */
  StoryTrace thenTheTrace() {
    var teller = teller();
    var file = DIRECTORY.resolve(teller + ".jsonl");
    try {
      Files.createDirectories(DIRECTORY);
      Optional<String> failure;
      try (var store = TraceStores.create(file, header(teller))) {
        failure = play(store);
      }
      var trace = StoryTrace.read(file, "Story: " + this);
      if (failure.isPresent()) {
        throw trace.failure("ends early, as " + failure.get(), List.of(), List.of());
      }
      return trace;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TraceHeader header(String teller) {
    return new TraceHeader(
        TraceHeader.LATEST,
        true,
        Optional.of(teller),
        OptionalLong.empty(),
        OptionalLong.empty(),
        false,
        Optional.of("without what was given, and what the story tells its device"));
  }

  /** Plays it; what made an actor fail. */
  private Optional<String> play(TraceStore store) {
    var recorder = new Recorder(store);
    try (var time = new VirtualTime(Choices.inOrder(), recorder)) {
      var entered = new AtomicReference<Cast>();
      time.start(
          timeline -> {
            entered.set(Cast.of(machine, timeline));
            return entered.get().guardian();
          });
      time.run();
      var cast = entered.get();
      for (var step : before) {
        step.deed().accept(cast);
        time.run();
      }
      recorder.isOn = true;
      for (var scene : scenes) {
        letPass(time, scene, cast);
        scene.steps.forEach(step -> step.deed().accept(cast));
      }
      time.run();
      recorder.isOn = false;
      return cast.failure();
    }
  }

  private static void letPass(VirtualTime time, Scene scene, Cast cast) {
    if (scene.begins == Begins.AT_REST) {
      time.run();
    } else if (scene.begins == Begins.LATER) {
      var reached = new boolean[1];
      var atNs = time.nowNs() + scene.afterNs;
      cast.wakeAt(atNs, () -> reached[0] = true);
      time.runUntil(() -> reached[0]);
      time.runInstant();
    }
  }

  /** The test that tells the story: whoever stands outermost among the callers of this room. */
  private static String teller() {
    var room = Script.class.getPackageName() + ".";
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> frame.getClassName().startsWith(room))
                    .reduce((inner, outer) -> outer))
        .map(f -> f.getClassName().substring(room.length()) + "." + f.getMethodName())
        .map(name -> name.replaceAll("[^\\w.]", "-"))
        .orElse("story");
  }

  /** Leaves out what was given, and the conversation between the story and its device. */
  private static final class Recorder implements MessageSink {
    private final TraceStore store;
    private boolean isOn;

    Recorder(TraceStore store) {
      this.store = store;
    }

    @Override
    public long correlation(Object message, long ofCause) {
      return store.correlation(message, ofCause);
    }

    @Override
    public void delivered(Sent sent, long atNs) {
      if (isOn && !isNarration(sent.message())) {
        store.delivered(sent, atNs);
      }
    }

    @Override
    public void undelivered(Sent sent) {
      if (isOn) {
        store.undelivered(sent);
      }
    }

    private static boolean isNarration(Object message) {
      return message instanceof CommandedDevice.Map
          || message instanceof CommandedDevice.Unmap
          || message instanceof CommandedDevice.Outcome
          || message instanceof Cast.Wake;
    }
  }

  @Override
  public String toString() {
    var parts = new ArrayList<String>();
    parts.add("given " + machine);
    before.forEach(step -> parts.add("where " + step));
    scenes.forEach(scene -> parts.add(scene.toString()));
    return String.join("; ", parts);
  }
}

package swiotlb.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.Behaviors;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.actor.device.CommandedDevice;
import swiotlb.actor.device.Cpu;
import swiotlb.actor.device.Device;
import swiotlb.actor.device.DeviceCosts;
import swiotlb.actor.device.DeviceSpec;
import swiotlb.actor.device.FailureLog;
import swiotlb.actor.device.Surroundings;
import swiotlb.actor.machine.LostMessages;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.memory.DirectMemory;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.Faults;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.AreaDesign;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.GrowthCosts;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Pool;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.PoolRules;
import swiotlb.actor.pool.PublishedPools;
import swiotlb.actor.pool.Reservations;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.actor.pool.Throttle;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.page.PageStates;
import swiotlb.kernel.page.PlentifulMemory;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.RunObserver;
import swiotlb.study.run.Simulation;
import swiotlb.time.RecordingTimeline;
import swiotlb.workload.DriverSpec;

/** Every message of a sealed protocol has a handler in the actor that receives it. */
class ProtocolTest {
  private static final PoolGeometry POOL = new PoolGeometry(0x4000_0000L, 128, 1);
  private static final PoolList.SearchRounds ONE_ROUND = new PoolList.SearchRounds(false, 1);
  private static final RecordingTimeline TIMELINE = new RecordingTimeline();

  private static final Area.Settings AREA =
      new Area.Settings(
          AreaCosts.FREE,
          false,
          SlotCounters.plain(),
          new PublishedPools(ONE_ROUND),
          TIMELINE,
          nobody(),
          false);
  private static final Grower.Settings GROWER =
      new Grower.Settings(512, 1, 10, 0xffff_ffffL, 0xff_ffffL, GrowthCosts.FREE, TIMELINE);

  /** The behaviour of an actor, and the sealed interfaces of what it can be told. */
  private record Actor(Supplier<? extends Behavior<?>> behavior, List<Class<?>> protocol) {
    Actor(Supplier<? extends Behavior<?>> behavior, Class<?>... protocol) {
      this(behavior, List.of(protocol));
    }
  }

  private static final Map<Class<?>, Actor> ACTORS = new LinkedHashMap<>();

  static {
    ACTORS.put(
        PageAllocator.class,
        new Actor(
            () -> PageAllocator.create(new PlentifulMemory(1L << 32, 0xff_ffffL, List.of())),
            PageAllocator.Command.class));
    ACTORS.put(
        AtomicPool.class,
        new Actor(
            () ->
                AtomicPool.create(
                    new AtomicPool.Settings(GracePeriod.NONE, 0xff_ffffL), TIMELINE, nobody()),
            AtomicPool.Command.class));
    ACTORS.put(
        Encryption.class,
        new Actor(
            () ->
                Encryption.create(
                    new PageStates(0, 0, 0, new SplittableRandom(1)),
                    Encryption.Costs.FREE,
                    TIMELINE),
            Encryption.Command.class));
    ACTORS.put(
        DirectMemory.class,
        new Actor(
            () ->
                DirectMemory.create(
                    SlotUnits.DEFAULT, 0xff_ffffL, 0, TIMELINE, nobody(), Optional.empty()),
            DirectMemory.Command.class));
    ACTORS.put(
        CoherentAllocator.class,
        new Actor(
            () ->
                CoherentAllocator.create(
                    new CoherentAllocator.Settings(0xff_ffffL, false, 0),
                    TIMELINE,
                    new CoherentAllocator.Sources(nobody(), nobody(), Optional.empty())),
            CoherentAllocator.Command.class));
    ACTORS.put(Area.class, new Actor(() -> Area.create(AREA, 0, POOL, 0), Area.Command.class));
    ACTORS.put(
        Pool.class, new Actor(() -> Pool.create(0, POOL, AREA, nobody()), Pool.Command.class));
    ACTORS.put(
        Grower.class, new Actor(() -> Grower.create(GROWER, nobody()), Grower.Command.class));
    ACTORS.put(Allocator.class, new Actor(ProtocolTest::allocator, Allocator.Command.class));
    ACTORS.put(
        Device.class, new Actor(ProtocolTest::device, Device.Command.class, MapClient.Reply.class));
    ACTORS.put(
        CommandedDevice.class,
        new Actor(
            ProtocolTest::commandedDevice, CommandedDevice.Command.class, MapClient.Reply.class));
    ACTORS.put(
        Throttle.class,
        new Actor(() -> Throttle.create(TIMELINE, SlotCounters.plain()), Throttle.Command.class));
    ACTORS.put(
        Reservations.class,
        new Actor(
            () ->
                Reservations.create(
                    TIMELINE, SlotCounters.plain(), new ExhaustionPolicy.Reserve(70)),
            Throttle.Command.class));
    ACTORS.put(Cpu.class, new Actor(() -> Cpu.create(0, TIMELINE), Cpu.Command.class));
    ACTORS.put(
        LostMessages.class,
        new Actor(
            () -> LostMessages.create(nobody(), String::valueOf), LostMessages.Command.class));
    ACTORS.put(Simulation.class, new Actor(ProtocolTest::simulation, Simulation.Command.class));
  }

  private static Behavior<Allocator.Command> allocator() {
    var settings =
        new Allocator.Settings(
            true,
            true,
            ONE_ROUND,
            ChosenDesigns.KERNEL,
            AreaCosts.FREE,
            false,
            SlotCounters.plain(),
            GROWER,
            PoolRules.DEFAULT,
            AreaDesign.ofKernel(),
            Optional.empty());
    return Allocator.create(settings, Optional.empty(), () -> 1, nobody(), nobody());
  }

  private static Behavior<MapClient.Message> device() {
    var driver = new DriverSpec(1, 1, List.of(), List.of(), DriverSpec.Mishaps.NONE, List.of());
    return Device.create(deviceSpec(Optional.of(driver)), surroundings(), nobody());
  }

  private static Behavior<MapClient.Message> commandedDevice() {
    return CommandedDevice.create(deviceSpec(Optional.empty()), surroundings(), nobody());
  }

  private static DeviceSpec deviceSpec(Optional<DriverSpec> driver) {
    return new DeviceSpec(
        "disk",
        "disk",
        AllocatorName.DEFAULT,
        DeviceLimits.NONE,
        0,
        Admission.Bouncing.ALWAYS,
        CoherentAllocator.Needs.NOTHING,
        DeviceCosts.FREE,
        driver);
  }

  private static Surroundings surroundings() {
    return new Surroundings(
        0,
        1,
        Map.of(),
        0,
        MemoryLayout.x86(0),
        SlotCounters.plain(),
        ONE_ROUND,
        new FailureLog(false),
        Optional.empty(),
        Optional.empty(),
        TIMELINE,
        ChosenDesigns.KERNEL,
        Faults.NONE);
  }

  private static Behavior<Simulation.Command> simulation() {
    var scenario = new ScenarioReader().read(Path.of("simulations/load-spike.conf"), Map.of());
    return Simulation.create(scenario, TIMELINE, new RunObserver() {});
  }

  private static <M> ActorRef<M> nobody() {
    return TestInbox.<M>create().getRef();
  }

  static Stream<Class<?>> actors() {
    return ACTORS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("actors")
  void everyMessageOfAProtocolHasAHandler(Class<?> actor) {
    assertThat(unhandled(ACTORS.get(actor))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("actors")
  void everyProtocolIsSealed(Class<?> actor) {
    assertThat(ACTORS.get(actor).protocol).allMatch(Class::isSealed);
  }

  /** Those that only their own room knows are held there, as the cluster's are. */
  @Test
  void noActorIsForgottenHere() {
    var written =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("swiotlb")
                .stream()
                .filter(c -> c.isAssignableTo(AbstractBehavior.class))
                .map(JavaClass::reflect);
    assertThat(written.filter(type -> Modifier.isPublic(type.getModifiers())))
        .hasSameElementsAs(ACTORS.keySet());
  }

  // The checker itself.

  private sealed interface Word {}

  private record Understood() implements Word {}

  private sealed interface Foreign extends Word {}

  private record Misunderstood(int times, String text) implements Foreign {}

  private static Behavior<Word> hardOfHearing() {
    return Behaviors.receive(Word.class)
        .onMessage(Understood.class, word -> Behaviors.same())
        .build();
  }

  @Test
  void aMessageWithoutAHandlerIsFound() {
    assertThat(unhandled(new Actor(ProtocolTest::hardOfHearing, Word.class)))
        .isEqualTo(List.of(Misunderstood.class));
  }

  private static List<Class<?>> unhandled(Actor actor) {
    return Protocols.unhandled(actor.behavior, actor.protocol);
  }
}

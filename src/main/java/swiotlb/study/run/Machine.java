package swiotlb.study.run;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import swiotlb.actor.device.DeviceCosts;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.GrowthCosts;
import swiotlb.actor.pool.PoolList;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.CoherentPool;
import swiotlb.kernel.page.PageStates;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.scenario.MachinePages;
import swiotlb.scenario.Scenario;
import swiotlb.workload.Seeds;

/** From the words of a scenario to the settings of actors. */
final class Machine {
  private Machine() {}

  static PoolList.SearchRounds rounds(Scenario scenario) {
    return new PoolList.SearchRounds(!scenario.dynamic(), scenario.boot().defaultAreas());
  }

  static AreaCosts areaCosts(Scenario scenario) {
    var p = scenario.platform();
    return isReal(scenario)
        ? AreaCosts.FREE
        : new AreaCosts(
            p.lockNs(),
            p.lockHandoverNs(),
            p.searchStepPs() / 1000.0,
            p.slotMarkPs() / 1000.0,
            p.mapNs(),
            p.unmapNs());
  }

  static GrowthCosts growthCosts(Scenario scenario) {
    var p = scenario.platform();
    return isReal(scenario)
        ? GrowthCosts.FREE
        : new GrowthCosts(
            p.workerStartNs(), p.pageAllocationNs(), p.preparePerMibNs(), p.transientSetupNs());
  }

  /** The pages of the machine, aged as the scenario says. */
  static BuddyMemory memory(Scenario scenario) {
    var memory = scenario.pages().memory(scenario.memoryBytes(), scenario.reservedRanges());
    scenario
        .pages()
        .ageing()
        .ifPresent(ageing -> ageing.age(memory, Seeds.stream(scenario.seed(), "ageing")));
    return memory;
  }

  static AtomicPool.Settings atomicPool(
      Scenario scenario, Optional<ActorRef<Encryption.Command>> encryption) {
    return new AtomicPool.Settings(
        grace(scenario),
        MachinePages.DMA_ZONE_LIMIT,
        Seeds.stream(scenario.seed(), "atomic-pool").nextLong(),
        encryption.map(hypervisor -> coherent(scenario, hypervisor)));
  }

  private static GracePeriod grace(Scenario scenario) {
    var grace = scenario.platform().gracePeriod();
    return isReal(scenario)
        ? GracePeriod.NONE
        : new GracePeriod(grace.leastNs(), grace.meanNs(), grace.mostNs());
  }

  private static AtomicPool.Coherent coherent(
      Scenario scenario, ActorRef<Encryption.Command> hypervisor) {
    var configured = scenario.kernel().coherentPoolBytes();
    return new AtomicPool.Coherent(
        configured == 0 ? CoherentPool.defaultBytes(scenario.memoryBytes()) : configured,
        List.of(Zone.DMA, Zone.DMA32, Zone.NORMAL),
        scenario.pages().cmaBytes() > 0,
        isReal(scenario) ? 0 : scenario.platform().workerStartNs(),
        hypervisor);
  }

  static PageStates pageStates(Scenario scenario) {
    var e = scenario.encryption();
    return new PageStates(
        e.sharedLimitBytes(),
        e.refusedPerMille(),
        e.stuckPerMille(),
        Seeds.stream(scenario.seed(), "encryption"));
  }

  static Encryption.Costs encryptionCosts(Scenario scenario) {
    var e = scenario.encryption();
    return isReal(scenario)
        ? Encryption.Costs.FREE
        : new Encryption.Costs(e.perCallNs(), e.sharePerPageNs(), e.unsharePerPageNs());
  }

  /** CPUs that more than one device uses, for its jobs or its interrupts. */
  static Set<Integer> contendedCpus(Scenario scenario) {
    var users = new TreeMap<Integer, Integer>();
    for (var device : scenario.devices()) {
      var used = new TreeSet<Integer>(device.driver().irqCpus());
      device.jobs().forEach(job -> used.addAll(job.cpus()));
      used.forEach(cpu -> users.merge(cpu, 1, Integer::sum));
    }
    users.values().removeIf(devices -> devices == 1);
    return users.keySet();
  }

  static DeviceCosts deviceCosts(Scenario scenario, Scenario.Device device) {
    var p = scenario.platform();
    return isReal(scenario)
        ? DeviceCosts.FREE
        : new DeviceCosts(
            perKibNs(p.copyBytesPerSecond()) * scenario.encryption().copyPercent() / 100,
            p.copyFixedNs(),
            p.poolStepNs(),
            p.interruptNs(),
            device.serviceNs(),
            perKibNs(device.bytesPerSecond()));
  }

  static ExhaustionPolicy policy(Scenario scenario) {
    var e = scenario.exhaustion();
    return e.waits()
        ? new ExhaustionPolicy.WaitForGrowth(Duration.ofNanos(e.timeoutNs()), e.most())
        : new ExhaustionPolicy.TakeTransient();
  }

  private static boolean isReal(Scenario scenario) {
    return scenario.mode() == Scenario.Mode.CONCURRENT;
  }

  private static double perKibNs(long bytesPerSecond) {
    return 1024 * 1e9 / bytesPerSecond;
  }
}

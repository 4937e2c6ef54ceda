package swiotlb.study.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import swiotlb.actor.device.DeviceCosts;
import swiotlb.actor.device.DeviceSpec;
import swiotlb.actor.device.ServiceTimes;
import swiotlb.actor.machine.MachineSpec;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.GrowthCosts;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.PoolRules;
import swiotlb.actor.pool.WorkerTail;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.PageStates;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.Attributes;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.ReleaseRules;
import swiotlb.scenario.Scenario;
import swiotlb.workload.Seeds;

/** From the words of a scenario to the machine of its actors. */
final class ScenarioMachine {
  /** Of the devices that share a pool so many are named. */
  private static final int MOST_NAMED = 4;

  private ScenarioMachine() {}

  /** The machine as it is after boot. */
  static MachineSpec spec(Scenario scenario) {
    return new MachineSpec(
        memorySpec(scenario),
        allocation(scenario),
        scenario.defaultPool(),
        scenario.searchFrom(),
        scenario.dynamic(),
        restricted(scenario),
        scenario.devices().stream().map(d -> device(scenario, d)).toList(),
        scenario.seed(),
        scenario.faults());
  }

  private static MachineSpec.Memory memorySpec(Scenario scenario) {
    var isEncrypted = scenario.encryption().encrypted();
    return new MachineSpec.Memory(
        memory(scenario),
        scenario.memory(),
        grace(scenario),
        isEncrypted || usesCoherent(scenario) ? Optional.of(coherent(scenario)) : Optional.empty(),
        isEncrypted
            ? Optional.of(
                new MachineSpec.Hypervisor(pageStates(scenario), encryptionCosts(scenario)))
            : Optional.empty(),
        Seeds.stream(scenario.seed(), "atomic-pool").nextLong());
  }

  private static boolean usesCoherent(Scenario scenario) {
    return scenario.devices().stream().anyMatch(device -> device.driver().usesCoherent());
  }

  private static MachineSpec.Allocation allocation(Scenario scenario) {
    return new MachineSpec.Allocation(
        rounds(scenario),
        scenario.designs(),
        areaCosts(scenario),
        growthCosts(scenario),
        new MachineSpec.Growth(
            scenario.addedSlots(),
            scenario.addedAreas(),
            Slots.MAX_PAGE_ORDER,
            scenario.growthLimit(),
            scenario.units()),
        scenario.checksPayload(),
        false,
        isReal(scenario),
        poolRules(scenario.rules()));
  }

  private static PoolRules poolRules(ReleaseRules rules) {
    return new PoolRules(
        rules.disablesUndecryptedPool() ? PoolRules.Unshared.DISABLED : PoolRules.Unshared.USED,
        rules.transientReturnsByWorker(),
        rules.tracksUse());
  }

  /** Pools are numbered in the order of the devices, after the default one. */
  private static List<MachineSpec.Restricted> restricted(Scenario scenario) {
    var restricted = new ArrayList<MachineSpec.Restricted>();
    for (var pool : restrictedPools(scenario)) {
      var number = restricted.size() + (scenario.defaultPool().isPresent() ? 1 : 0);
      restricted.add(new MachineSpec.Restricted(allocatorOf(scenario, pool), number, pool));
    }
    return restricted;
  }

  private static List<PoolGeometry> restrictedPools(Scenario scenario) {
    return scenario.devices().stream()
        .flatMap(device -> device.restrictedPool().stream())
        .distinct()
        .toList();
  }

  /** The allocator of a restricted pool, which is known by its devices. */
  private static AllocatorName allocatorOf(Scenario scenario, PoolGeometry pool) {
    var users =
        scenario.devices().stream()
            .filter(device -> device.restrictedPool().filter(pool::equals).isPresent())
            .map(Scenario.Device::name)
            .toList();
    var named = users.size() <= MOST_NAMED ? users : users.subList(0, MOST_NAMED - 1);
    var others = users.size() - named.size();
    return new AllocatorName(
        String.join("+", named) + (others == 0 ? "" : "+" + others + "-others"));
  }

  static DeviceSpec device(Scenario scenario, Scenario.Device device) {
    return new DeviceSpec(
        device.name(),
        "device-" + device.name(),
        device
            .restrictedPool()
            .map(pool -> allocatorOf(scenario, pool))
            .orElse(AllocatorName.DEFAULT),
        device.limits(),
        device.coherentReach(),
        device.allocAlignMask(),
        bouncing(scenario, device),
        needs(scenario, device),
        takesShared(scenario, device),
        attributes(scenario, device),
        deviceCosts(scenario, device),
        Optional.of(device.driver()));
  }

  /** From 7.3 on they do for all devices of an allocator that is shared. */
  private static boolean takesShared(Scenario scenario, Scenario.Device device) {
    return needs(scenario, device) == CoherentAllocator.Needs.DECRYPTION
        || (scenario.encryption().encrypted() && scenario.rules().transientFromSharedPool());
  }

  private static CoherentAllocator.Needs needs(Scenario scenario, Scenario.Device device) {
    var encryption = scenario.encryption();
    var isDecrypted =
        encryption.isHost()
            ? !device.reachesEncrypted()
                && !isBehindIommu(device)
                && encryption.isBeyond(device.coherentReach())
            : isHidden(scenario, device);
    if (isDecrypted) {
      return CoherentAllocator.Needs.DECRYPTION;
    }
    return scenario.arch().canBypassCaches() && !device.isDmaCoherent()
        ? CoherentAllocator.Needs.REMAPPING
        : CoherentAllocator.Needs.NOTHING;
  }

  private static Admission.Bouncing bouncing(Scenario scenario, Scenario.Device device) {
    var parameter = scenario.kernel().swiotlb();
    var isHidden = isHidden(scenario, device);
    if (parameter.noforce() && isHidden && device.restrictedPool().isEmpty()) {
      return Admission.Bouncing.UNABLE;
    }
    if (isBehindIommu(device) && !isHidden) {
      return Admission.Bouncing.UNALIGNED;
    }
    if (isForced(scenario, device)) {
      return isHidden || parameter.force() || device.restrictedPool().isPresent()
          ? Admission.Bouncing.ALWAYS
          : Admission.Bouncing.OUT_OF_REACH;
    }
    if (isHidden) {
      return Admission.Bouncing.PRIVATE;
    }
    return parameter.noforce() ? Admission.Bouncing.NEVER : Admission.Bouncing.OUT_OF_REACH;
  }

  /** Whether the device's allocator bounces by force, and says so of each bounce. */
  private static boolean isForced(Scenario scenario, Scenario.Device device) {
    var parameter = scenario.kernel().swiotlb();
    var isForcedGuest =
        scenario.encryption().isGuest() && scenario.rules().forcesInEncryptedGuests();
    return device.restrictedPool().isPresent()
        || (!parameter.noforce() && (parameter.force() || isForcedGuest));
  }

  private static Attributes attributes(Scenario scenario, Scenario.Device device) {
    var isForced = isForced(scenario, device);
    return new Attributes(
        isForced,
        device.buffers().requireCoherent() && scenario.rules().knowsRequireCoherent(),
        shared(scenario, device, isForced),
        device.isDmaCoherent(),
        scenario.defaultPool().isPresent() ? device.buffers().cacheLineBytes() : 0);
  }

  private static Attributes.Shared shared(
      Scenario scenario, Scenario.Device device, boolean isForced) {
    var rules = scenario.rules();
    if (!device.buffers().shared() || !rules.knowsSharedBuffers()) {
      return Attributes.Shared.NOT;
    }
    if (isBehindIommu(device)) {
      return Attributes.Shared.REFUSED;
    }
    if (rules.sharedBuffersGoByReach()) {
      return Attributes.Shared.BY_REACH;
    }
    return isForced ? Attributes.Shared.AS_THEY_ARE : Attributes.Shared.REFUSED;
  }

  /** Whether an IOMMU that does not trust it lies between it and memory. */
  private static boolean isBehindIommu(Scenario.Device device) {
    return device.allocAlignMask() > 0;
  }

  /**
   * Whether a device cannot read memory that is not shared. On a host that encrypts its own memory
   * it goes by its addresses, from 7.3 on those of its coherent memory, too.
   */
  private static boolean isHidden(Scenario scenario, Scenario.Device device) {
    var encryption = scenario.encryption();
    if (!encryption.encrypted() || device.reachesEncrypted()) {
      return false;
    }
    if (encryption.isGuest()) {
      return true;
    }
    return !isBehindIommu(device)
        && (encryption.isBeyond(device.limits().reach())
            || (scenario.rules().bouncesByCoherentMask()
                && encryption.isBeyond(device.coherentReach())));
  }

  /** A request tries as many areas of each pool as an added one is to have. */
  static PoolList.SearchRounds rounds(Scenario scenario) {
    return new PoolList.SearchRounds(!scenario.dynamic(), scenario.addedAreas());
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
            p.mapNs() + poolListNs(scenario),
            p.unmapNs() + poolListNs(scenario),
            p.sharing().areaMovedNs(),
            countersNs(scenario));
  }

  /** Only where pools can be added is there a list of them, that others read while it changes. */
  private static long poolListNs(Scenario scenario) {
    return scenario.dynamic() ? scenario.platform().sharing().poolListNs() : 0;
  }

  /** Each CPU that maps waits for the line of the counters to come from all the others. */
  private static long countersNs(Scenario scenario) {
    var cpus =
        scenario.devices().stream()
            .flatMap(device -> device.jobs().stream())
            .flatMap(job -> job.cpus().stream())
            .distinct()
            .count();
    return scenario.rules().tracksUse()
        ? cpus * scenario.platform().sharing().countersPerCpuNs()
        : 0;
  }

  static GrowthCosts growthCosts(Scenario scenario) {
    var p = scenario.platform();
    return isReal(scenario)
        ? GrowthCosts.FREE
        : new GrowthCosts(
            p.workerStartNs(),
            p.pageAllocationNs(),
            p.pageAllocationPerOrderNs(),
            p.preparePerMibNs(),
            p.transientSetupNs(),
            workerTail(scenario));
  }

  private static WorkerTail workerTail(Scenario scenario) {
    var tail = scenario.platform().workerTail();
    return tail.perMille() == 0
        ? WorkerTail.NONE
        : new WorkerTail(
            tail.perMille(),
            tail.meanNs(),
            tail.mostNs(),
            Seeds.stream(scenario.seed(), "worker-tail").nextLong());
  }

  /** The pages of the machine, aged as the scenario says. */
  static BuddyMemory memory(Scenario scenario) {
    var memory = scenario.pages().memory(scenario.memory(), scenario.reservedRanges());
    scenario
        .pages()
        .ageing()
        .ifPresent(ageing -> ageing.age(memory, Seeds.stream(scenario.seed(), "ageing")));
    return memory;
  }

  static GracePeriod grace(Scenario scenario) {
    var grace = scenario.platform().gracePeriod();
    if (isReal(scenario)) {
      return GracePeriod.NONE;
    }
    var readers = new GracePeriod(grace.leastNs(), grace.meanNs(), grace.mostNs());
    return scenario.rules().transientReturnsByWorker()
        ? readers.andThen(scenario.platform().workerStartNs())
        : readers;
  }

  private static MachineSpec.Coherent coherent(Scenario scenario) {
    return new MachineSpec.Coherent(
        scenario.kernel().coherentBytes(scenario.memoryBytes()),
        scenario.coherentZones(),
        scenario.pages().cmaBytes() > 0,
        isReal(scenario) ? 0 : scenario.platform().workerStartNs());
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

  static DeviceCosts deviceCosts(Scenario scenario, Scenario.Device device) {
    var p = scenario.platform();
    return isReal(scenario)
        ? DeviceCosts.FREE
        : new DeviceCosts(
            copyPerKibNs(scenario, p.copyBytesPerSecond()),
            p.copyFixedNs(),
            p.poolStepNs(),
            p.interruptNs(),
            device.serviceNs(),
            perKibNs(device.bytesPerSecond()),
            warmCopies(scenario),
            serviceTimes(scenario, device.service()));
  }

  private static DeviceCosts.WarmCosts warmCopies(Scenario scenario) {
    var warm = scenario.platform().warmCopy();
    return warm.areaBytes() == 0
        ? DeviceCosts.WarmCosts.NONE
        : new DeviceCosts.WarmCosts(
            warm.areaBytes(), scenario.cpus(), copyPerKibNs(scenario, warm.bytesPerSecond()));
  }

  private static ServiceTimes serviceTimes(Scenario scenario, Scenario.Service service) {
    return new ServiceTimes(
        switch (service.distribution()) {
          case DETERMINISTIC -> ServiceTimes.Spread.NONE;
          case EXPONENTIAL -> ServiceTimes.Spread.EXPONENTIAL;
          case LOGNORMAL -> ServiceTimes.Spread.LOGNORMAL;
        },
        millionths(service.spreadPercent()),
        service.parallelism(),
        millionths(scenario.platform().runNoisePercent()));
  }

  private static int millionths(double percent) {
    return (int) Math.round(percent * 10_000);
  }

  private static double copyPerKibNs(Scenario scenario, long bytesPerSecond) {
    return perKibNs(bytesPerSecond) * scenario.encryption().copyPercent() / 100;
  }

  private static boolean isReal(Scenario scenario) {
    return scenario.mode() == Scenario.Mode.CONCURRENT;
  }

  private static double perKibNs(long bytesPerSecond) {
    return 1024 * 1e9 / bytesPerSecond;
  }
}

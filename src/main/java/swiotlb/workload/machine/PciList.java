package swiotlb.workload.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code lspci -vv} prints: devices, their drivers and IOMMU groups, and no DMA masks. */
final class PciList implements Format {
  private static final Pattern DEVICE =
      Pattern.compile("((?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]) (.+)");
  private static final Pattern DRIVER =
      Pattern.compile("\\s+Kernel driver in use: ([\\w-]{1,60})\\s*");
  private static final Pattern GROUP = Pattern.compile("\\s+IOMMU group: (\\d{1,6})\\s*");

  @Override
  public String name() {
    return "what lspci -vv prints";
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.hasLine(DEVICE);
  }

  @Override
  public List<Fact> read(MachineText text) {
    var facts = new ArrayList<Fact>();
    var address = "";
    var what = "";
    var driver = "";
    var group = "";
    for (var line : text.lines()) {
      var device = DEVICE.matcher(line);
      var used = DRIVER.matcher(line);
      var of = GROUP.matcher(line);
      if (device.lookingAt()) {
        add(facts, address, what, driver, group);
        address = device.group(1);
        what = MachineText.shown(device.group(2));
        driver = "";
        group = "";
      } else if (used.matches()) {
        driver = used.group(1);
      } else if (of.matches()) {
        group = of.group(1);
      }
    }
    add(facts, address, what, driver, group);
    facts.add(
        new Fact.Remark(
            "lspci tells no DMA mask: whether a device reaches all memory is decided by its driver, and /sys/bus/pci/devices/ADDRESS/dma_mask_bits shows it"));
    return facts;
  }

  private static void add(
      List<Fact> facts, String address, String what, String driver, String group) {
    if (!address.isEmpty()) {
      facts.add(new Fact.Device(address, what, driver, group));
    }
  }
}

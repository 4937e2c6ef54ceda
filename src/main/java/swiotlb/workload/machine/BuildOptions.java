package swiotlb.workload.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import swiotlb.kernel.text.KernelBuild;

/** The configuration that a kernel was built with, or its lines about the software IO TLB. */
final class BuildOptions implements Format {
  private static final Pattern OPTION =
      Pattern.compile("(?:# )?CONFIG_[A-Z0-9_]+(?:=| is not set)");
  private static final Pattern DEFAULT =
      Pattern.compile("^CONFIG_SWIOTLB_DEFAULT_SIZE_MB=(\\d{1,5})\\s*$");

  @Override
  public String name() {
    return "a kernel's configuration";
  }

  @Override
  public boolean recognises(MachineText text) {
    return text.hasLine(OPTION);
  }

  @Override
  public List<Fact> read(MachineText text) {
    var facts = new ArrayList<Fact>();
    KernelBuild.isDynamic(text.text()).map(Fact.Dynamic::new).ifPresent(facts::add);
    text.matches(DEFAULT)
        .findFirst()
        .ifPresent(
            size -> {
              var mib = Integer.parseInt(size.group(1));
              if (mib < 1 || mib > 64) {
                throw text.wrong(
                    "CONFIG_SWIOTLB_DEFAULT_SIZE_MB is %d; it can be 1 to 64".formatted(mib));
              }
              facts.add(new Fact.DefaultSize(mib));
            });
    return facts;
  }
}

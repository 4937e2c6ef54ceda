package swiotlb.cli;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.input.ScenarioException;
import swiotlb.input.Screen;
import swiotlb.input.Wrapped;
import swiotlb.kernel.policy.Designs;
import swiotlb.kernel.policy.Kind;

/** {@code designs}: what can be chosen below {@code design} of a scenario. */
@Command(
    name = "designs",
    description = "Lists the designs of the allocator that a scenario can choose.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "${sys:swiotlb.program:-./swiotlb-sim} run simulations/first-growth.conf --set design.growth=static",
    })
final class DesignsCommand implements Callable<Integer> {
  /** One of another jar may be wrong. */
  private static void requireDesigns() {
    try {
      Designs.all();
    } catch (IllegalStateException | ServiceConfigurationError e) {
      throw new ScenarioException(List.of("the designs in the class path: " + e.getMessage()));
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var out = Cli.spec(spec).commandLine().getOut();
    requireDesigns();
    for (var kind : Kind.all()) {
      out.println("design." + kind.setting());
      for (var design : Designs.of(kind)) {
        var isOfKernel = design.name().equals(kind.ofKernel());
        var text =
            "  %s%s: %s. From: %s."
                .formatted(
                    design.name(),
                    isOfKernel ? " (the kernel's)" : "",
                    design.words(),
                    design.discussed());
        Wrapped.lines(text, Screen.columnsOf(out)).forEach(out::println);
      }
    }
    out.flush();
    return ExitCode.DONE;
  }
}

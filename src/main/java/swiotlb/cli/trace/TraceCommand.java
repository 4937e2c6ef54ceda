package swiotlb.cli.trace;

import picocli.CommandLine.Command;

/** {@code trace}: answers questions about the messages of a run. */
@Command(
    name = "trace",
    description = "Answers questions about the messages of a run, stored by run --trace FILE.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StatsCommand.class,
      ShowCommand.class,
      ExplainCommand.class,
      SqlCommand.class,
      DiffCommand.class,
      VerifyCommand.class,
      ExportCommand.class,
      DiagramCommand.class
    })
public final class TraceCommand {}

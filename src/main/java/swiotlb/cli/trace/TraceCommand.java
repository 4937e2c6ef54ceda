package swiotlb.cli.trace;

import picocli.CommandLine.Command;

/** {@code trace}: reads stored traces. */
@Command(
    name = "trace",
    description = "Reads stored traces.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ExportCommand.class, DiagramCommand.class})
public final class TraceCommand {}

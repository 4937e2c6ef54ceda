package swiotlb.cli.trace;

import picocli.CommandLine.Command;

/** {@code trace}: reads stored message traces. */
@Command(
    name = "trace",
    description = "Reads stored message traces.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PageCommand.class})
public final class TraceCommand {}

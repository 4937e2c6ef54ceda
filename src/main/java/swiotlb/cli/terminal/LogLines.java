package swiotlb.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Program;
import swiotlb.input.Text;

/**
 * The log of the program: warnings and errors of libraries, a line each on standard error,
 * printable whatever they say. Programs that use the library have a log of their own.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogLines extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(@Nullable LoggerContext context) {
    if (context == null || System.getProperty(Program.PROPERTY) == null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    var layout = new Line();
    layout.setContext(context);
    layout.start();
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    // A failed actor ends its run, and the run reports it with the message that did it.
    context.getLogger("akka").setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** How an event is told. */
  static final class Line extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(@Nullable ILoggingEvent event) {
      if (event == null) {
        return "";
      }
      var name = event.getLoggerName();
      var thrown = event.getThrowableProxy();
      var line =
          "%-5s %s: %s%s"
              .formatted(
                  event.getLevel(),
                  name.substring(name.lastIndexOf('.') + 1),
                  event.getFormattedMessage(),
                  thrown == null ? "" : ": " + thrown.getClassName() + ": " + thrown.getMessage());
      return Text.onOneLine(line) + System.lineSeparator();
    }
  }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Reelmill.Core.Reporting;

namespace Reelmill.Server.Hosting;

/// <summary>Formats each log event as one line and escapes line breaks, so that untrusted text cannot forge another event.</summary>
internal sealed class LogLineFormatter() : ConsoleFormatter(Label)
{
    /// <summary>The formatter's name.</summary>
    public const string Label = "reelmill";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var cause = logEntry.Exception is { } error ? $" {error}" : "";
        textWriter.WriteLine(DisplayText.OneLine(DisplayText.Redact($"{GetName(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] {message}{JoinLines(cause)}")));
    }

    private static string JoinLines(string text) => text.ReplaceLineEndings(" ");

    private static string GetName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}

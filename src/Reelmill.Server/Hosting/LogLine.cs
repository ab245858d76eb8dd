using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Reelmill.Core.Reporting;

namespace Reelmill.Server.Hosting;

/// <summary>Writes each event of the log as one line, in which nothing that came from outside can begin another.</summary>
internal sealed class LogLine() : ConsoleFormatter(Label)
{
    /// <summary>The formatter's name.</summary>
    public const string Label = "reelmill";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var cause = logEntry.Exception is { } error ? $" {error}" : "";
        textWriter.WriteLine(DisplayText.OneLine(DisplayText.Redact($"{NameOf(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] {message}{Indented(cause)}")));
    }

    private static string Indented(string text) => text.ReplaceLineEndings(" ");

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}

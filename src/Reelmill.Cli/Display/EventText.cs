using System.Globalization;
using Reelmill.Core.Reporting;

namespace Reelmill.Cli.Display;

/// <summary>Formats the run events that are shown as they happen: failures and retries.</summary>
internal static class EventText
{
    public static string? Format(RunEvent value) => FormatRaw(value) is { } text ? DisplayText.OneLine(text) : null;

    private static string? FormatRaw(RunEvent value) => value switch
    {
        ItemFailed e => $"failed   {e.Id}: {e.Code}: {e.Message}",
        ItemRetried e => string.Create(CultureInfo.InvariantCulture, $"retrying {e.Id}: {e.Stage} attempt {e.Attempt} failed, next in {e.Delay.TotalSeconds:0.#} s: {e.Reason}"),
        _ => null,
    };
}

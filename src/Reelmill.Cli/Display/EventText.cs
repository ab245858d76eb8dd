using System.Globalization;
using Reelmill.Core.Reporting;

namespace Reelmill.Cli.Display;

/// <summary>The events that a person wants to read as they happen.</summary>
internal static class EventText
{
    public static string? Of(RunEvent value) => TextOf(value) is { } text ? DisplayText.OneLine(text) : null;

    private static string? TextOf(RunEvent value) => value switch
    {
        ItemFailed e => $"failed   {e.Id}: {e.Code}: {e.Message}",
        ItemRetried e => string.Create(CultureInfo.InvariantCulture, $"retrying {e.Id}: {e.Stage} attempt {e.Attempt} failed, again in {e.Delay.TotalSeconds:0.#} s: {e.Reason}"),
        _ => null,
    };
}

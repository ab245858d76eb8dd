using System.Diagnostics.Metrics;

namespace Reelmill.Server.Metrics;

/// <summary>Names of OpenTelemetry as Prometheus wants them: with the unit, and <c>_total</c> where something is counted.</summary>
internal static class MetricNames
{
    /// <summary>The name of an instrument, such as <c>reelmill_stage_busy_seconds_total</c>.</summary>
    public static string Of(Instrument instrument, MetricType type) =>
        $"{Safe(instrument.Name)}{UnitOf(instrument.Unit)}{(type == MetricType.Counter ? "_total" : "")}";

    /// <summary>A name of letters, digits and underscores.</summary>
    public static string Safe(string name) => string.Create(name.Length, name, static (target, name) =>
    {
        for (var i = 0; i < name.Length; i++)
        {
            target[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_';
        }
    });

    /// <summary>Units in braces are words for what is counted, and no part of a name.</summary>
    private static string UnitOf(string? unit) => unit switch
    {
        "s" => "_seconds",
        "By" => "_bytes",
        _ => "",
    };
}

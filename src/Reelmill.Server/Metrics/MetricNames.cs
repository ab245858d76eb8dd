using System.Diagnostics.Metrics;

namespace Reelmill.Server.Metrics;

/// <summary>Converts OpenTelemetry names to Prometheus names: with the unit as a suffix, and <c>_total</c> for counters.</summary>
internal static class MetricNames
{
    /// <summary>Gets the Prometheus name of an instrument, such as <c>reelmill_stage_busy_seconds_total</c>.</summary>
    public static string GetName(Instrument instrument, MetricType type) =>
        $"{Sanitize(instrument.Name)}{GetUnitSuffix(instrument.Unit)}{(type == MetricType.Counter ? "_total" : "")}";

    /// <summary>Replaces every character other than ASCII letters and digits with an underscore.</summary>
    public static string Sanitize(string name) => string.Create(name.Length, name, static (target, name) =>
    {
        for (var i = 0; i < name.Length; i++)
        {
            target[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_';
        }
    });

    /// <summary>Gets the suffix of a unit. Units in braces are annotations and add none.</summary>
    private static string GetUnitSuffix(string? unit) => unit switch
    {
        "s" => "_seconds",
        "By" => "_bytes",
        _ => "",
    };
}

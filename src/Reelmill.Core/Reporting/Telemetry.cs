using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Reelmill.Core.Reporting;

/// <summary>The names under which a host finds this library's metrics and traces.</summary>
public static class Telemetry
{
    /// <summary>The name of the <see cref="Meter"/> and the <see cref="ActivitySource"/>.</summary>
    public const string Name = "Reelmill";

    internal static ActivitySource Activities { get; } = new(Name);

    internal static Meter Meter { get; } = new(Name);

    internal static Counter<long> Items { get; } = Meter.CreateCounter<long>(
        "reelmill.items", "{item}", "Items that ended, by pipeline and outcome.");

    internal static Counter<long> Retries { get; } = Meter.CreateCounter<long>(
        "reelmill.retries", "{attempt}", "Attempts that were repeated, by pipeline and stage.");
}

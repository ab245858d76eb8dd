using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Reelmill.Core.Reporting;

/// <summary>The metrics and traces of the engine.</summary>
public static class Telemetry
{
    /// <summary>The name of the <see cref="Meter"/> and the <see cref="ActivitySource"/>, for a host to subscribe to.</summary>
    public const string Name = "Reelmill";

    internal static ActivitySource Activities { get; } = new(Name);

    internal static Meter Meter { get; } = new(Name);

    internal static Counter<long> Items { get; } = Meter.CreateCounter<long>(
        "reelmill.items", "{item}", "Items that ended, by pipeline and outcome.");

    internal static Counter<long> Retries { get; } = Meter.CreateCounter<long>(
        "reelmill.retries", "{attempt}", "Attempts that were repeated, by pipeline and stage.");
}

namespace Reelmill.Server.Metrics;

/// <summary>What Prometheus knows of one metric at one moment.</summary>
/// <param name="Name">Its name, with its unit, as Prometheus wants it.</param>
/// <param name="Type">What it is.</param>
/// <param name="Help">What it measures, for people.</param>
/// <param name="Samples">Its values.</param>
internal sealed record MetricFamily(string Name, MetricType Type, string Help, IReadOnlyList<MetricSample> Samples);

/// <summary>One value of a metric.</summary>
/// <param name="Suffix">What follows the metric's name, such as <c>_bucket</c>; empty for most.</param>
/// <param name="Labels">What tells it from the metric's other values, in order of names.</param>
/// <param name="Value">The value.</param>
internal sealed record MetricSample(string Suffix, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value)
{
    public static MetricSample Of(double value, params KeyValuePair<string, string>[] labels) => new("", labels, value);
}

/// <summary>What a metric is to Prometheus.</summary>
internal enum MetricType
{
    /// <summary>Only ever grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts values by how large they are.</summary>
    Histogram,
}

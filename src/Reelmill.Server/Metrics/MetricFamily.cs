namespace Reelmill.Server.Metrics;

/// <summary>One Prometheus metric with its samples.</summary>
/// <param name="Name">The name in Prometheus' convention, with the unit as a suffix.</param>
/// <param name="Type">The type.</param>
/// <param name="Help">The human-readable description.</param>
/// <param name="Samples">The samples.</param>
internal sealed record MetricFamily(string Name, MetricType Type, string Help, IReadOnlyList<MetricSample> Samples);

/// <summary>One sample of a metric.</summary>
/// <param name="Suffix">The suffix of the metric's name, such as <c>_bucket</c>; usually empty.</param>
/// <param name="Labels">The labels, by name.</param>
/// <param name="Value">The value.</param>
internal sealed record MetricSample(string Suffix, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value)
{
    public static MetricSample Create(double value, params KeyValuePair<string, string>[] labels) => new("", labels, value);
}

/// <summary>The type of a Prometheus metric.</summary>
internal enum MetricType
{
    /// <summary>A value that only increases.</summary>
    Counter,

    /// <summary>A value that increases and decreases.</summary>
    Gauge,

    /// <summary>Counts of values in buckets.</summary>
    Histogram,
}

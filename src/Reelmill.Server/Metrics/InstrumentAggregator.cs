using System.Diagnostics.Metrics;

namespace Reelmill.Server.Metrics;

/// <summary>Aggregates the measurements of one instrument by its selected tags.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class InstrumentAggregator
{
    /// <summary>The default histogram buckets: 5 ms to 10 s, OpenTelemetry's recommendation for durations in seconds.</summary>
    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly Instrument _instrument;
    private readonly IReadOnlySet<string>? _labelTags;
    private readonly bool _isAdditive;
    private readonly double[] _bounds;

    /// <summary>Creates an aggregator without measurements.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="labelTags">The tags that become labels; null for all. Measurements that differ only in other tags are aggregated.</param>
    public InstrumentAggregator(Instrument instrument, IReadOnlySet<string>? labelTags)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        _instrument = instrument;
        _labelTags = labelTags;
        _isAdditive = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
        Type = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? MetricType.Counter
            : kind == typeof(Histogram<>) ? MetricType.Histogram
            : MetricType.Gauge;
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? DefaultBounds;
    }

    /// <summary>The Prometheus type of the instrument.</summary>
    public MetricType Type { get; }

    /// <summary>Clears an observable instrument before it is observed again.</summary>
    public void BeginObserving()
    {
        if (_instrument.IsObservable)
        {
            lock (_gate)
            {
                _series.Clear();
            }
        }
    }

    /// <summary>Records a measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = GetLabels(tags);
        var key = string.Join('\n', labels.Select(static l => $"{l.Key}={l.Value}"));
        lock (_gate)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                _series[key] = series = new Series(labels, Type == MetricType.Histogram ? new long[_bounds.Length + 1] : []);
            }

            series.Value = _isAdditive || Type == MetricType.Histogram ? series.Value + value : value;
            if (Type == MetricType.Histogram)
            {
                var index = Array.BinarySearch(_bounds, value);
                series.Counts[index >= 0 ? index : ~index]++;
            }
        }
    }

    /// <summary>Reads the aggregated measurements.</summary>
    public MetricFamily Read()
    {
        lock (_gate)
        {
            var samples = _series.OrderBy(static s => s.Key, StringComparer.Ordinal).SelectMany(s => Type == MetricType.Histogram ? Buckets(s.Value) : [new MetricSample("", s.Value.Labels, s.Value.Value)]);
            return new MetricFamily(MetricNames.GetName(_instrument, Type), Type, _instrument.Description ?? _instrument.Name, [.. samples]);
        }
    }

    private KeyValuePair<string, string>[] GetLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<KeyValuePair<string, string>>(tags.Length);
        foreach (var (name, value) in tags)
        {
            if (_labelTags?.Contains(name) != false)
            {
                labels.Add(new(MetricNames.Sanitize(name), Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
            }
        }

        return [.. labels.OrderBy(static l => l.Key, StringComparer.Ordinal)];
    }

    /// <summary>Converts the counts to Prometheus' cumulative buckets.</summary>
    private IEnumerable<MetricSample> Buckets(Series series)
    {
        var below = 0L;
        for (var i = 0; i < series.Counts.Length; i++)
        {
            below += series.Counts[i];
            yield return new MetricSample("_bucket", [.. series.Labels, new("le", PrometheusText.Number(i < _bounds.Length ? _bounds[i] : double.PositiveInfinity))], below);
        }

        yield return new MetricSample("_sum", series.Labels, series.Value);
        yield return new MetricSample("_count", series.Labels, below);
    }

    private sealed class Series(IReadOnlyList<KeyValuePair<string, string>> labels, long[] counts)
    {
        public IReadOnlyList<KeyValuePair<string, string>> Labels => labels;

        public long[] Counts => counts;

        public double Value { get; set; }
    }
}

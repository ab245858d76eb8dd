using System.Diagnostics.Metrics;

namespace Reelmill.Server.Metrics;

/// <summary>What one instrument has measured, by the tags that are kept.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class InstrumentReadings
{
    /// <summary>Where an instrument does not say: from 5 ms to 10 s, as OpenTelemetry proposes for seconds.</summary>
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly Instrument _instrument;
    private readonly IReadOnlySet<string>? _kept;
    private readonly bool _adds;
    private readonly double[] _bounds;

    /// <summary>Begins to take readings.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="kept">The tags that are kept; null for all. Readings that differ in others are one.</param>
    public InstrumentReadings(Instrument instrument, IReadOnlySet<string>? kept)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        _instrument = instrument;
        _kept = kept;
        _adds = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
        Type = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? MetricType.Counter
            : kind == typeof(Histogram<>) ? MetricType.Histogram
            : MetricType.Gauge;
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? UsualBounds;
    }

    /// <summary>What the instrument is to Prometheus.</summary>
    public MetricType Type { get; }

    /// <summary>Forgets what was observed, before it is observed anew.</summary>
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

    /// <summary>Takes a reading.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        var key = string.Join('\n', labels.Select(static l => $"{l.Key}={l.Value}"));
        lock (_gate)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                _series[key] = series = new Series(labels, Type == MetricType.Histogram ? new long[_bounds.Length + 1] : []);
            }

            series.Value = _adds || Type == MetricType.Histogram ? series.Value + value : value;
            if (Type == MetricType.Histogram)
            {
                var place = Array.BinarySearch(_bounds, value);
                series.Counts[place >= 0 ? place : ~place]++;
            }
        }
    }

    /// <summary>What was measured so far.</summary>
    public MetricFamily Read()
    {
        lock (_gate)
        {
            var samples = _series.OrderBy(static s => s.Key, StringComparer.Ordinal).SelectMany(s => Type == MetricType.Histogram ? Buckets(s.Value) : [new MetricSample("", s.Value.Labels, s.Value.Value)]);
            return new MetricFamily(MetricNames.Of(_instrument, Type), Type, _instrument.Description ?? _instrument.Name, [.. samples]);
        }
    }

    private KeyValuePair<string, string>[] LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<KeyValuePair<string, string>>(tags.Length);
        foreach (var (name, value) in tags)
        {
            if (_kept?.Contains(name) != false)
            {
                labels.Add(new(MetricNames.Safe(name), Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
            }
        }

        return [.. labels.OrderBy(static l => l.Key, StringComparer.Ordinal)];
    }

    /// <summary>Prometheus wants in each bucket what all smaller ones have too.</summary>
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

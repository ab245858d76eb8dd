using System.Diagnostics.Metrics;
using Reelmill.Server.Metrics;

namespace Reelmill.Server.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Fact]
    public void A_metric_has_help_type_and_samples_with_escaped_labels()
    {
        var text = PrometheusText.Write([
            new MetricFamily("b_total", MetricType.Counter, "Two\nlines \\ here.", [MetricSample.Create(1.5, new KeyValuePair<string, string>("name", "a\"b\\c\nd"))]),
            new MetricFamily("a", MetricType.Gauge, "Plain.", [MetricSample.Create(double.PositiveInfinity)]),
            new MetricFamily("empty", MetricType.Gauge, "Nothing.", []),
        ]);

        text.ShouldBe("# HELP a Plain.\n# TYPE a gauge\na +Inf\n# HELP b_total Two\\nlines \\\\ here.\n# TYPE b_total counter\nb_total{name=\"a\\\"b\\\\c\\nd\"} 1.5\n");
    }

    [Fact]
    public void A_label_contains_no_control_characters_and_no_secrets() => PrometheusText.Write([
        new MetricFamily("a", MetricType.Gauge, "Plain.", [MetricSample.Create(1, new KeyValuePair<string, string>("name", "\u001b[2J http://h/?s3cret"))]),
    ]).ShouldEndWith("a{name=\"\\\\u001b[2J http://h/?...\"} 1\n");

    [Fact]
    public void The_buckets_of_a_histogram_are_cumulative()
    {
        using var meter = new Meter("test");
        var histogram = meter.CreateHistogram("reelmill.wait", "s", "Waits.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        var readings = new InstrumentAggregator(histogram, null);
        foreach (var value in new[] { 0.05, 0.1, 0.5, 7 })
        {
            readings.Record(value, [new("zone", 1), new("app", "x")]);
        }

        var text = PrometheusText.Write([readings.Read()]);

        text.ShouldBe(
            """
            # HELP reelmill_wait_seconds Waits.
            # TYPE reelmill_wait_seconds histogram
            reelmill_wait_seconds_bucket{app="x",zone="1",le="0.1"} 2
            reelmill_wait_seconds_bucket{app="x",zone="1",le="1"} 3
            reelmill_wait_seconds_bucket{app="x",zone="1",le="+Inf"} 4
            reelmill_wait_seconds_sum{app="x",zone="1"} 7.65
            reelmill_wait_seconds_count{app="x",zone="1"} 4

            """);
    }

    [Fact]
    public void Measurements_that_differ_only_in_an_ignored_tag_are_aggregated()
    {
        using var meter = new Meter("test");
        var readings = new InstrumentAggregator(meter.CreateCounter<long>("reelmill.things", "{thing}", "Things."), new HashSet<string>(StringComparer.Ordinal) { "kept" });
        readings.Record(1, [new("kept", "a"), new("path", "/1")]);
        readings.Record(2, [new("kept", "a"), new("path", "/2")]);

        readings.Read().Samples.ShouldHaveSingleItem().Value.ShouldBe(3);
        readings.Read().Name.ShouldBe("reelmill_things_total");
    }
}

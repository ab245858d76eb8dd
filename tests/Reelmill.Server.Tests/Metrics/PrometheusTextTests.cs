using System.Diagnostics.Metrics;
using Reelmill.Server.Metrics;

namespace Reelmill.Server.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Fact]
    public void A_metric_has_its_help_its_type_and_its_values_with_hostile_labels_escaped()
    {
        var text = PrometheusText.Write([
            new MetricFamily("b_total", MetricType.Counter, "Two\nlines \\ here.", [MetricSample.Of(1.5, new KeyValuePair<string, string>("name", "a\"b\\c\nd"))]),
            new MetricFamily("a", MetricType.Gauge, "Plain.", [MetricSample.Of(double.PositiveInfinity)]),
            new MetricFamily("empty", MetricType.Gauge, "Nothing.", []),
        ]);

        text.ShouldBe("# HELP a Plain.\n# TYPE a gauge\na +Inf\n# HELP b_total Two\\nlines \\\\ here.\n# TYPE b_total counter\nb_total{name=\"a\\\"b\\\\c\\nd\"} 1.5\n");
    }

    [Fact]
    public void A_label_neither_steers_a_terminal_nor_shows_a_secret() => PrometheusText.Write([
        new MetricFamily("a", MetricType.Gauge, "Plain.", [MetricSample.Of(1, new KeyValuePair<string, string>("name", "\u001b[2J http://h/?s3cret"))]),
    ]).ShouldEndWith("a{name=\"\\\\u001b[2J http://h/?...\"} 1\n");

    [Fact]
    public void A_histogram_counts_in_each_bucket_what_is_no_larger()
    {
        using var meter = new Meter("test");
        var histogram = meter.CreateHistogram("reelmill.wait", "s", "Waits.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        var readings = new InstrumentReadings(histogram, null);
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
    public void Readings_that_differ_in_a_tag_that_is_not_kept_are_one()
    {
        using var meter = new Meter("test");
        var readings = new InstrumentReadings(meter.CreateCounter<long>("reelmill.things", "{thing}", "Things."), new HashSet<string>(StringComparer.Ordinal) { "kept" });
        readings.Record(1, [new("kept", "a"), new("path", "/1")]);
        readings.Record(2, [new("kept", "a"), new("path", "/2")]);

        readings.Read().Samples.ShouldHaveSingleItem().Value.ShouldBe(3);
        readings.Read().Name.ShouldBe("reelmill_things_total");
    }
}

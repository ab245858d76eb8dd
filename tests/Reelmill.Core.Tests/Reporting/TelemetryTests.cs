using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Tests.Reporting;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_meter_listener_sees_ended_items_and_the_counts_of_each_stage()
    {
        var seen = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (i, l) => Listen(i, l) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var labels = tags.ToArray().ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
            if (Equals(labels["pipeline"], "metered"))
            {
                seen.AddOrUpdate(
                    $"{instrument.Name} {labels.GetValueOrDefault("stage") ?? labels.GetValueOrDefault("outcome")}",
                    value, (_, old) => instrument.IsObservable ? value : old + value);
            }
        });
        listener.Start();
        var pipeline = Pipeline.Create<int>("metered").Map("odd-fails", (n, _) => n % 2 == 1 ? throw new ItemException("odd", "odd") : ValueTask.FromResult(n));
        await pipeline.RunAsync(Enumerable.Range(0, 10));
        await pipeline.RunAsync(Enumerable.Range(0, 10));
        listener.RecordObservableInstruments();

        seen["reelmill.items Done"].ShouldBe(10);
        seen["reelmill.items Failed"].ShouldBe(10);
        seen["reelmill.stage.in odd-fails"].ShouldBe(20, "the counts of ended runs are kept");
        seen["reelmill.stage.failed odd-fails"].ShouldBe(10);
    }

    [Fact]
    public async Task An_activity_listener_sees_each_value_in_each_stage()
    {
        var seen = new ConcurrentQueue<(string Stage, object? Item, ActivityStatusCode Status)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                if (Equals(a.GetTagItem("pipeline"), "traced"))
                {
                    seen.Enqueue((a.DisplayName, a.GetTagItem("item"), a.Status));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await Pipeline.Create<int>("traced")
            .Map("pass", (n, _) => ValueTask.FromResult(n))
            .Map("fail", (n, _) => n == 7 ? throw new ItemException("seven", "7") : ValueTask.FromResult(n))
            .RunAsync([6, 7]);
        seen.Order().ShouldBe([
            ("fail", "1", ActivityStatusCode.Unset), ("fail", "2", ActivityStatusCode.Error),
            ("pass", "1", ActivityStatusCode.Unset), ("pass", "2", ActivityStatusCode.Unset)]);
    }

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == Telemetry.Name)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }
}

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Metrics;

/// <summary>Listens to what this server measures, from its start on: pipelines, budgets of workers and requests.</summary>
/// <param name="meters">Makes the meters of this server, which tells them from those of another one in the process.</param>
/// <param name="services">Whose budgets are measured.</param>
internal sealed class MeterReadings(IMeterFactory meters, RunServices services) : IHostedService, IDisposable
{
    /// <summary>The meter of requests, and what tells them apart: no path that somebody made up is among it.</summary>
    public const string Requests = "Microsoft.AspNetCore.Hosting";

    private static readonly IReadOnlySet<string> OfRequests = new HashSet<string>(StringComparer.Ordinal) { "http.route", "http.request.method", "http.response.status_code" };

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<InstrumentReadings> _readings = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((InstrumentReadings)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((InstrumentReadings)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((InstrumentReadings)state!).Record(value, tags));
        _listener.Start();
        Measure();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What was measured so far.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        lock (_gate)
        {
            _readings.ForEach(static r => r.BeginObserving());
            _listener.RecordObservableInstruments();
            return _readings.ConvertAll(static r => r.Read());
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Listen(Instrument instrument, MeterListener listener)
    {
        var (meter, isRequests) = (instrument.Meter, instrument.Meter.Name == Requests);
        if (!(meter.Name == Telemetry.Name || isRequests) || (meter.Scope is not null && !ReferenceEquals(meter.Scope, meters)))
        {
            return;
        }

        var readings = new InstrumentReadings(instrument, isRequests ? OfRequests : null);
        lock (_gate)
        {
            _readings.Add(readings);
        }

        listener.EnableMeasurementEvents(instrument, readings);
    }

    private void Measure()
    {
        var meter = meters.Create(Telemetry.Name);
        Gauge("slots", "{slot}", "How many values may be worked on at once.", static b => b.Slots);
        Gauge("used", "{slot}", "How many values are being worked on.", static b => b.Used);
        Gauge("waiting", "{value}", "How many values wait for their turn.", static b => b.Waiting);

        void Gauge(string name, string unit, string what, Func<Core.Running.WorkerBudget, int> read) => meter.CreateObservableGauge(
            $"reelmill.budget.{name}", () => services.Budgets.Select(b => new Measurement<int>(read(b), new KeyValuePair<string, object?>("budget", b.Name))), unit, what);
    }
}

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Metrics;

/// <summary>Listens to the meters of this server: pipelines, worker budgets and HTTP requests.</summary>
/// <param name="meters">Creates the meters of this server; its scope separates them from those of another server in the process.</param>
/// <param name="services">The services whose worker budgets are measured.</param>
internal sealed class MeterAggregator(IMeterFactory meters, RunServices services) : IHostedService, IDisposable
{
    /// <summary>ASP.NET Core's meter of HTTP requests. Only low-cardinality tags are kept: routes, never request paths.</summary>
    public const string Requests = "Microsoft.AspNetCore.Hosting";

    private static readonly IReadOnlySet<string> RequestTags = new HashSet<string>(StringComparer.Ordinal) { "http.route", "http.request.method", "http.response.status_code" };

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<InstrumentAggregator> _aggregators = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((InstrumentAggregator)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((InstrumentAggregator)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((InstrumentAggregator)state!).Record(value, tags));
        _listener.Start();
        CreateBudgetGauges();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads the aggregated measurements of all instruments.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        lock (_gate)
        {
            _aggregators.ForEach(static r => r.BeginObserving());
            _listener.RecordObservableInstruments();
            return _aggregators.ConvertAll(static r => r.Read());
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

        var aggregator = new InstrumentAggregator(instrument, isRequests ? RequestTags : null);
        lock (_gate)
        {
            _aggregators.Add(aggregator);
        }

        listener.EnableMeasurementEvents(instrument, aggregator);
    }

    private void CreateBudgetGauges()
    {
        var meter = meters.Create(Telemetry.Name);
        Gauge("slots", "{slot}", "The workers that may run at once.", static b => b.Slots);
        Gauge("used", "{slot}", "The workers that are running.", static b => b.Used);
        Gauge("waiting", "{value}", "The values that wait for a worker.", static b => b.Waiting);

        void Gauge(string name, string unit, string description, Func<Core.Running.WorkerBudget, int> read) => meter.CreateObservableGauge(
            $"reelmill.budget.{name}", () => services.Budgets.Select(b => new Measurement<int>(read(b), new KeyValuePair<string, object?>("budget", b.Name))), unit, description);
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Reelmill.Core.Reporting;

namespace Reelmill.Server.Metrics;

/// <summary>
/// Exports metrics and traces over OTLP when the standard environment variables name a collector. Disposal flushes the
/// last measurements, after everything that records them has stopped.
/// </summary>
/// <param name="configuration">The environment.</param>
internal sealed class OtlpExport(IConfiguration configuration) : IHostedService, IDisposable
{
    private const string ServiceName = "reelmill";

    private readonly OtlpSettings _settings = new(configuration);
    private MeterProvider? _meters;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_settings.GetEndpoint("metrics") is { } metrics)
        {
            _meters = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(s => s.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddMeter(Telemetry.Name, MeterAggregator.Requests)
                .AddOtlpExporter(o => _settings.Apply(o, "metrics", metrics))
                .Build();
        }

        if (_settings.GetEndpoint("traces") is { } traces)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(s => s.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddSource(Telemetry.Name)
                .AddOtlpExporter(o => _settings.Apply(o, "traces", traces))
                .Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _meters?.Dispose();
        _traces?.Dispose();
    }

    /// <summary>Describes the service. The environment's attributes come last, so that they override the defaults.</summary>
    private void Describe(ResourceBuilder resource)
    {
        resource.Clear().AddService(ServiceName, serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3)).AddTelemetrySdk().AddEnvironmentVariableDetector();
        if (_settings.ServiceName is { } name)
        {
            resource.AddService(name);
        }
    }
}

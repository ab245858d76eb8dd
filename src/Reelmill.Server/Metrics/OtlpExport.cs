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
/// Sends metrics and traces to a collector when the standard variables of OpenTelemetry name one; what was measured until
/// the end is sent when this is disposed, after everything that measures has stopped.
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
        if (_settings.EndpointOf("metrics") is { } metrics)
        {
            _meters = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(s => s.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddMeter(Telemetry.Name, MeterReadings.Requests)
                .AddOtlpExporter(o => _settings.Apply(o, "metrics", metrics))
                .Build();
        }

        if (_settings.EndpointOf("traces") is { } traces)
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

    /// <summary>The environment's own words come last, so that they count.</summary>
    private void Describe(ResourceBuilder resource)
    {
        resource.Clear().AddService(ServiceName, serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3)).AddTelemetrySdk().AddEnvironmentVariableDetector();
        if (_settings.ServiceName is { } name)
        {
            resource.AddService(name);
        }
    }
}

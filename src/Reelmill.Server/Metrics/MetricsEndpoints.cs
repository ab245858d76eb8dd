using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Reelmill.Server.Metrics;

/// <summary>The endpoint that Prometheus scrapes, and the services that collect metrics and export them to OpenTelemetry.</summary>
internal static class MetricsEndpoints
{
    /// <summary>Registers the collection and the export of metrics; both start with the host.</summary>
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<MeterAggregator>().AddSingleton<ServerMetrics>().AddSingleton<OtlpExport>();
        services.AddHostedService(static s => s.GetRequiredService<MeterAggregator>());
        services.AddHostedService(static s => s.GetRequiredService<OtlpExport>());
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGroup("").RequireAuthorization("read").WithTags("server").MapGet("/metrics", ReadAsync).WithSummary("Returns the server's metrics in Prometheus' text format.");

    private static async Task<ContentHttpResult> ReadAsync(MeterAggregator meters, ServerMetrics server, CancellationToken cancellationToken) => TypedResults.Text(
        PrometheusText.Write([.. meters.Read(), .. await server.ReadAsync(cancellationToken).ConfigureAwait(false)]), PrometheusText.ContentType);
}

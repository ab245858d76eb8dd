using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Reelmill.Server.Metrics;

/// <summary>What the server measures, for those who watch it: Prometheus asks, and collectors of OpenTelemetry are told.</summary>
internal static class MetricsEndpoints
{
    /// <summary>Adds what measures and what exports; both begin when the host starts.</summary>
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<MeterReadings>().AddSingleton<ServerFamilies>().AddSingleton<OtlpExport>();
        services.AddHostedService(static s => s.GetRequiredService<MeterReadings>());
        services.AddHostedService(static s => s.GetRequiredService<OtlpExport>());
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGroup("").RequireAuthorization("read").WithTags("server").MapGet("/metrics", ReadAsync).WithSummary("Metrics in Prometheus' text format.");

    private static async Task<ContentHttpResult> ReadAsync(MeterReadings readings, ServerFamilies families, CancellationToken cancellationToken) => TypedResults.Text(
        PrometheusText.Write([.. readings.Read(), .. await families.ReadAsync(cancellationToken).ConfigureAwait(false)]), PrometheusText.ContentType);
}

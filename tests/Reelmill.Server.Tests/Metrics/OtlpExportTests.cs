using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Reelmill.Core;
using Reelmill.Server.Metrics;

namespace Reelmill.Server.Tests.Metrics;

public sealed class OtlpExportTests
{
    [Fact]
    public async Task Metrics_and_traces_are_flushed_at_shutdown_to_the_endpoint_in_the_environment()
    {
        await using var collector = await Collector.StartAsync();

        await ExportAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint + "/"), ("OTEL_SERVICE_NAME", "my-reels"), ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=abc"));

        var received = collector.Received.OrderBy(static r => r.Path, StringComparer.Ordinal).ToArray();
        received.Select(static r => (r.Path, r.Type, r.Key)).Distinct().ShouldBe([("/v1/metrics", "application/x-protobuf", "abc"), ("/v1/traces", "application/x-protobuf", "abc")]);
        received.ShouldAllBe(static r => r.Body.Contains("my-reels", StringComparison.Ordinal));
        received.ShouldContain(static r => r.Path == "/v1/metrics" && r.Body.Contains("test.exported", StringComparison.Ordinal));
        received.ShouldContain(static r => r.Path == "/v1/traces" && r.Body.Contains("exported work", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signal_with_its_own_endpoint_is_sent_only_there()
    {
        await using var collector = await Collector.StartAsync();

        await ExportAsync(("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", $"{collector.Endpoint}/my/place"), ("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "x-key=own"));

        var received = collector.Received.ToArray().ShouldHaveSingleItem();
        (received.Path, received.Key).ShouldBe(("/my/place", "own"));
        received.Body.ShouldContain("reelmill");
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    public async Task Nothing_is_exported_unless_the_environment_asks_for_it(string name, string value)
    {
        await using var collector = await Collector.StartAsync();

        await ExportAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint), (name, value));

        collector.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invalid_endpoint_is_refused_and_its_variable_named()
    {
        var failure = await Should.ThrowAsync<PipelineException>(ExportAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")));

        failure.Message.ShouldStartWith("OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    /// <summary>Records a measurement between the start and the disposal of an export.</summary>
    private static async Task ExportAsync(params (string Name, string Value)[] environment)
    {
        var configuration = new ConfigurationManager();
        foreach (var (name, value) in environment)
        {
            configuration[name] = value;
        }

        using var export = new OtlpExport(configuration);
        await export.StartAsync(default);
        using var meter = new Meter("Reelmill");
        meter.CreateCounter<long>("test.exported").Add(1);
        using var source = new ActivitySource("Reelmill");
        source.StartActivity("exported work")?.Dispose();
        await export.StopAsync(default);
    }
}

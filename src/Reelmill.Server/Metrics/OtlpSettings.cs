using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;
using Reelmill.Core;

namespace Reelmill.Server.Metrics;

/// <summary>The variables of OpenTelemetry that say where to send what: those of one signal before those of all.</summary>
/// <param name="configuration">The environment.</param>
internal sealed class OtlpSettings(IConfiguration configuration)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>What the server is called; null when the environment does not say.</summary>
    public string? ServiceName => Find("OTEL_SERVICE_NAME");

    private bool IsDisabled => string.Equals(Find("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a signal goes, the whole address; null when it goes nowhere.</summary>
    /// <param name="signal"><c>metrics</c> or <c>traces</c>.</param>
    /// <exception cref="PipelineException"><c>bad_option</c>: the variable is no address.</exception>
    public Uri? EndpointOf(string signal)
    {
        var upper = signal.ToUpperInvariant();
        if (IsDisabled || Find($"OTEL_{upper}_EXPORTER") == "none")
        {
            return null;
        }

        if (Find($"{Prefix}{upper}_ENDPOINT") is { } own)
        {
            return Parse($"{Prefix}{upper}_ENDPOINT", own);
        }

        return Find($"{Prefix}ENDPOINT") is { } all
            ? Parse($"{Prefix}ENDPOINT", ProtocolOf(signal) == OtlpExportProtocol.Grpc ? all : $"{all.TrimEnd('/')}/v1/{signal}")
            : null;
    }

    /// <summary>Sets an exporter up. What is not set here it reads from the environment itself.</summary>
    public void Apply(OtlpExporterOptions options, string signal, Uri endpoint)
    {
        options.Endpoint = endpoint;
        options.Protocol = ProtocolOf(signal);
        options.Headers = Find(signal, "HEADERS") ?? options.Headers;
        if (int.TryParse(Find(signal, "TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            options.TimeoutMilliseconds = milliseconds;
        }
    }

    private OtlpExportProtocol ProtocolOf(string signal) => Find(signal, "PROTOCOL") == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;

    private string? Find(string signal, string what) => Find($"{Prefix}{signal.ToUpperInvariant()}_{what}") ?? Find($"{Prefix}{what}");

    private string? Find(string name) => configuration[name] is { Length: > 0 } value ? value : null;

    private static Uri Parse(string name, string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new PipelineException("bad_option", $"{name}: '{text}' is no address of a collector, such as http://127.0.0.1:4318.");
}

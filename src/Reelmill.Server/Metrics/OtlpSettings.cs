using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;
using Reelmill.Core;

namespace Reelmill.Server.Metrics;

/// <summary>The OTLP settings from OpenTelemetry's environment variables. A signal's own variable takes precedence over the general one.</summary>
/// <param name="configuration">The environment.</param>
internal sealed class OtlpSettings(IConfiguration configuration)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>The service name; null when the environment does not set one.</summary>
    public string? ServiceName => Find("OTEL_SERVICE_NAME");

    private bool IsDisabled => string.Equals(Find("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the full URL to which a signal is exported; null when it is not exported.</summary>
    /// <param name="signal"><c>metrics</c> or <c>traces</c>.</param>
    /// <exception cref="PipelineException"><c>bad_option</c>: the variable is not an HTTP URL.</exception>
    public Uri? GetEndpoint(string signal)
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
            ? Parse($"{Prefix}ENDPOINT", GetProtocol(signal) == OtlpExportProtocol.Grpc ? all : $"{all.TrimEnd('/')}/v1/{signal}")
            : null;
    }

    /// <summary>Configures an exporter. It reads all other settings from the environment itself.</summary>
    public void Apply(OtlpExporterOptions options, string signal, Uri endpoint)
    {
        options.Endpoint = endpoint;
        options.Protocol = GetProtocol(signal);
        options.Headers = Find(signal, "HEADERS") ?? options.Headers;
        if (int.TryParse(Find(signal, "TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            options.TimeoutMilliseconds = milliseconds;
        }
    }

    private OtlpExportProtocol GetProtocol(string signal) => Find(signal, "PROTOCOL") == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;

    private string? Find(string signal, string setting) => Find($"{Prefix}{signal.ToUpperInvariant()}_{setting}") ?? Find($"{Prefix}{setting}");

    private string? Find(string name) => configuration[name] is { Length: > 0 } value ? value : null;

    private static Uri Parse(string name, string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new PipelineException("bad_option", $"{name}: '{text}' is not the HTTP URL of a collector. Use one such as http://127.0.0.1:4318.");
}

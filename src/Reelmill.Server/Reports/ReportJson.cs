using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Reelmill.Core.Reporting;
using Reelmill.Server.Http;

namespace Reelmill.Server.Reports;

/// <summary>The JSON settings of reports: those of the API, with output that is safe inside a script element and with displayable strings.</summary>
internal static class ReportJson
{
    /// <summary>Leaves text in any script readable and escapes characters with a meaning in HTML or JavaScript.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static JsonSerializerOptions Options { get; } = new(ServerJson.Options) { Encoder = Writing.Encoder, Converters = { new DisplayTextConverter() } };

    /// <summary>Hides secrets in URLs and escapes invisible and bidirectional control characters, because names and messages are untrusted.</summary>
    private sealed class DisplayTextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(DisplayText.Sanitize(value));
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Reelmill.Core.Reporting;
using Reelmill.Server.Http;

namespace Reelmill.Server.Reports;

/// <summary>How a report writes documents: as the API does, but safe inside of a script element, and every text fit to be shown.</summary>
internal static class ReportJson
{
    /// <summary>Text in any script stays readable; what HTML or a script could take for its own is escaped.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static JsonSerializerOptions Options { get; } = new(ServerJson.Options) { Encoder = Writing.Encoder, Converters = { new DisplayTextConverter() } };

    /// <summary>Hides secrets of URLs, and spells out what hides text or turns its direction around: names and messages come from strangers.</summary>
    private sealed class DisplayTextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(DisplayText.Sanitize(value));
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Reelmill.Cli.Display;
using Reelmill.Library.Repair;
using Reelmill.Media.Hls.Checking;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;

namespace Reelmill.Cli.Commands;

/// <summary>Source-generated JSON serialization of the commands' output, in camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(DecideSummary))]
[JsonSerializable(typeof(GcSummary))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(RepairResult))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(HlsReport))]
[JsonSerializable(typeof(SearchResults))]
[JsonSerializable(typeof(CollectionsDocument))]
[JsonSerializable(typeof(ModelsDocument))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>Indented output with unescaped text in any script.</summary>
    public static CliJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);
}

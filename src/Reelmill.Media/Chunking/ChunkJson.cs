using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelmill.Media.Chunking;

/// <summary>Generated JSON serialization of chunk records, in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChunkManifest))]
[JsonSerializable(typeof(ChunkSegment))]
[JsonSerializable(typeof(ChunkVerification))]
[JsonSerializable(typeof(ChunkJoin))]
internal sealed partial class ChunkJson : JsonSerializerContext
{
    /// <summary>Options that indent the JSON and write non-ASCII names unescaped.</summary>
    public static ChunkJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

using System.Text.Json;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>The chunks of a file.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Id">The id of the item, which names its folder.</param>
/// <param name="Folder">The folder of the chunks.</param>
/// <param name="Chunks">The number of chunks by outcome.</param>
/// <param name="Manifest">The manifest of the file.</param>
public sealed record ChunkOutput(string Input, string Id, string Folder, ChunkCounts Chunks, ChunkManifest Manifest) : RunOutput(Input)
{
    /// <summary>The folder that chunks were copied to; null when they are in the library only.</summary>
    public string? Copy { get; init; }

    private protected override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("input", Input);
        writer.WriteString("id", Id);
        writer.WriteString("folder", Folder);
        if (Copy is not null)
        {
            writer.WriteString("copy", Copy);
        }

        writer.WriteStartObject("chunks");
        writer.WriteNumber("total", Chunks.Total);
        writer.WriteNumber("done", Chunks.Done);
        writer.WriteNumber("skipped", Chunks.Skipped);
        writer.WriteNumber("failed", Chunks.Failed);
        writer.WriteEndObject();
        writer.WritePropertyName("manifest");
        JsonSerializer.Serialize(writer, Manifest, ChunkJson.Readable.ChunkManifest);
        writer.WriteEndObject();
    }
}

/// <summary>The number of chunks of a file by outcome in a run.</summary>
/// <param name="Total">The number of planned chunks.</param>
/// <param name="Done">The number of chunks finished in this run.</param>
/// <param name="Skipped">The number of chunks that existed already.</param>
/// <param name="Failed">The number of chunks that failed in this run.</param>
public sealed record ChunkCounts(int Total, int Done, int Skipped, int Failed);

using System.Text.Json;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>The chunks of a file.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Id">The id of its item, which is its folder's name.</param>
/// <param name="Folder">Where the chunks are.</param>
/// <param name="Chunks">The chunks by how they ended.</param>
/// <param name="Manifest">The manifest.</param>
public sealed record ChunkOutput(string Input, string Id, string Folder, ChunkCounts Chunks, ChunkManifest Manifest) : RunOutput(Input)
{
    /// <summary>Where they were copied to; null when the library alone has them.</summary>
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

/// <summary>The chunks of a file by how they ended in a run.</summary>
/// <param name="Total">All that were planned.</param>
/// <param name="Done">Made in this run.</param>
/// <param name="Skipped">There already.</param>
/// <param name="Failed">Failed in this run.</param>
public sealed record ChunkCounts(int Total, int Done, int Skipped, int Failed);

using System.Text.Json;
using Reelmill.Media.Chunking;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>Writes the manifest of a cut file beside its chunks.</summary>
internal static class TestManifest
{
    public static ChunkManifest Write(CutFile cut, string processor)
    {
        var manifest = new ChunkManifest
        {
            Source = cut.Source.Original,
            SourceBytes = new FileInfo(cut.Source.Original).Length,
            SourceSha256 = ReferenceTool.Sha256(cut.Source.Original),
            SourceDuration = cut.Source.DurationSeconds,
            TimeBase = cut.Source.TimeBase.ToString(),
            ChunkDuration = 2,
            Aligned = "keyframes",
            Processors = [processor],
            Ffmpeg = "5.1",
            TotalChunks = cut.Plan.Count,
            Processed = cut.Plan.Count,
            Failed = 0,
            Retries = 0,
            Segments = [.. cut.Plan.Zip(cut.Results, (range, result) => Segment(cut, range, result))],
        };
        Save(cut, manifest);
        return manifest;
    }

    public static void Save(CutFile cut, ChunkManifest manifest) => File.WriteAllText(
        Path.Combine(cut.Folder, ChunkManifest.FileName), JsonSerializer.Serialize(manifest, ChunkJson.Readable.ChunkManifest));

    /// <summary>Updates the manifest after a chunk was replaced, so that only the chunk's content reveals the replacement.</summary>
    public static ChunkManifest Accept(CutFile cut, ChunkManifest manifest, int sequence)
    {
        var segments = manifest.Segments.ToArray();
        segments[sequence] = segments[sequence] with { Sha256 = ReferenceTool.Sha256(cut.GetPath(sequence)) };
        var changed = manifest with { Segments = segments };
        Save(cut, changed);
        return changed;
    }

    private static ChunkSegment Segment(CutFile cut, ChunkRange range, ChunkResult result) => new()
    {
        Sequence = range.Sequence,
        File = result.Sha256 is null ? null : Path.GetFileName(cut.GetPath(range.Sequence)),
        Start = cut.Source.ToSeconds(range.StartPts),
        End = cut.Source.ToSeconds(range.EndPts),
        StartPts = range.StartPts,
        EndPts = range.EndPts,
        Frames = result.Frames,
        FirstSourcePts = result.FirstPts,
        LastSourcePts = result.LastPts,
        Sha256 = result.Sha256,
        Bytes = result.Bytes,
        PicturesSha256 = result.PicturesSha256,
        PacketsSha256 = result.PacketsSha256,
        Attempts = 1,
    };
}

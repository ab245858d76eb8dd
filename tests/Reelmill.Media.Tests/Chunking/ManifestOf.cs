using System.Text.Json;
using Reelmill.Media.Chunking;

namespace Reelmill.Media.Tests.Chunking;

/// <summary>The manifest that belongs to a cutting, written beside its chunks.</summary>
internal static class ManifestOf
{
    public static ChunkManifest Write(Cutting cutting, string processor)
    {
        var manifest = new ChunkManifest
        {
            Source = cutting.Source.Original,
            SourceBytes = new FileInfo(cutting.Source.Original).Length,
            SourceSha256 = Tool.Sha256(cutting.Source.Original),
            SourceDuration = cutting.Source.DurationSeconds,
            TimeBase = cutting.Source.TimeBase.ToString(),
            ChunkDuration = 2,
            Aligned = "keyframes",
            Processors = [processor],
            Ffmpeg = "5.1",
            TotalChunks = cutting.Plan.Count,
            Processed = cutting.Plan.Count,
            Failed = 0,
            Retries = 0,
            Segments = [.. cutting.Plan.Zip(cutting.Results, (range, result) => Segment(cutting, range, result))],
        };
        Save(cutting, manifest);
        return manifest;
    }

    public static void Save(Cutting cutting, ChunkManifest manifest) => File.WriteAllText(
        Path.Combine(cutting.Folder, ChunkManifest.FileName), JsonSerializer.Serialize(manifest, ChunkJson.Readable.ChunkManifest));

    /// <summary>A chunk was replaced on purpose: the manifest follows, so that only its content can give it away.</summary>
    public static ChunkManifest Accept(Cutting cutting, ChunkManifest manifest, int sequence)
    {
        var segments = manifest.Segments.ToArray();
        segments[sequence] = segments[sequence] with { Sha256 = Tool.Sha256(cutting.FileOf(sequence)) };
        var changed = manifest with { Segments = segments };
        Save(cutting, changed);
        return changed;
    }

    private static ChunkSegment Segment(Cutting cutting, ChunkRange range, ChunkResult result) => new()
    {
        Sequence = range.Sequence,
        File = result.Sha256 is null ? null : Path.GetFileName(cutting.FileOf(range.Sequence)),
        Start = cutting.Source.SecondsOf(range.StartPts),
        End = cutting.Source.SecondsOf(range.EndPts),
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

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Formats;

namespace Reelmill.Media.Chunking;

/// <summary>
/// The contents of <c>manifest.json</c>, which describes the chunks beside it. JSON property names are these names in snake
/// case. Equal work gives an equal manifest, except for <see cref="ElapsedTime"/>, <see cref="ThroughputMbps"/> and
/// <see cref="WorkerStats"/>.
/// </summary>
public sealed partial record ChunkManifest
{
    /// <summary>The manifest's file name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The version of the manifest's format.</summary>
    /// <value>1.</value>
    public int Version { get; init; } = 1;

    /// <summary>The full path of the file that was cut.</summary>
    public required string Source { get; init; }

    /// <summary>The size of the source in bytes.</summary>
    public required long SourceBytes { get; init; }

    /// <summary>The SHA-256 of the source, in lower-case hexadecimal.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>The time from the source's first frame to the end of its last frame, in seconds.</summary>
    public required double SourceDuration { get; init; }

    /// <summary>The unit of every PTS, in seconds, such as <c>1/90000</c>.</summary>
    public required string TimeBase { get; init; }

    /// <summary>The requested duration of a chunk, in seconds.</summary>
    public required double ChunkDuration { get; init; }

    /// <summary>Where chunks may begin: <c>keyframes</c> or <c>exact</c>.</summary>
    public required string Aligned { get; init; }

    /// <summary>The work on each chunk: <c>copy</c>, <c>encode</c>, <c>checksum</c>, <c>decode</c>.</summary>
    public required IReadOnlyList<string> Processors { get; init; }

    /// <summary>The encoder's settings; null when chunks were not encoded.</summary>
    public ChunkEncoding? Encoding { get; init; }

    /// <summary>The version of ffmpeg that made the chunks.</summary>
    public required string Ffmpeg { get; init; }

    /// <summary>The number of planned chunks.</summary>
    public required int TotalChunks { get; init; }

    /// <summary>The number of finished chunks, including those of earlier runs.</summary>
    public required int Processed { get; init; }

    /// <summary>The number of failed chunks.</summary>
    public required int Failed { get; init; }

    /// <summary>The number of retried attempts at a chunk, over all runs.</summary>
    public required int Retries { get; init; }

    /// <summary>The duration of the last run, in seconds.</summary>
    public double ElapsedTime { get; init; }

    /// <summary>The throughput of the last run, in megabits of the source per second.</summary>
    public double ThroughputMbps { get; init; }

    /// <summary>Statistics of each worker in the last run.</summary>
    public IReadOnlyList<ChunkWorkerStats> WorkerStats { get; init; } = [];

    /// <summary>The chunks in order.</summary>
    public required IReadOnlyList<ChunkSegment> Segments { get; init; }

    /// <summary>The parsed <see cref="TimeBase"/>: the unit of every PTS, in seconds.</summary>
    [JsonIgnore]
    public Rational TimeUnit => Rational.TryParse(TimeBase, out var unit) && unit.Numerator > 0
        ? unit
        : throw new ItemException("manifest_damaged", $"Reading {FileName}: time base '{TimeBase}' is invalid. Cut the file again.");

    /// <summary>Reads the manifest of a folder.</summary>
    /// <param name="folder">The folder of the chunks.</param>
    /// <exception cref="ItemException"><c>manifest_missing</c> or <c>manifest_damaged</c>.</exception>
    public static ChunkManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (RegularFile.FindFault(path) is { } fault)
        {
            throw new ItemException("manifest_missing", $"Reading {path}: {fault.Text}. Name a folder that 'reelmill chunk' wrote, or run that command again if it was interrupted.");
        }

        try
        {
            using var stream = RegularFile.OpenRead(path);
            var manifest = JsonSerializer.Deserialize(stream, ChunkJson.Readable.ChunkManifest) ?? throw new JsonException("the manifest is null.");
            return manifest.Segments.All(static s => s.File is null || ChunkFileName().IsMatch(s.File))
                ? manifest
                : throw new JsonException("the manifest names a file that is not a chunk.");
        }
        catch (JsonException e)
        {
            throw new ItemException("manifest_damaged", $"Reading {path}: {e.Message} Cut the file again.", false, e);
        }
    }

    /// <summary>Matches the name of a chunk's file. A manifest may come from anywhere, so it must not name a file outside of its folder.</summary>
    [GeneratedRegex(@"^chunk_[0-9]{4,9}\.(mp4|mkv)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChunkFileName();
}

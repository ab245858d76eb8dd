using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Formats;

namespace Reelmill.Media.Chunking;

/// <summary>
/// What <c>manifest.json</c> says about the chunks beside it. The names in the file are these in snake case. It is the
/// same for the same work, but for <see cref="ElapsedTime"/>, <see cref="ThroughputMbps"/> and <see cref="WorkerStats"/>.
/// </summary>
public sealed partial record ChunkManifest
{
    /// <summary>The manifest's file name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The version of this format.</summary>
    /// <value>1.</value>
    public int Version { get; init; } = 1;

    /// <summary>The full path of the file that was cut.</summary>
    public required string Source { get; init; }

    /// <summary>The size of that file in bytes.</summary>
    public required long SourceBytes { get; init; }

    /// <summary>The SHA-256 of that file, in lower-case hexadecimal.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>From its first frame to the end of its last, in seconds.</summary>
    public required double SourceDuration { get; init; }

    /// <summary>The unit of all PTS, in seconds, such as <c>1/90000</c>.</summary>
    public required string TimeBase { get; init; }

    /// <summary>How long a chunk was meant to be, in seconds.</summary>
    public required double ChunkDuration { get; init; }

    /// <summary><c>keyframes</c> or <c>exact</c>.</summary>
    public required string Aligned { get; init; }

    /// <summary>What was made of each chunk: <c>copy</c>, <c>encode</c>, <c>checksum</c>, <c>decode</c>.</summary>
    public required IReadOnlyList<string> Processors { get; init; }

    /// <summary>How chunks were encoded; null when they were not.</summary>
    public ChunkEncoding? Encoding { get; init; }

    /// <summary>The version of ffmpeg.</summary>
    public required string Ffmpeg { get; init; }

    /// <summary>How many chunks were planned.</summary>
    public required int TotalChunks { get; init; }

    /// <summary>How many of them are there, also from earlier runs.</summary>
    public required int Processed { get; init; }

    /// <summary>How many failed.</summary>
    public required int Failed { get; init; }

    /// <summary>How often a chunk was begun again, over all runs.</summary>
    public required int Retries { get; init; }

    /// <summary>How long the last run took, in seconds.</summary>
    public double ElapsedTime { get; init; }

    /// <summary>Megabits of the source for each second of the last run.</summary>
    public double ThroughputMbps { get; init; }

    /// <summary>What each worker of the last run did.</summary>
    public IReadOnlyList<ChunkWorkerStats> WorkerStats { get; init; } = [];

    /// <summary>The chunks in order.</summary>
    public required IReadOnlyList<ChunkSegment> Segments { get; init; }

    /// <summary>The unit of all PTS.</summary>
    [JsonIgnore]
    public Rational TimeUnit => Rational.TryParse(TimeBase, out var unit) && unit.Numerator > 0
        ? unit
        : throw new ItemException("manifest_damaged", $"Reading {FileName}: '{TimeBase}' is no time base. Cut the file again.");

    /// <summary>Reads the manifest of a folder.</summary>
    /// <param name="folder">The folder of the chunks.</param>
    /// <exception cref="ItemException"><c>manifest_missing</c> or <c>manifest_damaged</c>.</exception>
    public static ChunkManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (RegularFile.FindFault(path) is { } fault)
        {
            throw new ItemException("manifest_missing", $"Reading {path}: {fault.Text}. Name a folder that 'reelmill chunk' has made, or run that command again: it may have been cut short.");
        }

        try
        {
            using var stream = RegularFile.OpenRead(path);
            var manifest = JsonSerializer.Deserialize(stream, ChunkJson.Readable.ChunkManifest) ?? throw new JsonException("it is null");
            return manifest.Segments.All(static s => s.File is null || ChunkFileName().IsMatch(s.File))
                ? manifest
                : throw new JsonException("it names a file that is no chunk's.");
        }
        catch (JsonException e)
        {
            throw new ItemException("manifest_damaged", $"Reading {path}: {e.Message} Cut the file again.", false, e);
        }
    }

    /// <summary>A manifest may come from anywhere: it names no file outside of its folder.</summary>
    [GeneratedRegex(@"^chunk_[0-9]{4,9}\.(mp4|mkv)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChunkFileName();
}
